#include "gui/plot/series_plot.hpp"

#include "gui/figures.hpp"

#include <QGuiApplication>
#include <QStyleHints>

#include <cmath>

namespace shaketable::gui {

namespace {

constexpr int kPlotHeight = 128;

/// The twin's dashed and grey, the overlaid variant's dotted, the run's own in the theme's order.
QPen pen_of(const ChartLine& line, std::size_t& colour, const Theme& theme) {
    switch (line.of) {
    case LineOf::kTwin:
        return {theme.twin, 1, Qt::DashLine};
    case LineOf::kOverlay:
        return {theme.overlay, 1, Qt::DashDotLine};
    case LineOf::kRun:
        break;
    }
    return {theme.series[colour++ % theme.series.size()], 1};
}

QString sign_of(LineOf of) {
    return of == LineOf::kTwin      ? "&#8211;&#8239;&#8211;"
           : of == LineOf::kOverlay ? "&#8211;&#183;&#8211;"
                                    : "&#9644;";
}

QString value_text(const Chart& chart, const ChartLine& line, std::size_t window) {
    const bool known = window < line.values.size() && std::isfinite(line.values[window]);
    const analysis::Figure value = known ? analysis::Figure(line.values[window]) : std::nullopt;
    if (chart.unit == "s")
        return seconds(value);
    const QString text = number(value);
    if (!known || chart.unit.empty())
        return text;
    const QString unit = QString::fromStdString(chart.unit);
    return text + (unit.startsWith('/') ? unit : " " + unit);
}

} // namespace

QString heading_of(const Chart& chart, std::optional<std::size_t> window, const Theme& theme) {
    QString text = "<b>" + QString::fromStdString(chart.title).toHtmlEscaped() + "</b>";
    if (!chart.unit.empty())
        text += " [" + QString::fromStdString(chart.unit).toHtmlEscaped() + "]";
    std::size_t colour = 0;
    for (const ChartLine& line : chart.lines) {
        const QPen pen = pen_of(line, colour, theme);
        QString name = QString::fromStdString(line.name).toHtmlEscaped();
        if (window)
            name += " <b>" + value_text(chart, line, *window).toHtmlEscaped() + "</b>";
        text += QString(" &nbsp; <span style='color:%1'>%2</span>&nbsp;%3")
                    .arg(pen.color().name(), sign_of(line.of), name.replace(' ', "&nbsp;"));
    }
    return text;
}

SeriesPlot::SeriesPlot(QWidget* parent) : QCustomPlot(parent) {
    setMinimumHeight(kPlotHeight);
    setMaximumHeight(kPlotHeight);
    setNoAntialiasingOnDrag(true);
    setInteractions(QCP::iRangeZoom | QCP::iRangeDrag);
    axisRect()->setRangeZoom(Qt::Horizontal);
    axisRect()->setRangeDrag(Qt::Horizontal);
    axisRect()->setAutoMargins(QCP::msTop | QCP::msBottom | QCP::msRight);
    axisRect()->setMargins(QMargins(62, 0, 0, 0)); // the same in all, so that times stand under each other
    axisRect()->setMinimumMargins(QMargins(0, 2, 8, 0));
    addLayer("cursor", layer("legend"), limAbove);
    layer("cursor")->setMode(QCPLayer::lmBuffered);
    cursor_ = vertical_line();
    pointer_ = vertical_line();
    pointer_->setVisible(false);
    setMouseTracking(true);
    connect(xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this](const QCPRange& range) { Q_EMIT span_changed(range.lower, range.upper); });
}

QCPItemLine* SeriesPlot::vertical_line() {
    auto* const line = new QCPItemLine(this);
    line->setLayer("cursor");
    line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    return line;
}

void SeriesPlot::style(const Theme& theme) {
    setBackground(theme.surface);
    QFont small = font();
    small.setPixelSize(12);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setBasePen(QPen(theme.outline, 1));
        axis->setTickPen(QPen(theme.outline, 1));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.faint);
        axis->setTickLabelFont(small);
        axis->grid()->setPen(QPen(theme.grid, 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->ticker()->setTickCount(axis == yAxis ? 3 : 5);
    }
    cursor_->setPen(QPen(theme.accent, 1));
    pointer_->setPen(QPen(theme.faint, 1, Qt::DotLine));
}

