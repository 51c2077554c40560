// From configuration to the tables of a run: names become indices, step lists become operations, and whatever
// can't be run becomes a problem with its JSON pointer, all of them at once.
#pragma once

#include "engine/result.hpp"
#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace shaketable::models {

[[nodiscard]] engine::Result<ScenarioPtr, Problems> compile_scenario(const ScenarioConfig& config);

} // namespace shaketable::models
