// How journeys and calls ended, counted.
#pragma once

#include "models/outcome.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace shaketable::analysis {

/// How journeys and calls ended: the positions of models::Outcome, then kUnfinished.
inline constexpr std::size_t kUnfinished = models::kOutcomes;
inline constexpr std::size_t kReasons = models::kOutcomes + 1;
using Reasons = std::array<std::uint64_t, kReasons>;
[[nodiscard]] std::string_view reason_name(std::size_t reason);
[[nodiscard]] std::uint64_t sum_of(const Reasons& reasons);

} // namespace shaketable::analysis
