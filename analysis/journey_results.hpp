// Figures and series of journeys: of each kind, and of all together.
#pragma once

#include "analysis/measured_span.hpp"
#include "analysis/result.hpp"

namespace shaketable::analysis {

void fill_journeys(Result& result, const models::Simulation& simulation, const MeasuredSpan& span);

/// Of some windows, and one kind of journey, or all together (nullopt). Rates are over the windows whose
/// journeys can all be judged; the mean and the slowest latency are not known by window.
[[nodiscard]] JourneyFigures journey_figures(const models::Simulation& simulation, const WindowRange& range,
                                             std::optional<std::uint32_t> journey);

} // namespace shaketable::analysis
