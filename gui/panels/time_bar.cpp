#include "gui/panels/time_bar.hpp"

#include "gui/figures.hpp"
#include "gui/stale.hpp"
#include "gui/time_ticks.hpp"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr double kSide = 14.0;
constexpr double kTrackTop = 40.0;
constexpr double kTrackHeight = 16.0;
constexpr int kHeight = 82;
constexpr double kMargin = 4.0; // of what is written, from the edges
constexpr std::size_t kNameRows = 2;
constexpr double kNameRow = 13.0;    // from one to the next
constexpr double kNamesGap = 10.0;   // beside each other
constexpr double kShiftMost = 160.0; // of a name, to the right of where its entry begins

/// The file may have them in another order, those with conditions above all.
std::vector<analysis::TimelineRecord> by_beginning(std::vector<analysis::TimelineRecord> entries) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.began_s < b.began_s; });
    return entries;
}

} // namespace

std::vector<EntryLane> lanes_of(const std::vector<analysis::TimelineRecord>& entries, double end_s) {
    constexpr std::size_t kLanesMost = 4; // more would be too thin to see
    std::vector<double> free_from;        // by lane
    std::vector<EntryLane> placed;
    std::size_t lanes = 1;
    std::size_t first_together = 0; // of those that overlap, directly or by others
    double together_until_s = -1e300;
    const auto close = [&] {
        for (std::size_t entry = first_together; entry < placed.size(); ++entry)
            placed[entry].lanes = lanes;
    };
    for (const analysis::TimelineRecord& entry : entries) {
        const double until_s = entry.ended_s.value_or(end_s);
        if (entry.began_s >= together_until_s) {
            close();
            first_together = placed.size();
            lanes = 1;
            free_from.clear();
        }
        together_until_s = std::max(together_until_s, until_s);
        auto lane = std::find_if(free_from.begin(), free_from.end(),
                                 [&](double from_s) { return from_s <= entry.began_s; });
        if (lane == free_from.end() && free_from.size() < kLanesMost)
            lane = free_from.insert(lane, entry.began_s);
        else if (lane == free_from.end())
            --lane;
        *lane = until_s;
        placed.push_back({.lane = static_cast<std::size_t>(lane - free_from.begin())});
        lanes = std::max(lanes, free_from.size());
    }
    close();
    return placed;
}

TimeBar::TimeBar(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), theme_(&light_theme()) {
    setAccessibleName("Time bar");
    setMinimumHeight(kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    for (const auto signal : {&Session::opened, &Session::progressed, &Session::finished, &Session::moved,
                              &Session::pointed, &Session::failed})
        connect(&session, signal, this, qOverload<>(&QWidget::update));
}

void TimeBar::set_theme(const Theme& theme) {
    theme_ = &theme;
    update();
}

QSize TimeBar::sizeHint() const { return {400, kHeight}; }

double TimeBar::x_of(double at_s) const {
    const double span = std::max(1e-9, session_.end_s() - session_.begin_s());
    return kSide + (width() - 2.0 * kSide) * (at_s - session_.begin_s()) / span;
}

double TimeBar::time_at(double x) const {
    const double span = session_.end_s() - session_.begin_s();
    return session_.begin_s() + span * (x - kSide) / std::max(1.0, width() - 2.0 * kSide);
}

/// Those that act at the same time one below the other.
void TimeBar::paint_entries(QPainter& painter) const {
    const auto outcome = session_.outcome();
    if (outcome == nullptr)
        return;
    const std::vector<analysis::TimelineRecord> entries = by_beginning(outcome->result.timeline);
    const std::vector<EntryLane> lanes = lanes_of(entries, session_.end_s());
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const analysis::TimelineRecord& record = entries[index];
        const double from = x_of(record.began_s);
        const double to = std::max(from + 3.0, x_of(record.ended_s.value_or(session_.end_s())));
        const double high = kTrackHeight / static_cast<double>(lanes[index].lanes);
        painter.setPen(QPen(theme_->outline_of_state, 1.0));
        painter.setBrush(record.role == models::Role::kInjected ? theme_->strained : theme_->accent);
        painter.drawRect(
            QRectF(from, kTrackTop + high * static_cast<double>(lanes[index].lane), to - from, high));
    }
    paint_entry_names(painter, entries);
}

/// In two rows, and a little to the right if need be; of those that find no place, how many there are: their
/// tool tips have the names.
void TimeBar::paint_entry_names(QPainter& painter,
                                const std::vector<analysis::TimelineRecord>& entries) const {
    const QFontMetricsF metrics(painter.font());
    std::array<double, kNameRows> free_from;
    free_from.fill(-1e9);
    double last_end = 0.0;
    double last_y = 0.0;
    std::size_t left_out = 0;
    const auto tell_left_out = [&] {
        if (left_out > 0)
            painter.drawText(QPointF(last_end + 3.0, last_y), QString("+%1").arg(left_out));
        left_out = 0;
    };
    painter.setPen(theme_->text);
    for (const analysis::TimelineRecord& record : entries) {
        const QString name = text_of(record.name);
        const double wide = metrics.horizontalAdvance(name);
        const double wanted = std::min(x_of(record.began_s), width() - wide - kMargin);
        auto row =
            std::find_if(free_from.begin(), free_from.end(), [&](double from) { return from <= wanted; });
        if (row == free_from.end())
            row = std::min_element(free_from.begin(), free_from.end());
        const double from = std::max(wanted, *row);
        if (from > wanted + kShiftMost || from + wide > width()) {
            ++left_out;
            continue;
        }
        tell_left_out();
        last_y = kTrackTop - 12.0 - kNameRow * static_cast<double>(row - free_from.begin());
        last_end = from + wide;
        painter.drawText(QPointF(from, last_y), name);
        *row = last_end + kNamesGap + metrics.horizontalAdvance("+9");
    }
    tell_left_out();
}

