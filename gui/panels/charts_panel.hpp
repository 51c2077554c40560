// The charts of all journeys, or of the component, or replica, that is selected; one cursor, one span.
#pragma once

#include "gui/plot/series_plot.hpp"
#include "gui/view_models/session.hpp"

#include <QLabel>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace shaketable::gui {

class ChartsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit ChartsPanel(Session& session, QWidget* parent = nullptr);

    void set_theme(const Theme& theme);
    [[nodiscard]] const std::vector<SeriesPlot*>& plots() const { return plots_; }
    [[nodiscard]] const ChartSet& shown() const { return set_; }
    /// The charts that are shown, as "FILE.png", "FILE.svg" or "FILE.csv". False: it can't be written.
    [[nodiscard]] bool export_to(const QString& path);

  private:
    void show_charts();
    void show_set(ChartSet set);
    void make_plot();
    void show_headings();
    void show_cursor();
    void show_pointer();
    void show_values();
    [[nodiscard]] std::optional<std::size_t> read_window() const;
    void paint(QPainter& painter) const;
    void share_span(double from_s, double to_s);

    Session& session_;
    const Theme* theme_;
    QLabel* heading_;
    QString what_; // is shown
    ChartSet set_;
    std::optional<std::size_t> shown_window_; // of the values
    QVBoxLayout* list_;
    std::vector<QLabel*> headings_;
    std::vector<SeriesPlot*> plots_;
    bool sharing_ = false;
    QTimer in_advance_; // makes plots while nothing else happens
};

} // namespace shaketable::gui
