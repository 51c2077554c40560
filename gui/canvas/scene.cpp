#include "gui/canvas/scene.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

double distance(QPointF a, QPointF b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

} // namespace

CellGrid grid_for(std::uint32_t replicas) {
    const double room = kCardWidth - 2.0 * kCardMargin;
    CellGrid grid;
    if (replicas > 22) {
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

QSizeF Scene::size_of(std::uint32_t replicas) {
    const CellGrid grid = grid_for(replicas);
    return {kCardWidth, kCardHead + grid.rows * (grid.size + grid.gap) + kCardMargin - grid.gap};
}

QPointF PlacedEdge::at(double progress) const {
    const double place = std::clamp(progress, 0.0, 1.0) * kCurveSamples;
    const auto sample = std::min(static_cast<std::size_t>(place), kCurveSamples - 1);
    return points[sample] + (points[sample + 1] - points[sample]) * (place - static_cast<double>(sample));
}

Scene::Scene(const models::Scenario& scenario, const std::vector<QPointF>& centres) {
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index) {
        const std::uint32_t replicas = scenario.components[index].instances;
        PlacedCard card{
            .rect = QRectF(QPointF(), size_of(replicas)), .grid = grid_for(replicas), .replicas = replicas};
        card.rect.moveCenter(centres[index]);
        cards_.push_back(card);
    }
    for (const models::Edge& edge : scenario.edges) {
        PlacedEdge placed{.caller = edge.caller, .callee = edge.callee, .path = {}, .points = {}};
        route(placed);
        edges_.push_back(std::move(placed));
    }
}

/// From the right side of the caller to the left of the callee.
void Scene::route(PlacedEdge& edge) const {
    const QRectF& from = cards_[edge.caller].rect;
    const QRectF& to = cards_[edge.callee].rect;
    const QPointF begin(from.right(), from.center().y());
    const QPointF end(to.left(), to.center().y());
    const double bend = std::max(40.0, std::fabs(end.x() - begin.x()) / 2.0);
    edge.path = QPainterPath(begin);
    edge.path.cubicTo(begin + QPointF(bend, 0.0), end - QPointF(bend, 0.0), end);
    for (std::size_t sample = 0; sample <= kCurveSamples; ++sample)
        edge.points[sample] = edge.path.pointAtPercent(static_cast<double>(sample) / kCurveSamples);
}

QRectF Scene::bounds() const {
    QRectF all;
    for (const PlacedCard& card : cards_)
        all = all.united(card.rect);
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
    for (std::uint32_t index = 0; index < edges_.size(); ++index)
        for (const QPointF& sample : edges_[index].points)
            if (distance(sample, point) < nearest) {
                nearest = distance(sample, point);
                hit.edge = index;
            }
    return hit;
}

void Scene::move_card(std::uint32_t card, QPointF centre) {
    cards_[card].rect.moveCenter(centre);
    for (PlacedEdge& edge : edges_)
        if (edge.caller == card || edge.callee == card)
            route(edge);
}

} // namespace shaketable::gui
