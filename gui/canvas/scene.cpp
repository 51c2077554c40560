#include "gui/canvas/scene.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

double distance(QPointF a, QPointF b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

/// From the right side of the caller to the left of the callee; where that lies further left, around below.
Curve own_curve(const QRectF& from, const QRectF& to) {
    const QPointF begin(from.right(), from.center().y());
    const QPointF end(to.left(), to.center().y());
    constexpr double kRoom = 60.0;
    if (end.x() > begin.x()) {
        const double bend = std::max(40.0, (end.x() - begin.x()) / 2.0);
        return {begin, begin + QPointF(bend, 0.0), end - QPointF(bend, 0.0), end};
    }
    const double below = std::max(from.bottom(), to.bottom()) + kRoom / 2.0;
    const QPointF turn(begin.x(), below);
    const QPointF back(end.x(), below);
    return {begin, begin + QPointF(kRoom, 0.0), turn + QPointF(kRoom, 0.0), turn, turn, back,
            back,  back - QPointF(kRoom, 0.0),  end - QPointF(kRoom, 0.0),  end};
}

QPointF on_curve(const Curve& curve, std::size_t first, double t) {
    const double u = 1.0 - t;
    return curve[first] * (u * u * u) + curve[first + 1] * (3.0 * u * u * t) +
           curve[first + 2] * (3.0 * u * t * t) + curve[first + 3] * (t * t * t);
}

/// Points along it, at equal distances.
std::array<QPointF, kCurveSamples + 1> sampled(const Curve& curve) {
    constexpr int kSteps = 24; // a cubic
    std::vector<QPointF> fine = {curve.front()};
    for (std::size_t first = 0; first + 3 < curve.size(); first += 3)
        for (int step = 1; step <= kSteps; ++step)
            fine.push_back(on_curve(curve, first, static_cast<double>(step) / kSteps));
    std::vector<double> lengths = {0.0};
    for (std::size_t index = 1; index < fine.size(); ++index)
        lengths.push_back(lengths.back() + distance(fine[index - 1], fine[index]));
    std::array<QPointF, kCurveSamples + 1> points;
    std::size_t at = 0;
    for (std::size_t sample = 0; sample <= kCurveSamples; ++sample) {
        const double wanted = lengths.back() * static_cast<double>(sample) / kCurveSamples;
        while (at + 2 < fine.size() && lengths[at + 1] < wanted)
            ++at;
        const double step = lengths[at + 1] - lengths[at];
        const double share = step > 0.0 ? std::clamp((wanted - lengths[at]) / step, 0.0, 1.0) : 0.0;
        points[sample] = fine[at] + (fine[at + 1] - fine[at]) * share;
    }
    return points;
}

} // namespace

CellGrid grid_for(std::uint32_t replicas) {
    const double room = kCardWidth - 2.0 * kCardMargin;
    CellGrid grid;
    if (replicas <= 7) { // one row: with the gap as large as a target should be (WCAG 2.2, 2.5.8: 24)
        grid.size = 20.0;
    } else if (replicas > 22) {
        grid.size = 7.0;
        grid.gap = 2.0;
    }
    grid.columns = static_cast<std::uint32_t>((room + grid.gap) / (grid.size + grid.gap));
    grid.rows = (replicas + grid.columns - 1) / grid.columns;
    return grid;
}

QRectF PlacedCard::cell(std::uint32_t replica) const {
    const double pitch = grid.size + grid.gap;
    return {rect.left() + kCardMargin + pitch * (replica % grid.columns),
            rect.top() + kCardHead + pitch * (replica / grid.columns), grid.size, grid.size};
}

QRectF PlacedCard::cells() const {
    const double pitch = grid.size + grid.gap;
    return {rect.left() + kCardMargin, rect.top() + kCardHead,
            pitch * std::min(grid.columns, replicas) - grid.gap, pitch * grid.rows - grid.gap};
}

QSizeF Scene::size_of(std::uint32_t replicas) {
    const CellGrid grid = grid_for(replicas);
    return {kCardWidth, kCardHead + grid.rows * (grid.size + grid.gap) + kCardMargin - grid.gap};
}

QPointF PlacedEdge::at(double progress) const {
    const double place = std::clamp(progress, 0.0, 1.0) * kCurveSamples;
    const auto sample = std::min(static_cast<std::size_t>(place), kCurveSamples - 1);
    return points[sample] + (points[sample + 1] - points[sample]) * (place - static_cast<double>(sample));
}

GraphToLayOut graph_of(const models::Scenario& scenario) {
    GraphToLayOut graph;
    for (const models::Component& component : scenario.components)
        graph.nodes.push_back(Scene::size_of(component.instances));
    for (const models::Edge& edge : scenario.edges)
        graph.edges.emplace_back(edge.caller, edge.callee);
    return graph;
}

