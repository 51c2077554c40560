#include "gui/panels/heat_map.hpp"

#include "gui/figures.hpp"
#include "gui/stale.hpp"
#include "gui/time_ticks.hpp"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr int kNames = 150; // the width of the column with the names
constexpr int kTicks = 18;  // below the field
constexpr int kFoot = 42;   // with the legend

/// Viridis (Smith and van der Walt 2015), sampled: even steps of lightness, fit for the colour-blind.
QRgb colour_of(double share) {
    static constexpr std::array<std::array<double, 3>, 6> kStops = {
        {{68, 1, 84}, {65, 68, 135}, {42, 120, 142}, {34, 168, 132}, {122, 209, 81}, {253, 231, 37}}};
    const double place = std::clamp(share, 0.0, 1.0) * (kStops.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(place), kStops.size() - 2);
    const double between = place - static_cast<double>(low);
    const auto mix = [&](std::size_t channel) {
        return static_cast<int>(kStops[low][channel] +
                                (kStops[low + 1][channel] - kStops[low][channel]) * between);
    };
    return qRgb(mix(0), mix(1), mix(2));
}

} // namespace

HeatField::HeatField(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), theme_(&light_theme()) {
    setAccessibleName("Heat map");
    setMinimumHeight(120);
    setMouseTracking(true);
    connect(&session, &Session::pointed, this, qOverload<>(&QWidget::update));
    for (const auto signal : {&Session::moved, &Session::selected, &Session::failed})
        connect(&session, signal, this, qOverload<>(&QWidget::update));
}

void HeatField::show_heat(Heat heat) {
    heat_ = std::move(heat);
    render();
}

void HeatField::set_theme(const Theme& theme) {
    theme_ = &theme;
    render();
}

QRect HeatField::field() const {
    return {kNames, 0, std::max(1, width() - kNames - 8), std::max(1, height() - kFoot)};
}

double HeatField::row_height() const {
    return heat_.rows.empty() ? 1.0
                              : std::min(22.0, static_cast<double>(field().height()) /
                                                   static_cast<double>(heat_.rows.size()));
}

/// Where several values fall on a pixel the highest is seen.
void HeatField::render() {
    const QRect box = field();
    image_ = QImage(box.size(), QImage::Format_RGB32);
    image_.fill(theme_->surface);
    std::vector<double> shown(static_cast<std::size_t>(box.width()), -1.0); // of a line of pixels
    int shown_line = -1;
    for (std::size_t row = 0; row < heat_.rows.size(); ++row) {
        const std::vector<double>& values = heat_.rows[row].values;
        const auto top = static_cast<int>(static_cast<double>(row) * row_height());
        const int bottom = std::max(top + 1, static_cast<int>(static_cast<double>(row + 1) * row_height()));
        if (top != shown_line)
            std::fill(shown.begin(), shown.end(), -1.0); // or another row is on the same pixels
        shown_line = top;
        for (std::size_t window = 0; window < values.size(); ++window) {
            if (!std::isfinite(values[window]))
                continue;
            const std::size_t left = window * shown.size() / values.size();
            const std::size_t right = std::max(left + 1, (window + 1) * shown.size() / values.size());
            for (std::size_t x = left; x < std::min(right, shown.size()); ++x)
                shown[x] = std::max(shown[x], values[window]);
        }
        for (int y = top; y < std::min(bottom, box.height()); ++y) {
            auto* const line = reinterpret_cast<QRgb*>(image_.scanLine(y));
            for (std::size_t x = 0; x < shown.size(); ++x)
                if (shown[x] >= 0.0)
                    line[x] = colour_of(heat_.highest > 0.0 ? shown[x] / heat_.highest : 0.0);
        }
    }
    update();
}

void HeatField::paint_names(QPainter& painter) const {
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    double free_from = -1e9;
    for (std::size_t row = 0; row < heat_.rows.size(); ++row) {
        const double middle = (static_cast<double>(row) + 0.5) * row_height();
        const QString name = QString::fromStdString(heat_.rows[row].name);
        const bool is_selected =
            session_.selection() == name || session_.selection() == name.section('/', 0, 0);
        if (middle < free_from)
            continue;
        painter.setPen(is_selected ? theme_->accent : theme_->text);
        painter.drawText(QRectF(4.0, middle - 8.0, kNames - 10.0, 16.0), Qt::AlignRight | Qt::AlignVCenter,
                         QFontMetricsF(small).elidedText(name, Qt::ElideMiddle, kNames - 12.0));
        free_from = middle + 15.0;
    }
}

/// The instant, what somebody points at, and the ticks below.
void HeatField::paint_times(QPainter& painter) const {
    const QRect box = field();
    const double length_s = static_cast<double>(heat_.rows.front().values.size()) * heat_.window_s;
    const double bottom = row_height() * static_cast<double>(heat_.rows.size());
    const auto x_of = [&](double at_s) { return box.left() + box.width() * at_s / length_s; };
    const auto line = [&](double at_s, const QPen& pen) {
        if (at_s < 0.0)
            return;
        painter.setPen(pen);
        painter.drawLine(QPointF(x_of(at_s), 0.0), QPointF(x_of(at_s), bottom));
    };
    line(session_.pointed_s().value_or(-1.0), QPen(theme_->surface, 1.0, Qt::DotLine));
    line(session_.at_s(), QPen(theme_->accent, 2.0));
    painter.setPen(theme_->faint);
    const double step = tick_step(length_s);
    double free_from = -1e9;
    for (int tick = 0; tick * step <= length_s; ++tick) {
        const QString text = QString::number(tick * step) + " s";
        const double wide = QFontMetricsF(painter.font()).horizontalAdvance(text);
        const double left = std::clamp(x_of(tick * step) - wide / 2.0, 0.0, width() - wide);
        if (left < free_from)
            continue;
        painter.drawText(QPointF(left, bottom + kTicks - 4.0), text);
        free_from = left + wide + 8.0;
    }
}