void SeriesPlot::add_line(const ChartLine& line, const QPen& pen, double window_s) {
    QVector<double> times;
    QVector<double> values;
    for (std::size_t window = 0; window < line.values.size(); ++window) {
        times.push_back((static_cast<double>(window) + 0.5) * window_s);
        values.push_back(line.values[window]);
    }
    QCPGraph* const graph = addGraph();
    graph->setName(QString::fromStdString(line.name));
    graph->setPen(pen);
    graph->setData(times, values, true);
    whole_to_s_ = std::max(whole_to_s_, static_cast<double>(line.values.size()) * window_s);
}

/// What is compared with lies above, in dashes; of the run's own lines the first.
void SeriesPlot::show_chart(const Chart& chart, double window_s, const Theme& theme) {
    style(theme);
    clearGraphs();
    double highest = 0.0;
    std::size_t colour = 0; // of the next line
    std::vector<QPen> pens;
    for (const ChartLine& line : chart.lines) {
        pens.push_back(pen_of(line, colour, theme));
        for (const double value : line.values)
            if (std::isfinite(value))
                highest = std::max(highest, value);
    }
    for (std::size_t index = chart.lines.size(); index-- > 0;)
        if (chart.lines[index].of == LineOf::kRun)
            add_line(chart.lines[index], pens[index], window_s);
    for (std::size_t index = chart.lines.size(); index-- > 0;)
        if (chart.lines[index].of != LineOf::kRun)
            add_line(chart.lines[index], pens[index], window_s);
    yAxis->setRange(0.0, highest > 0.0 ? highest * 1.1 : 1.0);
    replot(rpQueuedReplot);
}

void SeriesPlot::put_cursor(double at_s) {
    cursor_->start->setCoords(at_s, 0.0);
    cursor_->end->setCoords(at_s, 1.0);
}

void SeriesPlot::set_cursor(double at_s) {
    put_cursor(at_s);
    layer("cursor")->replot();
}

void SeriesPlot::set_pointer(std::optional<double> at_s) {
    pointer_->setVisible(at_s.has_value());
    pointer_->start->setCoords(at_s.value_or(0.0), 0.0);
    pointer_->end->setCoords(at_s.value_or(0.0), 1.0);
    layer("cursor")->replot();
}

void SeriesPlot::set_span(double from_s, double to_s) {
    if (xAxis->range() == QCPRange(from_s, to_s))
        return;
    xAxis->setRange(from_s, to_s);
    replot(rpQueuedReplot);
}

void SeriesPlot::mousePressEvent(QMouseEvent* event) {
    QCustomPlot::mousePressEvent(event);
    if (event->button() != Qt::LeftButton || (event->modifiers() & Qt::ShiftModifier) != 0)
        return;
    if (!since_click_.isValid() ||
        since_click_.elapsed() > QGuiApplication::styleHints()->mouseDoubleClickInterval())
        before_click_s_ = cursor_->start->coords().x(); // else it may be the second of two
    since_click_.restart();
    Q_EMIT chosen(xAxis->pixelToCoord(event->position().x()));
}

void SeriesPlot::mouseMoveEvent(QMouseEvent* event) {
    const bool drags = (event->modifiers() & Qt::ShiftModifier) != 0;
    Q_EMIT pointed(xAxis->pixelToCoord(event->position().x()));
    if ((event->buttons() & Qt::LeftButton) != 0 && !drags) {
        Q_EMIT chosen(xAxis->pixelToCoord(event->position().x()));
        return;
    }
    QCustomPlot::mouseMoveEvent(event);
}

void SeriesPlot::leaveEvent(QEvent* event) {
    Q_EMIT pointed(std::nullopt);
    QCustomPlot::leaveEvent(event);
}

/// Its first click chose an instant: that was not meant.
void SeriesPlot::mouseDoubleClickEvent(QMouseEvent*) {
    Q_EMIT chosen(before_click_s_);
    set_span(whole_from_s_, whole_to_s_);
}

} // namespace shaketable::gui
