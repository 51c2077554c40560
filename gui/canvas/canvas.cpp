#include "gui/canvas/canvas.hpp"

#include "gui/canvas/graph_layout.hpp"
#include "gui/canvas/tips.hpp"
#include "gui/figures.hpp"
#include "gui/stale.hpp"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QThreadPool>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr double kZoomLeast = 0.1;
constexpr double kZoomMost = 2.5;
constexpr double kFitMost = 1.25;
constexpr double kReach = 8.0; // of a click beside an edge, in pixels

/// "\ncrash since 60.000 s": what the timeline does to it.
QString since_text(const Session& session, std::uint32_t component) {
    QString text;
    const auto outcome = session.outcome();
    const std::string& name = session.take()->scenario().components[component].name;
    if (outcome == nullptr)
        return text;
    for (const analysis::TimelineRecord& record : outcome->result.timeline)
        if (record.began_s <= session.at_s() && record.ended_s.value_or(session.end_s()) > session.at_s() &&
            record.component == name)
            text += "\n" + QString::fromStdString(record.name) + " since " + instant(record.began_s);
    return text;
}

} // namespace

Canvas::Canvas(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), theme_(&light_theme()), texts_(font()) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 160);
    setAccessibleName("Canvas");
    setAccessibleDescription("Components and what flows between them at the instant; arrow keys select");
    connect(&session, &Session::opened, this, &Canvas::show_scenario);
    connect(&session, &Session::finished, this, [this] { set_harm(harm_shown_); });
    connect(&session, &Session::projected, this, qOverload<>(&QWidget::update));
    for (const auto signal : {&Session::selected, &Session::failed, &Session::finished})
        connect(&session, signal, this, qOverload<>(&QWidget::update));
}

void Canvas::set_theme(const Theme& theme) {
    theme_ = &theme;
    refresh_still();
}

void Canvas::set_particles(bool shown) {
    particles_ = shown;
    update();
}

void Canvas::set_harm(bool shown) {
    harm_shown_ = shown;
    harm_.clear();
    const auto outcome = session_.outcome();
    if (shown && outcome != nullptr && outcome->result.harm) {
        for (const analysis::ComponentResult& component : outcome->result.components) {
            const analysis::HarmCount* const count = outcome->result.harm->find(component.name);
            harm_.push_back(count == nullptr ? 0.0 : static_cast<double>(count->net()));
        }
    }
    update();
}

/// Another variant of the same file stays where it was laid out, as far as the components are the same.
void Canvas::show_scenario() {
    harm_.clear();
    const models::Scenario& scenario = session_.take()->scenario();
    const bool same = shown_path_ == session_.path() && laid_out_ &&
                      scene_.cards().size() == scenario.components.size() &&
                      scene_.edges().size() == scenario.edges.size();
    if (same) {
        scene_ = Scene(scenario, scene_.layout(), scene_.put());
        refresh_still();
        return;
    }
    shown_path_ = session_.path();
    laid_out_ = false;
    begin_layout();
    refresh_still();
}

void Canvas::begin_layout() {
    const std::uint64_t generation = ++generation_;
    QThreadPool::globalInstance()->start(
        [canvas = QPointer<Canvas>(this), graph = graph_of(session_.take()->scenario()), generation] {
            GraphLayout layout = gui::laid_out(graph);
            QMetaObject::invokeMethod(
                qApp,
                [canvas, layout = std::move(layout), generation] {
                    if (canvas != nullptr)
                        canvas->take_layout(layout, generation);
                },
                Qt::QueuedConnection);
        });
}

void Canvas::lay_out() {
    if (session_.take() == nullptr)
        return;
    session_.forget_places();
    begin_layout();
}

void Canvas::take_layout(GraphLayout layout, std::uint64_t generation) {
    if (generation != generation_ || session_.take() == nullptr)
        return;
    const auto& components = session_.take()->scenario().components;
    std::vector<bool> put(components.size());
    for (std::size_t index = 0; index < components.size(); ++index)
        if (const auto place = session_.places().of(components[index].name); place) {
            layout.centres[index] = {place->x, place->y};
            put[index] = true;
        }
    scene_ = Scene(session_.take()->scenario(), layout, put);
    laid_out_ = true;
    fit();
    Q_EMIT laid_out();
}

