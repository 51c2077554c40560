// The run loop: takes events in order and hands each to the world, until a time, a limit or a request to
// stop.
#pragma once

#include "engine/assert.hpp"
#include "engine/event_queue.hpp"
#include "engine/fingerprint.hpp"

#include <algorithm>
#include <cstdint>

namespace shaketable::engine {

/// Limits that stop a runaway run with a partial result.
struct RunLimits {
    std::uint64_t events = 100'000'000'000; // in all
    std::uint64_t events_at_one_instant = 20'000'000;
    std::size_t bytes = std::size_t{16} << 30; // of the world
};

enum class StopReason : std::uint8_t {
    kReachedEnd,
    kTooManyEvents,
    kTooManyAtOneInstant,
    kTooMuchMemory,
    kCancelled
};

/// What the loop itself keeps; part of the world.
struct Clockwork {
    EventQueue queue;
    Fingerprint trace; // every event, in order: for finding where two runs part; internal
    std::uint64_t events = 0;
    std::uint64_t events_at_this_instant = 0;
};

/// Runs `world` until `end`. World has: Clockwork& clockwork(); void handle(const Event&); std::uint64_t
/// seed() const; std::size_t bytes() const. `keep_going()` is asked every kEventsBetweenChecks events; it may
/// show progress and returns false to cancel.
inline constexpr std::uint64_t kEventsBetweenChecks = 1ULL << 16;

template <class World, class KeepGoing>
[[nodiscard]] StopReason run_until(World& world, Time end, const RunLimits& limits, KeepGoing&& keep_going) {
    Clockwork& clockwork = world.clockwork();
    RunPosition position{.seed = world.seed()};
    const auto next_check_after = [&limits](std::uint64_t events) {
        return std::min(events + kEventsBetweenChecks, std::max(limits.events, events + 1));
    };
    std::uint64_t next_check = next_check_after(clockwork.events);
    set_run_position(&position);
    struct Reset {
        ~Reset() { set_run_position(nullptr); }
    } reset;
    Event event;
    for (;;) {
        const Time before = clockwork.queue.now();
        if (!clockwork.queue.pop(end, event)) {
            clockwork.queue.advance(end);
            return StopReason::kReachedEnd;
        }
        position.time_ns = event.time.ns();
        position.event_number = ++clockwork.events;
        clockwork.trace.fold(
            static_cast<std::uint64_t>(event.time.ns()) * kGoldenGamma ^
            (std::uint64_t{event.index} << 32 | std::uint64_t{event.kind()} << 16 | event.detail()));
        clockwork.events_at_this_instant = event.time == before ? clockwork.events_at_this_instant + 1 : 0;
        world.handle(event);
        if (clockwork.events == next_check) {
            next_check = next_check_after(clockwork.events);
            if (clockwork.events >= limits.events)
                return StopReason::kTooManyEvents;
            if (clockwork.events_at_this_instant >= limits.events_at_one_instant)
                return StopReason::kTooManyAtOneInstant;
            if (world.bytes() > limits.bytes)
                return StopReason::kTooMuchMemory;
            if (!keep_going())
                return StopReason::kCancelled;
        }
    }
}

} // namespace shaketable::engine
