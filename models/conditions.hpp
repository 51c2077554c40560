// Conditional entries of the timeline: people and automation that act on what monitoring shows them.
//
// From the end of warm-up on, each condition is evaluated once every period, as monitoring systems sample,
// until it fires, which it does once: at the first evaluation at which each one of the last `held_for`, this
// one included, found the line crossed. `reaction` later the entry begins. A signal of clients has no value,
// and crosses nothing, before it was counted for as long as `over`, and a share has none where no journey
// ended. Source: alerting rules of Prometheus (expr, for, evaluation_interval).
//
// All of it is in the world, counts of journeys included, so a copy fires when its original does.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Schedules the first evaluation of the entry's condition.
void watch_condition(Run& run, const TimelineEntry& entry);
/// Evaluates it, and schedules the next evaluation, or what the entry does.
void evaluate_condition(Run& run, const TimelineEntry& entry);

/// Schedules that the entry begins at `at`, and when it ends.
void schedule_entry(Run& run, const TimelineEntry& entry, engine::Time at);

/// When the entry begins, or began; Time::latest() if that is not known, or never.
[[nodiscard]] engine::Time begin_of(const World& world, const TimelineEntry& entry);
/// When it ends, or ended; Time::latest() if that is not known, or never.
[[nodiscard]] engine::Time end_of(const World& world, const TimelineEntry& entry);

/// Whether it was a migration, or a move of keys, that gave up.
[[nodiscard]] bool has_failed(const World& world, const TimelineEntry& entry);

/// Counts a journey of the client that has ended, for those conditions that ask.
void count_ended_journey(Run& run, std::uint32_t client, Outcome outcome);

} // namespace shaketable::models
