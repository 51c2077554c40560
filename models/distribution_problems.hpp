// What makes a distribution impossible although each of its knobs is within bounds.
#pragma once

#include "models/distribution_config.hpp"
#include "models/problem.hpp"

namespace shaketable::models {

/// Their pointers begin at the distribution: "/uniform/max".
[[nodiscard]] Problems distribution_problems(const DistributionConfig& config);

/// The number of phases, from 1 to 1000, of the Erlang whose coefficient of variation is nearest.
[[nodiscard]] std::int64_t nearest_phases(double cv);

} // namespace shaketable::models
