// Traces of sampled journeys: what was done on their behalf, as a tree of spans.
#pragma once

#include "analysis/result.hpp"

#include <vector>

namespace shaketable::models {
class Simulation;
}

namespace shaketable::analysis {

/// By the time of asking. Journeys are sampled by time, not by what became of them: docs/results.md.
[[nodiscard]] std::vector<Trace> traces_of(const models::Simulation& simulation);

} // namespace shaketable::analysis