void Canvas::fit() { fit_between(kZoomOfWords, kFitMost); }

void Canvas::show_all() { fit_between(kZoomLeast, kFitMost); }

void Canvas::fit_between(double least, double most) {
    const QRectF bounds = scene_.bounds();
    const double wanted = std::min(width() / bounds.width(), height() / bounds.height());
    zoom_ = std::clamp(wanted, least, most);
    offset_ = QPointF(width() / 2.0, height() / 2.0) - bounds.center() * zoom_;
    if (bounds.width() * zoom_ > width()) // what does not fit begins at the left
        offset_.setX(-bounds.left() * zoom_);
    if (bounds.height() * zoom_ > height())
        offset_.setY(-bounds.top() * zoom_);
    fitted_ = true;
    refresh_still();
}

void Canvas::zoom_by(double factor, QPointF around) {
    const QPointF fixed = to_scene(around);
    zoom_ = std::clamp(zoom_ * factor, kZoomLeast, kZoomMost);
    offset_ = around - fixed * zoom_;
    fitted_ = false;
    refresh_still();
}

QPoint Canvas::cell_position(std::uint32_t component, std::uint32_t replica) const {
    return to_widget().map(scene_.cards()[component].cell(replica).center()).toPoint();
}

void Canvas::refresh_still() {
    still_is_old_ = true;
    update();
}

Look Canvas::look() const {
    return {.theme = *theme_,
            .texts = texts_,
            .zoom = zoom_,
            .view = to_widget().inverted().mapRect(QRectF(rect())),
            .selection = session_.selection(),
            .particles = particles_,
            .harm = harm_.empty() ? nullptr : &harm_};
}

QTransform Canvas::to_widget() const {
    return QTransform::fromTranslate(offset_.x(), offset_.y()).scale(zoom_, zoom_);
}

QPointF Canvas::to_scene(QPointF point) const { return (point - offset_) / zoom_; }

void Canvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (session_.take() == nullptr || !laid_out_) {
        painter.fillRect(rect(), theme_->window);
        return;
    }
    if (still_is_old_ || still_.size() != size() * devicePixelRatioF()) {
        still_ = QPixmap(size() * devicePixelRatioF());
        still_.setDevicePixelRatio(devicePixelRatioF());
        still_.fill(theme_->window);
        QPainter still(&still_);
        still.setTransform(to_widget());
        paint_still(still, scene_, session_.take()->scenario(), look());
        still_is_old_ = false;
    }
    painter.drawPixmap(0, 0, still_);
    if (const auto snapshot = session_.snapshot(); snapshot != nullptr && fits(*snapshot)) {
        painter.setTransform(to_widget());
        paint_moving(painter, scene_, *snapshot, look());
        painter.resetTransform();
    }
    paint_over(painter);
}

bool Canvas::fits(const Snapshot& snapshot) const {
    return snapshot.cards.size() == scene_.cards().size() && snapshot.edges.size() == scene_.edges().size();
}

/// What the harm means; and that what is below is not of the settings as they stand.
void Canvas::paint_over(QPainter& painter) const {
    const auto note = [&](const QString& text, double bottom) {
        QRectF box(8.0, 0.0, texts_.width(text, 12.0) + 12.0, 22.0);
        box.moveBottom(bottom);
        painter.setPen(QPen(theme_->outline, 1.0));
        painter.setBrush(theme_->surface);
        painter.drawRect(box);
        painter.setPen(theme_->text);
        texts_.draw(painter, box.adjusted(6.0, 0.0, 0.0, 0.0), Qt::AlignLeft, text, 12.0);
    };
    if (!harm_.empty())
        note("harm: journeys of the whole run that its failures made bad, less those that it failed without "
             "the faults; "
             "of a client: its own; help: the reverse",
             height() - 8.0);
    const auto outside =
        std::count_if(scene_.cards().begin(), scene_.cards().end(), [this](const PlacedCard& card) {
            return !QRectF(rect()).contains(to_widget().mapRect(card.rect));
        });
    if (outside > 0)
        note(QString("%1 of %2 components are outside, or in part: Shift+F shows all")
                 .arg(outside)
                 .arg(scene_.cards().size()),
             height() - (harm_.empty() ? 8.0 : 34.0));
    if (session_.is_stale())
        paint_stale(painter, rect(), *theme_);
}

