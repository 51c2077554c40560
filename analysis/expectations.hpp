// Whether a run did what its scenario expects of it.
#pragma once

#include "analysis/result.hpp"
#include "models/simulation.hpp"

namespace shaketable::analysis {

/// Requires a run that came to its end; `twin` is its twin, or nullptr where there is none. Both recordings
/// are finished.
[[nodiscard]] std::vector<ExpectationResult>
check_expectations(const Result& result, const models::Simulation& run, const models::Simulation* twin);

} // namespace shaketable::analysis
