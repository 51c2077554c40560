// The charts of all journeys, or of the component, or replica, that is selected; one cursor, one span.
#pragma once

#include "gui/plot/series_plot.hpp"
#include "gui/view_models/session.hpp"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace shaketable::gui {

class ChartsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ChartsPanel(Session& session, QWidget* parent = nullptr);

    void set_theme(const Theme& theme);
    [[nodiscard]] const std::vector<SeriesPlot*>& plots() const { return plots_; }

  private:
    void show_charts();
    void show_set(const ChartSet& set);
    void share_span(double from_s, double to_s);

    Session& session_;
    const Theme* theme_;
    QLabel* heading_;
    QVBoxLayout* list_;
    std::vector<QLabel*> headings_;
    std::vector<SeriesPlot*> plots_;
    bool sharing_ = false;
};

} // namespace shaketable::gui
