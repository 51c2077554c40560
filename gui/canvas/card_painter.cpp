#include "gui/canvas/painter.hpp"
#include "gui/figures.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr double kValuePixels = 14.0;
constexpr double kSmallPixels = 13.0;

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

void paint_card_figures(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    const QRectF& rect = placed.rect;
    const double left = rect.left() + kCardMargin;
    const double width = rect.width() - 2.0 * kCardMargin;
    const bool bold = card.health != Health::kWell;
    paint_state_mark(painter, QRectF(left, rect.top() + 33.0, 11.0, 11.0), card.health, look.theme);
    painter.setPen(look.theme.text);
    const QString meter = percent(card.meter);
    const double meter_width = look.texts.width(meter, kValuePixels, bold);
    const double word_width = width - 22.0 - meter_width;
    const QString word = look.texts.elided(QString::fromStdString(card.word), word_width, kValuePixels, bold);
    look.texts.draw(painter, QRectF(left + 17.0, rect.top() + 29.0, word_width, 19.0), Qt::AlignLeft, word,
                    kValuePixels, bold);
    look.texts.draw(painter, QRectF(left, rect.top() + 29.0, width, 19.0), Qt::AlignRight, meter,
                    kValuePixels, bold);
    painter.setPen(look.theme.faint);
    const QRectF below(left, rect.top() + 60.0, width, 17.0);
    const QString what = card.sign ? QString() : meter_word(card); // or there is no room
    look.texts.draw(painter, below, Qt::AlignRight, what, kSmallPixels);
    look.texts.draw(painter, below, Qt::AlignLeft,
                    look.texts.elided(card.sign ? sign_text(*card.sign) : card_figures(card),
                                      width - look.texts.width(what, kSmallPixels) - 6.0, kSmallPixels),
                    kSmallPixels);
}

/// The meter in the windows before the instant, the last at the right; 0 to 100 %.
void paint_spark(QPainter& painter, QRectF box, const Card& card, const Look& look) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(look.theme.grid, 1.0));
    painter.drawLine(box.bottomLeft(), box.bottomRight());
    painter.setPen(QPen(look.theme.faint, 1.0));
    const double step = box.width() / static_cast<double>(kSparkWindows - 1);
    QPolygonF line;
    for (std::size_t index = 0; index < card.spark.size(); ++index) {
        const float value = card.spark[index];
        const double back = static_cast<double>(card.spark.size() - 1 - index);
        if (value >= 0.0F) {
            line << QPointF(box.right() - back * step,
                            box.bottom() - box.height() * std::clamp(static_cast<double>(value), 0.0, 1.0));
            continue;
        }
        painter.drawPolyline(line);
        line.clear();
    }
    painter.drawPolyline(line);
    painter.setRenderHint(QPainter::Antialiasing, true);
}

/// Many small ones: those that are well as one, the others each.
void paint_cells(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    painter.setRenderHint(QPainter::Antialiasing, false);
    const bool small = look.zoom < kZoomOfCells;
    if (small)
        painter.fillRect(placed.cells(), look.theme.well);
    for (std::uint32_t replica = 0; replica < card.cells.size(); ++replica)
        if (!small)
            paint_cell(painter, placed.cell(replica), card.cells[replica], look.theme);
        else if (card.cells[replica].health != Health::kWell)
            painter.fillRect(placed.cell(replica), look.theme.of(card.cells[replica].health));
    painter.setRenderHint(QPainter::Antialiasing, true);
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

} // namespace

// The number first, should there be no room for all of it.
QString sign_text(const analysis::Sign& sign) {
    const QString level = sign.kind == models::MetricKind::kTiming  ? seconds(sign.level)
                          : sign.kind == models::MetricKind::kShare ? number(100.0 * sign.level) + " %"
                          : sign.unit.empty()                       ? number(sign.level)
                                              : number(sign.level) + " " + text_of(sign.unit);
    return level + " " + text_of(sign.name).replace('_', ' ');
}

QString card_figures(const Card& card) {
    QString text = rate(card.rate);
    if (card.queue && *card.queue > 0.0)
        text += ", " + number(card.queue) + (card.kind == "client" ? " waiting" : " queued");
    return text;
}

QString meter_word(const Card& card) { return card.kind == "client" ? "good" : "busy"; }

void paint_harm(QPainter& painter, const PlacedCard& placed, double net, const Look& look) {
    if (net == 0.0)
        return;
    const QString text = (net > 0.0 ? "harm " : "help ") + number(std::fabs(net));
    QRectF box(0.0, 0.0, look.texts.width(text, kSmallPixels, true) + 12.0, 21.0);
    box.moveBottomLeft(placed.rect.topLeft() + QPointF(0.0, -3.0));
    painter.setPen(QPen(look.theme.outline_of_state, 1.0));
    painter.setBrush(net > 0.0 ? look.theme.bad : look.theme.accent);
    painter.drawRect(box);
    painter.setPen(look.theme.surface);
    look.texts.draw(painter, box, Qt::AlignHCenter, text, kSmallPixels, true);
}

void paint_card(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    const double left = placed.rect.left() + kCardMargin;
    const double width = placed.rect.width() - 2.0 * kCardMargin;
    paint_meter(painter, QRectF(left, placed.rect.top() + 50.0, width, 8.0), card, look);
    if (look.zoom >= kZoomOfNumbers) {
        paint_card_figures(painter, placed, card, look);
        paint_spark(painter, QRectF(left, placed.rect.top() + 80.0, width, 16.0), card, look);
    } else {
        paint_state_mark(painter, QRectF(left, placed.rect.top() + 14.0, 26.0, 26.0), card.health,
                         look.theme);
    }
    paint_cells(painter, placed, card, look);
    paint_selection(painter, placed, card, look);
}

} // namespace shaketable::gui
