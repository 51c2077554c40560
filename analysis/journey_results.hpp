// Figures and series of journeys: of each kind, and of all together.
#pragma once

#include "analysis/measured_span.hpp"
#include "analysis/result.hpp"

namespace shaketable::analysis {

void fill_journeys(Result& result, const models::Simulation& simulation, const MeasuredSpan& span);

} // namespace shaketable::analysis
