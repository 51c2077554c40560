#include "gui/canvas/graph_layout.hpp"

#include <graphviz/gvc.h>

#include <mutex>
#include <string>

namespace shaketable::gui {

namespace {

constexpr double kPointsPerInch = 72.0;

std::string inches(double points) { return std::to_string(points / kPointsPerInch); }

/// The library takes strings that it may write to.
void set(void* object, const char* name, const std::string& value) {
    std::string key = name;
    std::string empty;
    std::string text = value;
    agsafeset(object, key.data(), text.data(), empty.data());
}

} // namespace

std::vector<QPointF> laid_out(const GraphToLayOut& graph) {
    static std::mutex one_at_a_time; // Graphviz has global state
    const std::scoped_lock lock(one_at_a_time);
    static GVC_t* const context = gvContext();

    std::string name = "scenario";
    Agraph_t* const drawing = agopen(name.data(), Agdirected, nullptr);
    set(drawing, "rankdir", "LR");
    set(drawing, "nodesep", "0.45");
    set(drawing, "ranksep", "2.1");
    std::vector<Agnode_t*> nodes;
    for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
        std::string label = std::to_string(index);
        nodes.push_back(agnode(drawing, label.data(), 1));
        set(nodes.back(), "shape", "box");
        set(nodes.back(), "fixedsize", "true");
        set(nodes.back(), "width", inches(graph.nodes[index].width()));
        set(nodes.back(), "height", inches(graph.nodes[index].height()));
    }
    for (const auto& [from, to] : graph.edges)
        agedge(drawing, nodes[from], nodes[to], nullptr, 1);

    std::vector<QPointF> places(graph.nodes.size());
    if (gvLayout(context, drawing, "dot") == 0) {
        for (std::size_t index = 0; index < nodes.size(); ++index)
            places[index] = QPointF(ND_coord(nodes[index]).x, -ND_coord(nodes[index]).y);
        gvFreeLayout(context, drawing);
    }
    agclose(drawing);
    return places;
}

} // namespace shaketable::gui
