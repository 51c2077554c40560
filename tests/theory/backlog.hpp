// A queue whose consumers are away for a while: what waits when they are back, and how long until it is done.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace shaketable::theory {

struct Backlog {
    double most = 0.0;      // messages that wait as the outage ends
    double drained_s = 0.0; // from then until none waits
};

/// tests/theory/scenarios/backlog.json.
inline constexpr double kMessagesPerSecond = 1000.0;
inline constexpr double kConsumersPerSecond = 1200.0;

/// With settings on top of the scenario's.
[[nodiscard]] Backlog after_an_outage(const std::vector<std::string>& settings, std::uint64_t seed);

} // namespace shaketable::theory
