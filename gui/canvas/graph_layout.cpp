#include "gui/canvas/graph_layout.hpp"

#include <graphviz/gvc.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <string>

namespace shaketable::gui {

namespace {

constexpr double kPointsPerInch = 72.0;
constexpr double kBetweenRanks = 1.4; // inches
constexpr double kRoomMost = 2.5;     // more than these

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

/// `between`: ranks, in inches.
GraphLayout laid_out_with(const GraphToLayOut& graph, double between) {
    static GVC_t* const context = gvContext();
    std::string name = "scenario";
    Agraph_t* const drawing = agopen(name.data(), Agdirected, nullptr);
    set(drawing, "rankdir", "LR");
    set(drawing, "nodesep", "0.45");
    set(drawing, "ranksep", std::to_string(between));
    std::vector<Agnode_t*> nodes;
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        std::string label = std::to_string(index);
        nodes.push_back(agnode(drawing, label.data(), 1));
        set(nodes.back(), "shape", "box");
        set(nodes.back(), "fixedsize", "true");
        set(nodes.back(), "width", inches(graph.nodes[index].width()));
        set(nodes.back(), "height", inches(graph.nodes[index].height()));
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

/// How much further apart the ranks can be before the picture is wider than high.
double room_between_ranks(const GraphLayout& layout) {
    std::set<int> ranks;
    double top = 0.0;
    double bottom = 0.0;
    for (const QPointF& centre : layout.centres) {
        ranks.insert(static_cast<int>(centre.x() / 10.0));
        top = std::min(top, centre.y());
        bottom = std::max(bottom, centre.y());
    }
    if (ranks.size() < 2)
        return 0.0;
    const double width = (*ranks.rbegin() - *ranks.begin()) * 10.0;
    return (bottom - top - width) / static_cast<double>(ranks.size() - 1) / kPointsPerInch;
}

} // namespace

/// A high picture is shown small, and then names need the room beside the cards.
GraphLayout laid_out(const GraphToLayOut& graph) {
    static std::mutex one_at_a_time; // Graphviz has global state
    const std::scoped_lock lock(one_at_a_time);
    GraphLayout layout = laid_out_with(graph, kBetweenRanks);
    const double room = std::min(room_between_ranks(layout), kRoomMost);
    return room < kBetweenRanks / 4.0 ? layout : laid_out_with(graph, kBetweenRanks + room);
}

} // namespace shaketable::gui
