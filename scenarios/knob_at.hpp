// The knob that a JSON Pointer names in a configuration.
#pragma once

#include "models/scenario_config.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::scenarios {

struct KnobAt {
    /// When a change of the value acts: as the innermost knob on the way says that can change during a run.
    /// Nothing if the configuration has no such value.
    std::optional<models::Acts> acts = {};
    /// Without one: the knobs that are where the way breaks off.
    std::vector<std::string_view> known = {};
};
[[nodiscard]] KnobAt knob_at(models::ScenarioConfig config, const std::vector<std::string>& names);

} // namespace shaketable::scenarios
