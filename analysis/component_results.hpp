// Figures and series of components and their instances.
#pragma once

#include "analysis/measured_span.hpp"
#include "analysis/result.hpp"

namespace shaketable::analysis {

void fill_components(Result& result, const models::Simulation& simulation, const MeasuredSpan& span);

} // namespace shaketable::analysis