void HeatField::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme_->surface);
    const QRect box = field();
    painter.drawImage(box.topLeft(), image_);
    paint_names(painter);
    if (heat_.rows.empty())
        return;
    paint_times(painter);
    const int foot = height() - kFoot + kTicks + 6;
    for (int step = 0; step < 120; ++step)
        painter.fillRect(QRect(box.left() + step, foot, 1, 12), QColor(colour_of(step / 119.0)));
    painter.setPen(theme_->text);
    painter.drawText(QPointF(box.left() + 128.0, foot + 11.0),
                     "0 to " + number(heat_.highest) +
                         (heat_.unit.empty() ? "" : " " + QString::fromStdString(heat_.unit)) +
                         "; where windows share a pixel, the highest");
    if (session_.is_stale())
        paint_stale(painter, rect(), *theme_);
}

void HeatField::resizeEvent(QResizeEvent*) { render(); }

const HeatRow* HeatField::row_at(QPointF point) const {
    const auto row = static_cast<std::size_t>(std::max(0.0, point.y() / row_height()));
    return row < heat_.rows.size() ? &heat_.rows[row] : nullptr;
}

std::size_t HeatField::window_at(QPointF point) const {
    const double share = (point.x() - field().left()) / field().width();
    const double count = heat_.rows.empty() ? 0.0 : static_cast<double>(heat_.rows.front().values.size());
    return static_cast<std::size_t>(std::clamp(share * count, 0.0, std::max(0.0, count - 1.0)));
}

void HeatField::mousePressEvent(QMouseEvent* event) {
    const HeatRow* row = row_at(event->position());
    if (row == nullptr)
        return;
    session_.select(QString::fromStdString(row->name));
    if (event->position().x() >= field().left()) {
        session_.pause();
        session_.seek(static_cast<double>(window_at(event->position())) * heat_.window_s);
    }
}

void HeatField::mouseMoveEvent(QMouseEvent* event) {
    if (heat_.rows.empty() || event->position().x() < field().left())
        return session_.point_at(std::nullopt);
    session_.point_at((static_cast<double>(window_at(event->position())) + 0.5) * heat_.window_s);
}

void HeatField::leaveEvent(QEvent*) { session_.point_at(std::nullopt); }

bool HeatField::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const HeatRow* row = row_at(help->pos());
    if (row != nullptr && help->pos().x() >= field().left()) {
        const std::size_t window = window_at(help->pos());
        const double value = row->values[window];
        QToolTip::showText(help->globalPos(),
                           QString::fromStdString(row->name) + ", " +
                               instant(static_cast<double>(window) * heat_.window_s) + ": " +
                               (std::isfinite(value)
                                    ? number(value) + " " + QString::fromStdString(heat_.unit)
                                    : QString("n/a")),
                           this);
    }
    return true;
}

HeatMap::HeatMap(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    auto* const row = new QHBoxLayout();
    row->addWidget(new QLabel("Each replica's", this));
    figure_ = new QComboBox(this);
    figure_->setAccessibleName("Figure of the heat map");
    figure_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row->addWidget(figure_);
    row->addStretch(1);
    column->addLayout(row);
    field_ = new HeatField(session, this);
    column->addWidget(field_, 1);
    connect(figure_, &QComboBox::currentTextChanged, this, &HeatMap::show_figure);
    connect(&session, &Session::opened, this, [this] { field_->show_heat({}); });
    connect(&session, &Session::finished, this, &HeatMap::refresh);
    connect(&session, &Session::previewed, this, &HeatMap::refresh);
}

/// Nobody waits for what is not seen.
void HeatMap::refresh() {
    is_old_ = !isVisible();
    if (!is_old_)
        show_figures();
}

void HeatMap::showEvent(QShowEvent* event) {
    if (is_old_ && session_.result() != nullptr)
        show_figures();
    is_old_ = false;
    QWidget::showEvent(event);
}

void HeatMap::show_figures() {
    const QString chosen = figure_->currentText();
    QStringList names;
    for (const std::string& name : heat_figures(*session_.result()))
        names.push_back(QString::fromStdString(name).replace('_', ' '));
    {
        const QSignalBlocker quiet(figure_);
        figure_->clear();
        figure_->addItems(names);
        figure_->setCurrentText(names.contains(chosen) ? chosen : names.front());
    }
    show_figure(figure_->currentText());
}

void HeatMap::show_figure(const QString& name) {
    if (const auto result = session_.result())
        field_->show_heat(heat_of(*result, QString(name).replace(' ', '_').toStdString()));
}

} // namespace shaketable::gui
