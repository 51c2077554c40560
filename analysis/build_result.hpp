// From a simulation whose recording is finished to the result.
#pragma once

#include "analysis/result.hpp"
#include "models/simulation.hpp"

namespace shaketable::analysis {

/// Title, figures and series; file, variant, inputs and why it stopped are the caller's to fill.
[[nodiscard]] Result build_result(const models::Simulation& simulation);

} // namespace shaketable::analysis
