// From configuration to the tables of a run: names become indices, step lists become operations, and whatever
// can't be run becomes a problem with its JSON pointer, all of them at once.
#pragma once

#include "engine/result.hpp"
#include "models/problem.hpp"
#include "models/scenario.hpp"
#include "models/unread.hpp"

namespace shaketable::models {

[[nodiscard]] engine::Result<ScenarioPtr, Problems> compile_scenario(const ScenarioConfig& config);

/// What else is wrong with a configuration that could not be read as a whole. Names of members may be
/// anything here, as long as they are unique.
[[nodiscard]] Problems problems_of(const ScenarioConfig& config, const Unread& unread);

} // namespace shaketable::models
