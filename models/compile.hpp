// From configuration to the tables of a run: names become indices, step lists become operations, and whatever
// can't be run becomes a problem with its JSON pointer, all of them at once.
#pragma once

#include "engine/result.hpp"
#include "models/problem.hpp"
#include "models/scenario.hpp"
#include "models/unread.hpp"
#include "models/versions.hpp"

namespace shaketable::models {

/// The configuration while these entries of the timeline are active.
struct ChangedConfig {
    Change change;
    ScenarioConfig config;
};

/// With one of `changes` for each of changes_of(the scenario compiled without any); their configurations are
/// without problems.
[[nodiscard]] engine::Result<ScenarioPtr, Problems>
compile_scenario(const ScenarioConfig& config, const std::vector<ChangedConfig>& changes = {});

/// What else is wrong with a configuration that could not be read as a whole, or that is a run's for a time
/// only. Names of members may be anything here, as long as they are unique.
[[nodiscard]] Problems problems_of(const ScenarioConfig& config, const Unread& unread,
                                   bool for_a_time = false);

} // namespace shaketable::models
