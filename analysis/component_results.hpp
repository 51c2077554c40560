// Figures and series of components and their instances.
#pragma once

#include "analysis/measured_span.hpp"
#include "analysis/result.hpp"

namespace shaketable::analysis {

void fill_components(Result& result, const models::Simulation& simulation, const MeasuredSpan& span);

/// Of some windows: all replicas together, without the instances.
[[nodiscard]] ComponentResult component_figures(const models::Simulation& simulation,
                                                const WindowRange& range, std::uint32_t component);
/// Busy cores over cores in some windows, all replicas together; absent where the component has none.
[[nodiscard]] Figure utilisation(const models::Simulation& simulation, const WindowRange& range,
                                 std::uint32_t component);

} // namespace shaketable::analysis
