// Instants in the life of a call, made by hand.
#pragma once

#include "models/policies/call_moment.hpp"

namespace shaketable::models {

inline constexpr Outcome kGood = Outcome::kOk;
inline constexpr Outcome kBad = Outcome::kError;

[[nodiscard]] inline CallMoment at_attempt(int attempt, Outcome last_failure = kGood) {
    return {.attempt = static_cast<std::uint8_t>(attempt), .last_failure = last_failure};
}
[[nodiscard]] inline CallMoment at_seconds(double seconds) {
    return {.now = engine::Time() + engine::round_to_duration(seconds * 1e9), .attempt = 1};
}

} // namespace shaketable::models
