// Knobs that the timeline sets during a run: from the entries that are active together to a configuration.
#pragma once

#include "models/compile.hpp"
#include "scenarios/load.hpp"

namespace shaketable::scenarios {

/// The configuration while these entries of the timeline are active, by their positions; what is wrong with
/// it goes to `errors`.
[[nodiscard]] models::ScenarioConfig changed_config(const Node& tree, const models::ScenarioConfig& config,
                                                    const std::vector<std::uint32_t>& entries,
                                                    ErrorList& errors);

/// Reports each entry that sets what can't be set, alone, at its place; not if there are too many.
void check_setters(const Node& tree, const models::ScenarioConfig& config, ErrorList& errors);
/// Reports entries that set a knob which acts at a restart, where nothing restarts the component. Requires
/// that nothing else is wrong.
void check_restarts(const Node& tree, const models::ScenarioConfig& config, ErrorList& errors);

} // namespace shaketable::scenarios