/// All of it, as large as the picture is.
void Canvas::paint_picture(QPainter& painter, const QSize& size) {
    const auto snapshot = session_.snapshot();
    if (!laid_out_ || snapshot == nullptr || !fits(*snapshot))
        return;
    const QRectF bounds = scene_.bounds();
    const double zoom = std::min(size.width() / bounds.width(), size.height() / bounds.height());
    Look look = this->look();
    look.zoom = std::max(zoom, kZoomOfNumbers); // nothing is left out: it can be enlarged
    look.view = bounds;
    painter.fillRect(QRect(QPoint(), size), theme_->window);
    painter.save();
    painter.setTransform(QTransform::fromScale(zoom, zoom).translate(-bounds.left(), -bounds.top()), true);
    paint_still(painter, scene_, session_.take()->scenario(), look);
    paint_moving(painter, scene_, *snapshot, look);
    painter.restore();
}

void Canvas::resizeEvent(QResizeEvent*) {
    if (laid_out_ && fitted_)
        fit();
    refresh_still();
}

void Canvas::wheelEvent(QWheelEvent* event) {
    zoom_by(std::pow(1.25, event->angleDelta().y() / 120.0), event->position());
}

void Canvas::mousePressEvent(QMouseEvent* event) {
    pressed_at_ = event->position();
    moved_ = false;
    dragged_ = scene_.hit(to_scene(event->position()), 0.0).card;
}

void Canvas::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) == 0)
        return;
    const QPointF by = event->position() - pressed_at_;
    if (!moved_ && by.manhattanLength() < QApplication::startDragDistance())
        return;
    moved_ = true;
    pressed_at_ = event->position();
    if (dragged_)
        scene_.move_card(*dragged_, scene_.cards()[*dragged_].rect.center() + by / zoom_);
    else
        offset_ += by;
    fitted_ = false;
    refresh_still();
}

void Canvas::mouseReleaseEvent(QMouseEvent* event) {
    if (moved_ && dragged_) {
        const QPointF centre = scene_.cards()[*dragged_].rect.center();
        session_.put(session_.take()->scenario().components[*dragged_].name, {centre.x(), centre.y()});
    }
    if (!moved_)
        session_.select(name_of(scene_.hit(to_scene(event->position()), kReach / zoom_)));
    dragged_.reset();
}

void Canvas::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key == Qt::Key_Right || key == Qt::Key_Down)
        select_neighbour(1);
    else if (key == Qt::Key_Left || key == Qt::Key_Up)
        select_neighbour(-1);
    else if (key == Qt::Key_Escape)
        session_.select({});
    else
        QWidget::keyPressEvent(event);
}

bool Canvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const QString tip = tip_of(scene_.hit(to_scene(help->pos()), kReach / zoom_));
    tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

/// Through the components, in the order of the file.
void Canvas::select_neighbour(int step) {
    if (session_.take() == nullptr)
        return;
    const auto& components = session_.take()->scenario().components;
    const auto count = static_cast<int>(components.size());
    const auto selected = session_.selected_component();
    const int next = selected ? (static_cast<int>(*selected) + step + count) % count : 0;
    session_.select(QString::fromStdString(components[static_cast<std::size_t>(next)].name));
}

QString Canvas::name_of(const Hit& hit) const {
    if (session_.take() == nullptr)
        return {};
    const models::Scenario& scenario = session_.take()->scenario();
    if (hit.card) {
        const QString name = QString::fromStdString(scenario.components[*hit.card].name);
        return hit.cell ? name + "/" + QString::number(*hit.cell) : name;
    }
    if (hit.edge)
        return QString::fromStdString(scenario.components[scenario.edges[*hit.edge].callee].name);
    return {};
}

QString Canvas::tip_of(const Hit& hit) const {
    const auto snapshot = session_.snapshot();
    if (snapshot == nullptr)
        return {};
    if (hit.card) {
        const Card& card = snapshot->cards[*hit.card];
        return (hit.cell ? cell_tip(card, *hit.cell) : card_tip(card)) + since_text(session_, *hit.card);
    }
    return hit.edge ? edge_tip(*snapshot, snapshot->edges[*hit.edge]) : QString();
}

} // namespace shaketable::gui