Scene::Scene(const models::Scenario& scenario, const GraphLayout& layout, const std::vector<bool>& put)
    : layout_(layout), put_(put) {
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index) {
        const std::uint32_t replicas = scenario.components[index].instances;
        PlacedCard card{
            .rect = QRectF(QPointF(), size_of(replicas)), .grid = grid_for(replicas), .replicas = replicas};
        card.rect.moveCenter(layout.centres[index]);
        cards_.push_back(card);
    }
    for (std::size_t index = 0; index < scenario.edges.size(); ++index) {
        const models::Edge& edge = scenario.edges[index];
        edges_.push_back({.caller = edge.caller,
                          .callee = edge.callee,
                          .path = {},
                          .points = {},
                          .bounds = {},
                          .label = 0.5});
        route(index);
    }
    place_labels();
}

/// Where it lies on no card and no other label, below the edge if need be; or else, in the middle.
void Scene::place_labels() {
    constexpr std::array kPlaces = {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74};
    const QRectF around(-34.0, -28.0, 68.0, 62.0); // a percentage above the edge, a word or two below it
    const QRectF below(-34.0, -6.0, 68.0, 74.0);
    std::vector<QRectF> taken;
    const auto is_free = [&](const QRectF& at) {
        return std::none_of(cards_.begin(), cards_.end(),
                            [&](const PlacedCard& card) { return card.rect.intersects(at); }) &&
               std::none_of(taken.begin(), taken.end(),
                            [&](const QRectF& other) { return other.intersects(at); });
    };
    for (PlacedEdge& edge : edges_) {
        const auto find = [&](const QRectF& room) {
            return std::find_if(kPlaces.begin(), kPlaces.end(),
                                [&](double place) { return is_free(room.translated(edge.at(place))); });
        };
        const auto* found = find(around);
        edge.label_is_below = found == kPlaces.end() && (found = find(below)) != kPlaces.end();
        edge.label = found == kPlaces.end() ? kPlaces.front() : *found;
        taken.push_back((edge.label_is_below ? below : around).translated(edge.at(edge.label)));
    }
}

/// As it was laid out, unless one of its ends has been put elsewhere.
void Scene::route(std::size_t index) {
    PlacedEdge& edge = edges_[index];
    const Curve& laid = layout_.curves[index];
    const bool stays = laid.size() >= 4 && !put_[edge.caller] && !put_[edge.callee];
    const Curve curve = stays ? laid : own_curve(cards_[edge.caller].rect, cards_[edge.callee].rect);
    edge.path = QPainterPath(curve.front());
    for (std::size_t first = 0; first + 3 < curve.size(); first += 3)
        edge.path.cubicTo(curve[first + 1], curve[first + 2], curve[first + 3]);
    edge.points = sampled(curve);
    edge.bounds = edge.path.controlPointRect().adjusted(-8.0, -8.0, 8.0, 8.0);
}

QRectF Scene::bounds() const {
    QRectF all;
    for (const PlacedCard& card : cards_)
        all = all.united(card.rect);
    for (const PlacedEdge& edge : edges_)
        all = all.united(edge.bounds);
    return all.adjusted(-30.0, -30.0, 30.0, 30.0);
}

Hit Scene::hit(QPointF point, double reach) const {
    Hit hit;
    for (std::uint32_t index = 0; index < cards_.size(); ++index) {
        if (!cards_[index].rect.contains(point))
            continue;
        hit.card = index;
        const double half_gap = cards_[index].grid.gap / 2.0;
        for (std::uint32_t replica = 0; replica < cards_[index].replicas; ++replica)
            if (cards_[index]
                    .cell(replica)
                    .adjusted(-half_gap, -half_gap, half_gap, half_gap)
                    .contains(point))
                hit.cell = replica;
        return hit;
    }
    double nearest = reach;
    for (std::uint32_t index = 0; index < edges_.size(); ++index) {
        if (!edges_[index].bounds.adjusted(-reach, -reach, reach, reach).contains(point))
            continue;
        for (const QPointF& sample : edges_[index].points)
            if (distance(sample, point) < nearest) {
                nearest = distance(sample, point);
                hit.edge = index;
            }
    }
    return hit;
}

void Scene::move_card(std::uint32_t card, QPointF centre) {
    cards_[card].rect.moveCenter(centre);
    layout_.centres[card] = centre;
    put_[card] = true;
    for (std::size_t index = 0; index < edges_.size(); ++index)
        if (edges_[index].caller == card || edges_[index].callee == card)
            route(index);
    place_labels();
}

} // namespace shaketable::gui
