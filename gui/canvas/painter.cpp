#include "gui/canvas/painter.hpp"

#include "gui/figures.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

QFont sized(QFont font, double pixels, bool bold = false) {
    font.setPixelSize(static_cast<int>(pixels));
    font.setBold(bold);
    return font;
}

QString elided(const QString& text, const QFont& font, double width) {
    return QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

// --- edges

/// From 1 to 4: each tenfold rate is one more.
double width_of(double per_s) { return std::clamp(1.0 + std::log10(1.0 + per_s) * 0.8, 1.0, 4.0); }

QPen pen_of(const EdgeFlow& flow, const Theme& theme) {
    const bool bad = flow.failed_share >= kBadFailures;
    const bool strained = flow.failed_share >= kStrainedFailures;
    QPen pen(bad ? theme.bad : strained ? theme.strained : theme.outline, width_of(flow.attempts_per_s));
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
    const QPointF middle = edge.at(0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.theme.window);
    painter.drawEllipse(middle, 16.0, 16.0);
    painter.setPen(QPen(look.theme.bad, 3.0));
    painter.drawLine(middle + QPointF(-10.0, -9.0), middle + QPointF(-10.0, 9.0));
    painter.drawLine(middle + QPointF(10.0, -9.0), middle + QPointF(10.0, 9.0));
}

/// A cross for failures; how most of them ended.
void paint_failure(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look) {
    const QPointF middle = edge.at(0.5);
    painter.setPen(
        QPen(flow.failed_share >= kBadFailures ? look.theme.bad : look.theme.outline_of_state, 2.0));
    painter.drawLine(middle + QPointF(-5.0, -5.0), middle + QPointF(5.0, 5.0));
    painter.drawLine(middle + QPointF(-5.0, 5.0), middle + QPointF(5.0, -5.0));
    if (look.zoom < kZoomOfNumbers)
        return;
    const QString text = percent(flow.failed_share) + " " + QString::fromStdString(flow.failure);
    const QFont font = sized(look.font, 12.0);
    painter.setFont(font);
    QRectF box = QFontMetricsF(font).boundingRect(text);
    box.moveCenter(middle + QPointF(0.0, -17.0));
    painter.fillRect(box.adjusted(-3.0, -1.0, 3.0, 1.0), look.theme.window);
    painter.setPen(look.theme.text);
    painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, text);
}

void paint_edge(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen_of(flow, look.theme));
    painter.drawPath(edge.path);
    if (flow.retry_share > 0.0)
        paint_retries(painter, edge, flow, look.theme);
}

/// What is wrong with it, over what moves along it.
void paint_edge_state(QPainter& painter, const PlacedEdge& edge, const EdgeFlow& flow, const Look& look) {
    if (flow.cut)
        paint_cut(painter, edge, look);
    else if (flow.failed_share >= kStrainedFailures)
        paint_failure(painter, edge, flow, look);
}

// --- cards

/// A second channel beside colour: what is wrong has a shape.
void paint_state_mark(QPainter& painter, QRectF box, Health health, const Theme& theme) {
    painter.setPen(QPen(theme.outline_of_state, 1.0));
    painter.setBrush(theme.of(health));
    const QPointF centre = box.center();
    const double half = box.width() / 2.0;
    switch (health) {
    case Health::kWell:
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(centre, half * 0.6, half * 0.6);
        return;
    case Health::kStrained:
        painter.drawPolygon(QPolygonF(
            {centre + QPointF(0.0, -half), centre + QPointF(half, half), centre + QPointF(-half, half)}));
        return;
    case Health::kBad:
        painter.drawRect(box);
        return;
    case Health::kDown:
        painter.drawRect(box);
        painter.setPen(QPen(theme.surface, 2.0));
        painter.drawLine(box.topLeft(), box.bottomRight());
        painter.drawLine(box.topRight(), box.bottomLeft());
        return;
    }
}

