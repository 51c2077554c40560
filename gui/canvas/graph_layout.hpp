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

/// The centres of the nodes, callers left of their callees. May be called from any thread.
[[nodiscard]] std::vector<QPointF> laid_out(const GraphToLayOut& graph);

} // namespace shaketable::gui
