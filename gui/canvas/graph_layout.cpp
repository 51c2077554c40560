#include "gui/canvas/graph_layout.hpp"

#include <graphviz/gvc.h>

#include <algorithm>
#include <mutex>
#include <string>

namespace shaketable::gui {

namespace {

constexpr double kPointsPerInch = 72.0;
constexpr double kAroundNodes = 14.0;  // points above and below, that edges keep away
constexpr double kBetweenNodes = 0.45; // inches, as the next
constexpr double kBetweenRanks = 1.4;
constexpr double kBetweenManyRanks = 1.2; // a long picture is shown small, too
constexpr std::size_t kManyRanks = 5;
constexpr double kBetweenRanksMost = 3.9;

std::string inches(double points) { return std::to_string(points / kPointsPerInch); }

/// The library takes strings that it may write to.
void set(void* object, const char* name, const std::string& value) {
    std::string key = name;
    std::string empty;
    std::string text = value;
    agsafeset(object, key.data(), text.data(), empty.data());
}

QPointF point_of(const pointf& point) { return {point.x, -point.y}; } // Graphviz's y grows upwards

Curve curve_of(Agedge_t* edge) {
    Curve curve;
    const splines* const found = ED_spl(edge);
    if (found != nullptr && found->size > 0)
        for (std::size_t index = 0; index < static_cast<std::size_t>(found->list[0].size); ++index)
            curve.push_back(point_of(found->list[0].list[index]));
    return curve;
}

/// How far a node is from one that nobody calls; the first node counts as such.
std::vector<std::size_t> levels_of(const GraphToLayOut& graph) {
    std::vector<std::vector<std::uint32_t>> callees(graph.nodes.size());
    std::vector<bool> is_called(graph.nodes.size());
    for (const auto& [from, to] : graph.edges) {
        callees[from].push_back(to);
        is_called[to] = is_called[to] || from != to;
    }
    std::vector<std::uint32_t> found;
    std::vector<std::size_t> levels(graph.nodes.size());
    std::vector<bool> is_found(graph.nodes.size());
    for (std::uint32_t node = 0; node < graph.nodes.size(); ++node)
        if (node == 0 || !is_called[node]) {
            is_found[node] = true;
            found.push_back(node);
        }
    for (std::size_t next = 0; next < found.size(); ++next)
        for (const std::uint32_t callee : callees[found[next]])
            if (!is_found[callee]) {
                is_found[callee] = true;
                levels[callee] = levels[found[next]] + 1;
                found.push_back(callee);
            }
    return levels;
}

/// A high picture is shown small, and then names need the room beside the cards: ranks are as far apart, in
/// inches, as leaves it no wider than high.
double between_ranks(const GraphToLayOut& graph) {
    const std::vector<std::size_t> levels = levels_of(graph);
    std::vector<QSizeF> ranks(graph.nodes.empty() ? 0 : *std::max_element(levels.begin(), levels.end()) + 1);
    for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
        QSizeF& rank = ranks[levels[node]];
        rank = {std::max(rank.width(), graph.nodes[node].width()),
                rank.height() + graph.nodes[node].height() + kBetweenNodes * kPointsPerInch};
    }
    double width = 0.0;
    double height = 0.0;
    for (const QSizeF& rank : ranks) {
        width += rank.width();
        height = std::max(height, rank.height());
    }
    if (ranks.size() < 2)
        return kBetweenRanks;
    const double least = ranks.size() < kManyRanks ? kBetweenRanks : kBetweenManyRanks;
    return std::clamp((height - width) / static_cast<double>(ranks.size() - 1) / kPointsPerInch, least,
                      kBetweenRanksMost);
}

} // namespace

GraphLayout laid_out(const GraphToLayOut& graph) {
    static std::mutex one_at_a_time; // Graphviz has global state
    const std::scoped_lock lock(one_at_a_time);
    static GVC_t* const context = gvContext();
    std::string name = "scenario";
    Agraph_t* const drawing = agopen(name.data(), Agdirected, nullptr);
    set(drawing, "rankdir", "LR");
    set(drawing, "nodesep", std::to_string(kBetweenNodes - 2.0 * kAroundNodes / kPointsPerInch));
    set(drawing, "ranksep", std::to_string(between_ranks(graph)));
    std::vector<Agnode_t*> nodes;
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        std::string label = std::to_string(index);
        nodes.push_back(agnode(drawing, label.data(), 1));
        set(nodes.back(), "label", ""); // whose width Pango would reckon, and leak
        set(nodes.back(), "shape", "box");
        set(nodes.back(), "fixedsize", "true");
        set(nodes.back(), "width", inches(graph.nodes[index].width()));
        set(nodes.back(), "height", inches(graph.nodes[index].height() + 2.0 * kAroundNodes));
    }
    std::vector<Agedge_t*> edges;
    for (const auto& [from, to] : graph.edges) {
        edges.push_back(agedge(drawing, nodes[from], nodes[to], nullptr, 1));
        set(edges.back(), "arrowhead", "none");
        set(edges.back(), "tailport", "e");
        set(edges.back(), "headport", "w");
    }

    GraphLayout layout{.centres = std::vector<QPointF>(nodes.size()),
                       .curves = std::vector<Curve>(edges.size())};
    if (gvLayout(context, drawing, "dot") == 0) {
        for (std::size_t index = 0; index < nodes.size(); ++index)
            layout.centres[index] = point_of(ND_coord(nodes[index]));
        for (std::size_t index = 0; index < edges.size(); ++index)
            layout.curves[index] = curve_of(edges[index]);
        gvFreeLayout(context, drawing);
    }
    agclose(drawing);
    return layout;
}

} // namespace shaketable::gui