void paint_meter(QPainter& painter, QRectF box, const Card& card, const Look& look) {
    painter.setPen(QPen(look.theme.outline, 1.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box);
    if (!card.meter)
        return;
    QRectF full = box.adjusted(1.0, 1.0, 0.0, 0.0);
    full.setWidth(full.width() * std::clamp(*card.meter, 0.0, 1.0));
    painter.fillRect(full, look.theme.of(card.health));
}

void paint_cell(QPainter& painter, QRectF box, const Cell& cell, const Theme& theme) {
    if (cell.health == Health::kWell) {
        const double load =
            cell.view.cores > 0.0 ? std::clamp(cell.view.computing / cell.view.cores, 0.0, 1.0) : 0.0;
        painter.setPen(QPen(theme.well, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box);
        QRectF filled = box;
        filled.setTop(box.bottom() - box.height() * load);
        painter.fillRect(filled, theme.well);
        return;
    }
    painter.setPen(QPen(theme.outline_of_state, 1.0));
    painter.setBrush(theme.of(cell.health));
    painter.drawRect(box);
    if (cell.health == Health::kDown) {
        painter.setPen(QPen(theme.surface, 1.5));
        painter.drawLine(box.topLeft(), box.bottomRight());
        painter.drawLine(box.topRight(), box.bottomLeft());
    } else if (cell.health == Health::kBad) {
        painter.fillRect(box.adjusted(3.0, 3.0, -2.0, -2.0), theme.surface);
    }
}

/// "140/s · queue 12".
QString figures_of(const Card& card) {
    const bool is_client = card.kind == "client";
    QString text = rate(card.rate);
    if (card.queue && *card.queue > 0.0)
        text += (is_client ? ", waiting " : ", queue ") + number(card.queue);
    return text;
}

void paint_card_figures(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    const QRectF& rect = placed.rect;
    const double width = rect.width() - 2.0 * kCardMargin;
    const QFont value = sized(look.font, 13.0, card.health != Health::kWell);
    paint_state_mark(painter, QRectF(rect.left() + kCardMargin, rect.top() + 33.0, 11.0, 11.0), card.health,
                     look.theme);
    painter.setFont(value);
    painter.setPen(look.theme.text);
    const QString meter = percent(card.meter);
    const double meter_width = QFontMetricsF(value).horizontalAdvance(meter);
    painter.drawText(
        QRectF(rect.left() + kCardMargin + 17.0, rect.top() + 29.0, width - 22.0 - meter_width, 19.0),
        Qt::AlignLeft | Qt::AlignVCenter,
        elided(QString::fromStdString(card.word), value, width - 22.0 - meter_width));
    painter.drawText(
        QRectF(rect.right() - kCardMargin - meter_width - 1.0, rect.top() + 29.0, meter_width + 2.0, 19.0),
        Qt::AlignRight | Qt::AlignVCenter, meter);
    const QFont small = sized(look.font, 12.0);
    painter.setFont(small);
    painter.setPen(look.theme.faint);
    painter.drawText(QRectF(rect.left() + kCardMargin, rect.top() + 60.0, width, 17.0),
                     Qt::AlignLeft | Qt::AlignVCenter, elided(figures_of(card), small, width));
}

void paint_harm(QPainter& painter, const PlacedCard& placed, double net, const Look& look) {
    if (net == 0.0)
        return;
    const QString text = (net > 0.0 ? "harm " : "help ") + number(std::fabs(net));
    const QFont font = sized(look.font, 12.0, true);
    painter.setFont(font);
    QRectF box = QFontMetricsF(font).boundingRect(text).adjusted(-6.0, -3.0, 6.0, 3.0);
    box.moveBottomLeft(placed.rect.topLeft() + QPointF(0.0, -3.0));
    painter.setPen(QPen(look.theme.outline_of_state, 1.0));
    painter.setBrush(net > 0.0 ? look.theme.bad : look.theme.accent);
    painter.drawRect(box);
    painter.setPen(look.theme.surface);
    painter.drawText(box, Qt::AlignCenter, text);
}

void paint_card(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    paint_meter(painter,
                QRectF(placed.rect.left() + kCardMargin, placed.rect.top() + 50.0,
                       placed.rect.width() - 2.0 * kCardMargin, 8.0),
                card, look);
    if (look.zoom >= kZoomOfNumbers)
        paint_card_figures(painter, placed, card, look);
    else
        paint_state_mark(painter,
                         QRectF(placed.rect.left() + kCardMargin, placed.rect.top() + 30.0, 16.0, 16.0),
                         card.health, look.theme);
    for (std::uint32_t replica = 0; replica < card.cells.size(); ++replica)
        paint_cell(painter, placed.cell(replica), card.cells[replica], look.theme);
}

void paint_selection(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    const QString name = QString::fromStdString(card.name);
    if (look.selection.section('/', 0, 0) != name)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(look.theme.accent, 3.0));
    painter.drawRect(placed.rect.adjusted(-3.0, -3.0, 3.0, 3.0));
    bool is_number = false;
    const unsigned replica = look.selection.section('/', 1, 1).toUInt(&is_number);
    if (is_number && replica < card.cells.size())
        painter.drawRect(placed.cell(replica).adjusted(-3.0, -3.0, 3.0, 3.0));
}

void paint_particles(QPainter& painter, const Scene& scene, const Snapshot& snapshot, const Theme& theme) {
    for (const Particle& particle : snapshot.particles) {
        const QPointF at = scene.edges()[particle.edge].at(particle.progress);
        const QColor& colour = particle.bad ? theme.bad : theme.accent;
        if (particle.bad)
            painter.fillRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7.0, 7.0), colour);
        else if (particle.answer)
            painter.fillRect(QRectF(at.x() - 2.0, at.y() - 2.0, 4.0, 4.0), theme.well);
        else
            painter.fillRect(QRectF(at.x() - 2.5, at.y() - 2.5, 5.0, 5.0), colour);
    }
}

} // namespace

