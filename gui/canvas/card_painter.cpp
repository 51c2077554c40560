#include "gui/canvas/painter.hpp"
#include "gui/figures.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr double kValuePixels = 14.0;
constexpr double kSmallPixels = 13.0;
constexpr double kLargeValuePixels = 19.0; // where the picture is small
constexpr double kLargeSmallPixels = 17.0;

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

/// One that is not at work: the outline tells that nobody is there, the pattern that somebody comes or goes.
bool paint_cell_off_work(QPainter& painter, QRectF box, const Cell& cell, const Theme& theme) {
    const models::LifeStage stage = cell.view.stage;
    if (cell.health == Health::kDown || stage == models::LifeStage::kServes)
        return false;
    if (stage == models::LifeStage::kAbsent) {
        painter.setPen(QPen(theme.grid, 1.0, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box);
        return true;
    }
    if (cell.health != Health::kWell)
        return false;
    painter.setPen(
        QPen(theme.well, 1.0, stage == models::LifeStage::kWarmingUp ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(stage == models::LifeStage::kLeaving ? QBrush(Qt::NoBrush)
                                                          : QBrush(theme.well, Qt::BDiagPattern));
    painter.drawRect(box);
    return true;
}

void paint_cell(QPainter& painter, QRectF box, const Cell& cell, const Theme& theme) {
    if (paint_cell_off_work(painter, box, cell, theme))
        return;
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

/// The first that there is room for; or as much of the last as there is.
QString that_fits(const QStringList& texts, double width, double pixels, const Look& look) {
    for (const QString& text : texts)
        if (look.texts.width(text, pixels) <= width)
            return text;
    return look.texts.elided(texts.back(), width, pixels);
}

/// Shorter and shorter.
QStringList figures_texts(const Card& card) {
    const QString text = card_figures(card);
    return {text, QString(text).replace(" waiting", " wait"),
            text.section(", ", 1).isEmpty() ? text : text.section(", ", 1)};
}

/// The word for its state, and how full its meter is.
void paint_state(QPainter& painter, const QRectF& line, const Card& card, const Look& look, double pixels) {
    const bool bold = card.health != Health::kWell;
    const double mark = pixels * 0.8;
    paint_state_mark(painter, QRectF(line.left(), line.top() + pixels * 0.3, mark, mark), card.health,
                     look.theme);
    painter.setPen(look.theme.text);
    const double left = mark + 6.0;
    look.texts.draw(painter, line.adjusted(left, 0.0, 0.0, 0.0), Qt::AlignLeft,
                    look.texts.elided(QString::fromStdString(card.word), line.width() - left, pixels, bold),
                    pixels, bold);
}

/// A bar, and the number behind it with what it is a share of.
void paint_meter_line(QPainter& painter, const QRectF& line, const Card& card, const Look& look,
                      double pixels) {
    const QString text = meter_text(card);
    const double wide = look.texts.width(text, pixels);
    const double high = 8.0;
    paint_meter(painter, QRectF(line.left(), line.center().y() - high / 2.0, line.width() - wide - 8.0, high),
                card, look);
    painter.setPen(look.theme.text);
    look.texts.draw(painter, line, Qt::AlignRight, text, pixels);
}

void paint_card_figures(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    const double left = placed.rect.left() + kCardMargin;
    const double width = placed.rect.width() - 2.0 * kCardMargin;
    const double top = placed.rect.top();
    paint_state(painter, QRectF(left, top + 28.0, width, 19.0), card, look, kValuePixels);
    paint_meter_line(painter, QRectF(left, top + 47.0, width, 17.0), card, look, kSmallPixels);
    painter.setPen(look.theme.faint);
    look.texts.draw(painter, QRectF(left, top + 64.0, width, 17.0), Qt::AlignLeft,
                    that_fits(figures_texts(card), width, kSmallPixels, look), kSmallPixels);
    const QRectF last(left, top + 81.0, width, 17.0);
    QString replicas = replicas_text(card);
    const double both =
        look.texts.width(remark_text(card), kSmallPixels) + 6.0 + look.texts.width(replicas, kSmallPixels);
    if (!replicas.isEmpty() && both > width)
        replicas = QString("x %1").arg(card.present);
    look.texts.draw(painter, last, Qt::AlignRight, replicas, kSmallPixels);
    if (card.holds_up)
        painter.setPen(look.theme.text);
    look.texts.draw(painter, last, Qt::AlignLeft,
                    look.texts.elided(remark_text(card),
                                      width - look.texts.width(replicas, kSmallPixels) - 6.0, kSmallPixels),
                    kSmallPixels);
}

/// The same, larger, and less of it.
void paint_card_words(QPainter& painter, const PlacedCard& placed, const Card& card, const Look& look) {
    const double left = placed.rect.left() + kCardMargin;
    const double width = placed.rect.width() - 2.0 * kCardMargin;
    const double top = placed.rect.top();
    paint_state(painter, QRectF(left, top + 35.0, width, 24.0), card, look, kLargeValuePixels);
    paint_meter_line(painter, QRectF(left, top + 62.0, width, 22.0), card, look, kLargeSmallPixels);
    painter.setPen(look.theme.faint);
    QStringList texts = figures_texts(card);
    if (const QString remark = remark_text(card); !remark.isEmpty() && card.health != Health::kWell)
        texts = {remark};
    else if (!replicas_text(card).isEmpty())
        texts = {replicas_text(card)};
    look.texts.draw(painter, QRectF(left, top + 88.0, width, 22.0), Qt::AlignLeft,
                    that_fits(texts, width, kLargeSmallPixels, look), kLargeSmallPixels);
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
    const QString unit = sign.unit == "seconds" ? "s" : text_of(sign.unit);
    QString level = sign.kind == models::MetricKind::kTiming  ? seconds(sign.level)
                    : sign.kind == models::MetricKind::kShare ? percent(sign.level)
                                                              : number(sign.level);
    if (sign.most > 0.0)
        level += " of " + number(sign.most);
    if (!unit.isEmpty())
        level += " " + unit;
    return level + " " +
           (sign.words.brief.empty() ? text_of(sign.name).replace('_', ' ') : text_of(sign.words.brief));
}

QString remark_text(const Card& card) {
    if (card.holds_up)
        return QString::number(card.holds_up->statements) + " wait for its locks";
    return card.sign ? sign_text(*card.sign) : QString();
}

QString replicas_text(const Card& card) {
    if (!card.is_scaled)
        return {};
    return QString::number(card.present) + (card.present == 1 ? " replica" : " replicas");
}

QString card_figures(const Card& card) {
    QString text = rate(card.rate);
    if (card.queue && *card.queue > 0.0)
        text += ", " + number(card.queue) + (card.kind == "client" ? " waiting" : " queued");
    return text;
}

QString meter_text(const Card& card) {
    return percent(card.meter) + (card.kind == "client" ? " good" : " busy");
}

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
    if (look.zoom >= kZoomOfNumbers) {
        paint_card_figures(painter, placed, card, look);
        paint_spark(painter, QRectF(left, placed.rect.top() + 100.0, width, 15.0), card, look);
    } else if (look.zoom >= kZoomOfWords) {
        paint_card_words(painter, placed, card, look);
    } else {
        paint_meter(painter, QRectF(left, placed.rect.top() + 50.0, width, 8.0), card, look);
        paint_state_mark(painter, QRectF(left, placed.rect.top() + 14.0, 26.0, 26.0), card.health,
                         look.theme);
    }
    paint_cells(painter, placed, card, look);
    paint_selection(painter, placed, card, look);
}

} // namespace shaketable::gui
