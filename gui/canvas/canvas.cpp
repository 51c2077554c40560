#include "gui/canvas/canvas.hpp"

#include "gui/canvas/graph_layout.hpp"
#include "gui/figures.hpp"

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

GraphToLayOut graph_of(const models::Scenario& scenario) {
    GraphToLayOut graph;
    for (const models::Component& component : scenario.components)
        graph.nodes.push_back(Scene::size_of(component.instances));
    for (const models::Edge& edge : scenario.edges)
        graph.edges.emplace_back(edge.caller, edge.callee);
    return graph;
}

} // namespace

Canvas::Canvas(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), theme_(&light_theme()) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 160);
    setAccessibleName("Canvas");
    setAccessibleDescription("Components and what flows between them at the instant; arrow keys select");
    connect(&session, &Session::opened, this, &Canvas::show_scenario);
    connect(&session, &Session::finished, this, [this] { set_harm(harm_shown_); });
    connect(&session, &Session::projected, this, qOverload<>(&QWidget::update));
    connect(&session, &Session::selected, this, qOverload<>(&QWidget::update));
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
        std::vector<QPointF> centres;
        for (const PlacedCard& card : scene_.cards())
            centres.push_back(card.rect.center());
        scene_ = Scene(scenario, centres);
        refresh_still();
        return;
    }
    shown_path_ = session_.path();
    laid_out_ = false;
    const std::uint64_t generation = ++generation_;
    QThreadPool::globalInstance()->start(
        [canvas = QPointer<Canvas>(this), graph = graph_of(scenario), generation] {
            std::vector<QPointF> centres = gui::laid_out(graph);
            QMetaObject::invokeMethod(
                qApp,
                [canvas, centres = std::move(centres), generation] {
                    if (canvas != nullptr)
                        canvas->take_layout(centres, generation);
                },
                Qt::QueuedConnection);
        });
    refresh_still();
}

void Canvas::take_layout(std::vector<QPointF> centres, std::uint64_t generation) {
    if (generation != generation_ || session_.take() == nullptr)
        return;
    scene_ = Scene(session_.take()->scenario(), centres);
    laid_out_ = true;
    fitted_ = true;
    fit();
    Q_EMIT laid_out();
}

void Canvas::fit() {
    const QRectF bounds = scene_.bounds();
    const double wanted = std::min(width() / bounds.width(), height() / bounds.height());
    zoom_ = std::clamp(wanted, kZoomOfNumbers, kFitMost);
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
            .font = font(),
            .zoom = zoom_,
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
    const auto snapshot = session_.snapshot();
    if (snapshot == nullptr || snapshot->cards.size() != scene_.cards().size() ||
        snapshot->edges.size() != scene_.edges().size())
        return;
    painter.setTransform(to_widget());
    paint_moving(painter, scene_, *snapshot, look());
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
    panning_ = !dragged_;
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
    if (!moved_)
        session_.select(name_of(scene_.hit(to_scene(event->position()), kReach / zoom_)));
    dragged_.reset();
    panning_ = false;
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
    if (hit.card && hit.cell) {
        const Card& card = snapshot->cards[*hit.card];
        const Cell& cell = card.cells[*hit.cell];
        return QString("%1, replica %2: %3\n%4 waiting, %5 in service, %6 of %7 cores computing")
            .arg(QString::fromStdString(card.name))
            .arg(*hit.cell)
            .arg(QString::fromStdString(cell.word))
            .arg(cell.view.queued)
            .arg(cell.view.in_service)
            .arg(cell.view.computing)
            .arg(number(cell.view.cores));
    }
    if (hit.edge) {
        const EdgeFlow& flow = snapshot->edges[*hit.edge];
        return QString("%1 to %2: %3 calls\n%4 of them retries, %5 failed%6")
            .arg(QString::fromStdString(snapshot->cards[flow.caller].name),
                 QString::fromStdString(snapshot->cards[flow.callee].name), rate(flow.attempts_per_s),
                 percent(flow.retry_share), percent(flow.failed_share),
                 flow.failure.empty() ? QString() : ", most: " + QString::fromStdString(flow.failure));
    }
    return {};
}

} // namespace shaketable::gui