void paint_still(QPainter& painter, const Scene& scene, const models::Scenario& scenario, const Look& look) {
    const QFont name = sized(look.font, 14.0, true);
    const QFont kind = sized(look.font, 12.0);
    for (std::uint32_t index = 0; index < scene.cards().size(); ++index) {
        const QRectF& rect = scene.cards()[index].rect;
        painter.setPen(QPen(look.theme.outline, 1.0));
        painter.setBrush(look.theme.surface);
        painter.drawRect(rect);
        if (look.zoom < kZoomOfNames)
            continue;
        const models::Component& component = scenario.components[index];
        const QString kind_text = QString::fromStdString(component.kind);
        const double kind_width =
            look.zoom >= kZoomOfNumbers ? QFontMetricsF(kind).horizontalAdvance(kind_text) + 8.0 : 0.0;
        const QRectF line(rect.left() + kCardMargin, rect.top() + 7.0, rect.width() - 2.0 * kCardMargin,
                          20.0);
        painter.setFont(name);
        painter.setPen(look.theme.text);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         elided(QString::fromStdString(component.name), name, line.width() - kind_width));
        if (kind_width == 0.0)
            continue;
        painter.setFont(kind);
        painter.setPen(look.theme.faint);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, kind_text);
    }
}

void paint_moving(QPainter& painter, const Scene& scene, const Snapshot& snapshot, const Look& look) {
    for (std::size_t index = 0; index < snapshot.edges.size(); ++index)
        paint_edge(painter, scene.edges()[index], snapshot.edges[index], look);
    if (look.particles)
        paint_particles(painter, scene, snapshot, look.theme);
    for (std::size_t index = 0; index < snapshot.edges.size(); ++index)
        paint_edge_state(painter, scene.edges()[index], snapshot.edges[index], look);
    for (std::size_t index = 0; index < snapshot.cards.size(); ++index) {
        paint_card(painter, scene.cards()[index], snapshot.cards[index], look);
        paint_selection(painter, scene.cards()[index], snapshot.cards[index], look);
        if (look.harm != nullptr)
            paint_harm(painter, scene.cards()[index], (*look.harm)[index], look);
    }
}

} // namespace shaketable::gui