void TimeBar::paint_markers(QPainter& painter) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_->bad);
    for (const Marker& marker : session_.markers()) {
        if (marker.is_entry)
            continue;
        const double x = x_of(marker.at_s);
        const double y = kTrackTop + kTrackHeight + 2.0;
        painter.drawPolygon(QPolygonF({{x, y}, {x + 4.0, y + 7.0}, {x - 4.0, y + 7.0}}));
    }
}

void TimeBar::paint_ticks(QPainter& painter) const {
    const double step = tick_step(session_.end_s() - session_.begin_s());
    painter.setPen(theme_->faint);
    for (double at = std::ceil(session_.begin_s() / step) * step; at <= session_.end_s() + 1e-9; at += step) {
        const QString text = QString::number(std::fabs(at) < step / 2.0 ? 0.0 : at) + " s";
        const double wide = QFontMetricsF(painter.font()).horizontalAdvance(text);
        const double x = std::clamp(x_of(at) - wide / 2.0, kMargin, width() - wide - kMargin);
        painter.drawText(QPointF(x, kHeight - 4.0), text);
    }
}

void TimeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_->surface);
    if (session_.take() == nullptr)
        return;
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    const double left = x_of(session_.begin_s());
    painter.setPen(QPen(theme_->outline, 1.0));
    painter.setBrush(theme_->window);
    painter.drawRect(QRectF(left, kTrackTop, x_of(session_.end_s()) - left, kTrackHeight));
    painter.fillRect(QRectF(left, kTrackTop + 4.0, x_of(session_.shot_until_s()) - left, kTrackHeight - 8.0),
                     theme_->grid);
    if (session_.begin_s() < 0.0) {
        painter.fillRect(QRectF(left, kTrackTop + 1.0, x_of(0.0) - left, kTrackHeight - 1.0),
                         QBrush(theme_->outline, Qt::BDiagPattern));
        painter.setPen(theme_->faint);
        if (x_of(0.0) - left > QFontMetricsF(small).horizontalAdvance("warm-up"))
            painter.drawText(QPointF(left, kTrackTop - 12.0), "warm-up");
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    paint_entries(painter);
    paint_markers(painter);
    paint_ticks(painter);
    if (const auto pointed = session_.pointed_s()) {
        painter.setPen(QPen(theme_->faint, 1.0, Qt::DotLine));
        painter.drawLine(QPointF(x_of(*pointed), kTrackTop - 4.0),
                         QPointF(x_of(*pointed), kTrackTop + kTrackHeight + 10.0));
    }
    const double x = x_of(session_.at_s());
    painter.setPen(QPen(theme_->accent, 2.0));
    painter.drawLine(QPointF(x, kTrackTop - 4.0), QPointF(x, kTrackTop + kTrackHeight + 10.0));
    painter.setBrush(theme_->accent);
    painter.drawPolygon(
        QPolygonF({{x - 5.0, kTrackTop - 9.0}, {x + 5.0, kTrackTop - 9.0}, {x, kTrackTop - 2.0}}));
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
    if (session_.is_stale())
        paint_stale(painter, rect(), *theme_);
}

/// A hundredth of all there is; Home and End.
void TimeBar::keyPressEvent(QKeyEvent* event) {
    const double step = (session_.end_s() - session_.begin_s()) / 100.0;
    if (event->key() == Qt::Key_Left)
        session_.seek(session_.at_s() - step);
    else if (event->key() == Qt::Key_Right)
        session_.seek(session_.at_s() + step);
    else if (event->key() == Qt::Key_Home)
        session_.seek(session_.begin_s());
    else if (event->key() == Qt::Key_End)
        session_.seek(session_.end_s());
    else
        QWidget::keyPressEvent(event);
}

void TimeBar::mousePressEvent(QMouseEvent* event) {
    session_.pause();
    session_.seek(time_at(event->position().x()));
}

void TimeBar::leaveEvent(QEvent*) { session_.point_at(std::nullopt); }

void TimeBar::mouseMoveEvent(QMouseEvent* event) {
    session_.point_at(std::clamp(time_at(event->position().x()), session_.begin_s(), session_.end_s()));
    if ((event->buttons() & Qt::LeftButton) != 0)
        session_.seek(time_at(event->position().x()));
}

bool TimeBar::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QString text = instant(time_at(help->pos().x()));
    for (const Marker& marker : session_.markers())
        if (std::fabs(x_of(marker.at_s) - help->pos().x()) < 6.0)
            text += "\n" + instant(marker.at_s) + ": " + marker.label;
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace shaketable::gui
