// One chart: lines over simulated time, with the cursor of the instant.
#pragma once

#include "gui/theme.hpp"
#include "gui/view_models/charts.hpp"

#include <QElapsedTimer>

#include <qcustomplot.h>

namespace shaketable::gui {

/// Title, unit and the lines' names in their colours with their values in a window, as rich text.
[[nodiscard]] QString heading_of(const Chart& chart, std::optional<std::size_t> window, const Theme& theme);

class SeriesPlot : public QCustomPlot {
    Q_OBJECT
  public:
    explicit SeriesPlot(QWidget* parent = nullptr);

    void show_chart(const Chart& chart, double window_s, const Theme& theme);
    void set_cursor(double at_s);
    /// The same of a chart that is drawn anew anyway: nothing is drawn at once.
    void put_cursor(double at_s);
    /// What somebody points at; nothing: nowhere.
    void set_pointer(std::optional<double> at_s);
    void set_span(double from_s, double to_s);

  Q_SIGNALS:
    /// Somebody clicks a time.
    void chosen(double at_s);
    /// Somebody points at a time; nothing: no more.
    void pointed(std::optional<double> at_s);
    void span_changed(double from_s, double to_s);

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    void style(const Theme& theme);
    void add_line(const ChartLine& line, const QPen& pen, double window_s);
    [[nodiscard]] QCPItemLine* vertical_line();

    QCPItemLine* cursor_ = nullptr;
    QCPItemLine* pointer_ = nullptr;
    double before_click_s_ = 0.0;
    QElapsedTimer since_click_;
    double whole_from_s_ = 0.0;
    double whole_to_s_ = 1.0;
};

} // namespace shaketable::gui
