// Policies: their parts, and where each part keeps its states.
#pragma once

#include "models/compiler.hpp"

namespace shaketable::models {

/// Adds them to the scenario; from then on their names mean these.
void compile_policies(Compiler& compiler, const Named<PolicyConfig>& policies);

/// The lane of time-outs of this length.
[[nodiscard]] std::uint32_t timer_lane(Compiler& compiler, engine::Duration timeout);

/// Gives each call site the parts of its policy, and each edge its counts if a load balancer needs them.
/// Sites of one edge whose policies have the same name share states, whatever the version. All components and
/// call sites are there.
void place_policy_states(Scenario& scenario);

} // namespace shaketable::models
