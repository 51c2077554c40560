// What the policies of a run hold back at an instant, for those who show it.
#pragma once

#include "models/simulation.hpp"

#include <string_view>
#include <vector>

namespace shaketable::models {

/// "breaker open" on an edge, at so many of the caller's replicas.
struct PolicySign {
    std::uint32_t edge = 0;
    std::uint32_t policy = 0; // in Scenario::policies
    std::string_view sign = {};
    std::uint32_t replicas = 0;
};

/// By edge and policy; none of what holds nothing back.
[[nodiscard]] std::vector<PolicySign> policy_signs(const Simulation& simulation);

} // namespace shaketable::models
