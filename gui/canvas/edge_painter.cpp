#include "gui/canvas/painter.hpp"
#include "gui/figures.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr double kLabelPixels = 13.0;
constexpr double kLargePixels = 18.0; // where the picture is small
constexpr double kLabelHeight = 18.0;
constexpr double kLabelWidest = 84.0; // one that is wider would lie over the cards

void paint_label(QPainter& painter, QPointF centre, const QString& text, const Look& look) {
    const bool is_small = look.zoom < kZoomOfNumbers;
    const double pixels = is_small ? kLargePixels : kLabelPixels;
    QRectF box(0.0, 0.0, look.texts.width(text, pixels) + 6.0, is_small ? kLargePixels + 5.0 : kLabelHeight);
    box.moveCenter(centre);
    painter.fillRect(box, look.theme.window);
    painter.setPen(look.theme.text);
    look.texts.draw(painter, box, Qt::AlignHCenter, text, pixels);
}

/// From 1 to 4: each tenfold rate is one more.
double width_of(double per_s) { return std::clamp(1.0 + std::log10(1.0 + per_s) * 0.8, 1.0, 4.0); }

QPen pen_of(const EdgeFlow& flow, const Look& look) {
    const Theme& theme = look.theme;
    const bool bad = flow.failed_share >= kBadFailures;
    const bool strained = flow.failed_share >= kStrainedFailures;
    QPen pen(bad ? theme.bad : strained ? theme.strained : theme.outline, width_of(flow.attempts_per_s));
    if (look.zoom < kZoomOfCells) {
        pen.setCosmetic(true);
        pen.setWidth(1);
        return pen;
    }
    pen.setCapStyle(Qt::FlatCap);
    if (flow.attempts_per_s <= 0.0)
        pen.setDashPattern({1.0, 6.0});
    else // the denser, the more calls
        pen.setDashPattern({6.0, std::max(0.6, 6.0 - 1.6 * std::log10(1.0 + flow.attempts_per_s))});
    return pen;
}

/// The same curve beside it: as much of it as there are retries among the calls.
void paint_retries(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Theme& theme) {
    const auto samples = static_cast<std::size_t>(
        std::lround(std::clamp(flow.retry_share, 0.0, 1.0) * static_cast<double>(kCurveSamples)));
    QPolygonF beside;
    for (std::size_t sample = 0; sample < samples; ++sample) {
        const QPointF along = edge.points[sample + 1] - edge.points[sample];
        const double length = std::max(1e-6, std::hypot(along.x(), along.y()));
        beside << edge.points[sample] + QPointF(-along.y(), along.x()) / length * 6.0;
    }
    painter.setPen(QPen(theme.text, 1.0));
    painter.drawPolyline(beside);
}

void paint_cut(QPainter& painter, const PlacedEdge& edge, const Look& look) {
    const QPointF middle = edge.at(edge.label);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.theme.window);
    painter.drawEllipse(middle, 16.0, 16.0);
    painter.setPen(QPen(look.theme.bad, 3.0));
    painter.drawLine(middle + QPointF(-10.0, -9.0), middle + QPointF(-10.0, 9.0));
    painter.drawLine(middle + QPointF(10.0, -9.0), middle + QPointF(10.0, 9.0));
}

/// A cross for failures; how most of them ended.
void paint_failure(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look) {
    const QPointF middle = edge.at(edge.label);
    painter.setPen(
        QPen(flow.failed_share >= kBadFailures ? look.theme.bad : look.theme.outline_of_state, 2.0));
    painter.drawLine(middle + QPointF(-5.0, -5.0), middle + QPointF(5.0, 5.0));
    painter.drawLine(middle + QPointF(-5.0, 5.0), middle + QPointF(5.0, -5.0));
    if (look.zoom < kZoomOfWords)
        return;
    const double first = edge.label_is_below ? 18.0 : -18.0;
    paint_label(painter, middle + QPointF(0.0, first), percent(flow.failed_share), look);
    if (look.zoom < kZoomOfNumbers)
        return;
    QStringList lines = {QString::fromStdString(flow.failure)};
    const auto space = lines.front().lastIndexOf(' ');
    if (space > 0 && look.texts.width(lines.front(), kLabelPixels) > kLabelWidest)
        lines = {lines.front().left(space), lines.front().mid(space + 1)};
    const double below = edge.label_is_below ? 34.0 : 18.0;
    for (qsizetype line = 0; line < lines.size(); ++line)
        paint_label(painter, middle + QPointF(0.0, below + 16.0 * static_cast<double>(line)), lines[line],
                    look);
}

/// What the caller's policies hold back: a diamond near where it leaves, and a word above the middle.
void paint_signs(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look) {
    constexpr double kHalf = 7.0;
    if (flow.signs.empty())
        return;
    const QPointF at = edge.at(0.2);
    painter.setPen(QPen(look.theme.outline_of_state, 1.0));
    painter.setBrush(look.theme.strained);
    painter.drawPolygon(QPolygonF({at + QPointF(0.0, -kHalf), at + QPointF(kHalf, 0.0),
                                   at + QPointF(0.0, kHalf), at + QPointF(-kHalf, 0.0)}));
    QPointF above = edge.at(edge.label) - QPointF(0.0, 18.0 + kLabelHeight);
    for (const std::string& sign : flow.signs) {
        if (look.zoom >= kZoomOfNumbers)
            paint_label(painter, above, QString::fromStdString(sign), look);
        above -= QPointF(0.0, kLabelHeight);
    }
}

} // namespace

void paint_edge(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen_of(flow, look));
    if (look.zoom < kZoomOfCells) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.drawPolyline(edge.points.data(), static_cast<int>(edge.points.size()));
        painter.setRenderHint(QPainter::Antialiasing, true);
        return;
    }
    painter.drawPath(edge.path);
    if (flow.retry_share > 0.0)
        paint_retries(painter, edge, flow, look.theme);
}

void paint_edge_state(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look) {
    if (flow.cut)
        paint_cut(painter, edge, look);
    else if (flow.failed_share >= kStrainedFailures)
        paint_failure(painter, edge, flow, look);
    paint_signs(painter, edge, flow, look);
}

} // namespace shaketable::gui
