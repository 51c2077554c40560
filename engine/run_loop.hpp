// The run loop: takes events in order and hands each to the world, until a time, a limit or a request to
// stop.
//
// Limits are checked between events. An event that does the work of many says so (Clockwork::count_work), and
// they are checked so much sooner.
#pragma once

#include "engine/assert.hpp"
#include "engine/event_queue.hpp"

#include <algorithm>
#include <cstdint>

namespace shaketable::engine {

/// Limits that stop a runaway run with a partial result.
struct RunLimits {
    std::uint64_t events = 100'000'000'000; // in all
    std::uint64_t events_at_one_instant = 20'000'000;
    std::size_t bytes = std::size_t{16} << 30; // of the world and what it leaves behind
};

enum class StopReason : std::uint8_t {
    kReachedEnd,
    kTooManyEvents,
    kTooManyAtOneInstant,
    kTooMuchMemory,
    kCancelled
};

/// Limits are checked, and `keep_going()` is asked, whenever so many events have been handled, or as much
/// work was done.
inline constexpr std::uint64_t kEventsBetweenChecks = 1ULL << 14; // some tens of milliseconds at the most

/// What the loop itself keeps; part of the world.
struct Clockwork {
    EventQueue queue;
    std::uint64_t events = 0;
    std::uint64_t check_due = 0;              // at how many events limits are to be checked,
    std::uint64_t checked_events = 0;         // and at how many they were last,
    Time checked_at;                          // and when,
    std::uint64_t events_at_this_instant = 0; // and how many events before it were at that instant

    /// The present event does the work of so many.
    void count_work(std::uint64_t of_events) {
        check_due = check_due > events + of_events ? check_due - of_events : events;
    }
};

namespace run_loop {

template <class World>
class WorldRunner : public Runner {
  public:
    explicit WorldRunner(World& world) : world_(world) { set_runner(this); }
    ~WorldRunner() override { set_runner(nullptr); }
    WorldRunner(const WorldRunner&) = delete;
    WorldRunner& operator=(const WorldRunner&) = delete;
    [[nodiscard]] RunPosition position() const override {
        return {.seed = world_.seed(),
                .time_ns = world_.clockwork().queue.now().ns(),
                .event_number = world_.clockwork().events};
    }

  private:
    World& world_;
};

/// Which limit is reached, if any.
template <class World>
[[nodiscard]] StopReason check(const World& world, Clockwork& clockwork, const RunLimits& limits) {
    const Time now = clockwork.queue.now();
    const std::uint64_t since = clockwork.events - clockwork.checked_events;
    clockwork.events_at_this_instant =
        now == clockwork.checked_at ? clockwork.events_at_this_instant + since : 0;
    clockwork.checked_at = now;
    clockwork.checked_events = clockwork.events;
    if (clockwork.events_at_this_instant >= limits.events_at_one_instant)
        return StopReason::kTooManyAtOneInstant;
    return world.bytes() > limits.bytes ? StopReason::kTooMuchMemory : StopReason::kReachedEnd;
}

} // namespace run_loop

/// Runs `world` until `end`. World has: Clockwork& clockwork(); void handle(const Event&); std::uint64_t
/// seed() const; std::size_t bytes() const. `keep_going()` may show progress and returns false to cancel.
template <class World, class KeepGoing>
[[nodiscard]] StopReason run_until(World& world, Time end, const RunLimits& limits, KeepGoing&& keep_going) {
    Clockwork& clockwork = world.clockwork();
    const run_loop::WorldRunner<World> runner(world);
    const auto set_check = [&clockwork, &limits] {
        const std::uint64_t next = (clockwork.events / kEventsBetweenChecks + 1) * kEventsBetweenChecks;
        clockwork.check_due = std::min(next, limits.events);
    };
    if (clockwork.events >= limits.events)
        return StopReason::kTooManyEvents;
    set_check();
    Event event;
    for (;;) {
        if (!clockwork.queue.pop(end, event)) {
            clockwork.queue.advance(end);
            return StopReason::kReachedEnd;
        }
        ++clockwork.events;
        world.handle(event);
        if (clockwork.events >= clockwork.check_due) {
            if (clockwork.events >= limits.events)
                return StopReason::kTooManyEvents;
            const StopReason reached = run_loop::check(world, clockwork, limits);
            if (reached != StopReason::kReachedEnd)
                return reached;
            if (!keep_going())
                return StopReason::kCancelled;
            set_check();
        }
    }
}

} // namespace shaketable::engine
