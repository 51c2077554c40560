// From a tree of nodes, variant applied, to the configuration of a scenario.
#pragma once

#include "models/scenario_config.hpp"
#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

namespace shaketable::scenarios {

/// Reports every error of form (types, units, bounds, names of members); what refers to what is checked when
/// the scenario is compiled. What could not be read stays at its default, and is unread in `errors`.
[[nodiscard]] models::ScenarioConfig read_scenario(const Node& root, ErrorList& errors);

} // namespace shaketable::scenarios
