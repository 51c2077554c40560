// From a tree of nodes, variant applied, to the configuration of a scenario.
#pragma once

#include "engine/result.hpp"
#include "models/scenario_config.hpp"
#include "scenarios/node.hpp"

namespace shaketable::scenarios {

/// Every error of form (types, units, bounds, names of members); what refers to what is checked when the
/// scenario is compiled.
[[nodiscard]] engine::Result<models::ScenarioConfig, InputErrors> read_scenario(const Node& root);

} // namespace shaketable::scenarios
