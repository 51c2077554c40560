// A statement that wants a table for itself waits behind a long read of it, and everybody else behind that
// statement: what is blocked, and for how long.
#pragma once

#include <cstdint>

namespace shaketable::theory {

struct LockQueue {
    double exhausted_after_s = 0.0; // from the statement's asking: all connections of the pool wait
    double waiting = 0.0;           // queries that wait when the read ends: for the lock, or for a connection
    double blocked_s = 0.0;         // from the statement's asking to the last of its lock
};

/// tests/theory/scenarios/lock-queue.json.
inline constexpr double kReadsPerSecond = 200.0;
inline constexpr double kConnections = 100.0;
inline constexpr double kRemainingRead_s = 15.0;

[[nodiscard]] LockQueue behind_a_long_read(std::uint64_t seed);

} // namespace shaketable::theory
