// How a call, a request or a journey ended: the typed reasons.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace shaketable::models {

enum class Outcome : std::uint8_t {
    kOk,
    kSlow,              // a journey answered without error, but not within good_within
    kTimedOutWaiting,   // the caller gave up before the callee began to serve it
    kTimedOutInService, // the caller gave up while the callee served it, or while the answer travelled
    kPoolTimeout,       // no connection of the pool, or the pooler, came free within its time-out
    kQueueFull,         // the accept queue was at its limit
    kRefused,           // the process was down, or the server at its limit of connections
    kReset,             // the process crashed while it had the request
    kCalleeError,       // the callee answered with an error because a call of its own had failed
    kError,             // the callee answered with an error of its own
    kThrottled,         // the caller's own throttling held the attempt back
    kBreakerOpen,       // the caller's circuit breaker was open
    kDeadlineExceeded,  // the deadline that the caller, or the request itself, was given had passed
    kCancelled,         // whoever had asked for it wanted it no more
    kDeadlock,          // the database found it in a deadlock and made it the victim
    kLockTimeout,       // it waited for a lock longer than the database's lock_timeout
    kStale,             // answered without error, from a replica that did not have the session's last write
    kStatementTimeout,  // it took longer than the database's statement_timeout
    kSerializationFailure, // its transaction's isolation level did not allow it beside what others had done
};
inline constexpr std::size_t kOutcomes = 19;
/// Answered without error, whatever the answer was worth.
[[nodiscard]] constexpr bool is_answered(Outcome outcome) {
    return outcome == Outcome::kOk || outcome == Outcome::kSlow || outcome == Outcome::kStale;
}

/// The name in results and traces.
constexpr std::array<std::string_view, kOutcomes> enum_names(Outcome) {
    return {"ok",
            "slow",
            "timed_out_waiting",
            "timed_out_in_service",
            "pool_timeout",
            "queue_full",
            "refused",
            "reset",
            "callee_error",
            "error",
            "throttled",
            "breaker_open",
            "deadline_exceeded",
            "cancelled",
            "deadlock",
            "lock_timeout",
            "stale",
            "statement_timeout",
            "serialization_failure"};
}
[[nodiscard]] constexpr std::string_view name_of(Outcome outcome) {
    return enum_names(outcome)[static_cast<std::size_t>(outcome)];
}

[[nodiscard]] constexpr bool is_timeout(Outcome outcome) {
    return outcome == Outcome::kTimedOutWaiting || outcome == Outcome::kTimedOutInService;
}
/// Whether a request was stopped because nobody waited for it any more.
[[nodiscard]] constexpr bool is_stop(Outcome outcome) {
    return outcome == Outcome::kDeadlineExceeded || outcome == Outcome::kCancelled;
}
/// Whether a transaction failed because of others beside it, and may do better as a whole the next time.
[[nodiscard]] constexpr bool is_conflict(Outcome outcome) {
    return outcome == Outcome::kDeadlock || outcome == Outcome::kSerializationFailure;
}
/// Whether an attempt failed because there were too many.
[[nodiscard]] constexpr bool is_throttling(Outcome outcome) {
    return outcome == Outcome::kQueueFull || outcome == Outcome::kThrottled;
}

} // namespace shaketable::models
