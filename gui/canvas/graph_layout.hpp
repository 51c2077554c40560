// Where the components of a scenario are on the canvas. Graphviz (dot) decides once, off the GUI's thread;
// what was placed by hand stays.
#pragma once

#include <QPointF>
#include <QSizeF>

#include <cstdint>
#include <optional>
#include <vector>

namespace shaketable::gui {

struct GraphToLayOut {
    std::vector<QSizeF> nodes;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges; // from, to
};

/// An edge's way around the nodes: the points of a chain of cubic curves, 3 n + 1 of them; empty: none was
/// found.
using Curve = std::vector<QPointF>;

struct GraphLayout {
    std::vector<QPointF> centres; // of the nodes, callers left of their callees
    std::vector<Curve> curves;    // by edge
};

/// May be called from any thread.
[[nodiscard]] GraphLayout laid_out(const GraphToLayOut& graph);

} // namespace shaketable::gui
