// The actions of the timeline. Overlapping entries compose: slow factors multiply, error probabilities
// combine as independent ones, a process is down while any crash entry holds it down.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Fills what the verb's configuration says: action, and amount.
void compile_action(const SlowConfig& config, TimelineEntry& entry);
void compile_action(const CrashConfig& config, TimelineEntry& entry);
void compile_action(const ErrorRateConfig& config, TimelineEntry& entry);

/// Calls `visit(instance)` for each instance that the entry acts on.
template <class Visit>
void for_each_target(const Run& run, const TimelineEntry& entry, Visit visit) {
    const Component& component = run.scenario.components[entry.component];
    for (std::uint32_t replica = 0; replica < component.instances; ++replica)
        if (entry.replica == kNone || entry.replica == replica)
            visit(component.first_instance + replica);
}

/// Calls `visit(entry)` for each active entry of the same action that acts on `instance`.
template <class Visit>
void for_each_active(const Run& run, const TimelineEntry& like, const Instance& instance, Visit visit) {
    for (const TimelineEntry& entry : run.scenario.timeline)
        if (run.world.active[entry.index] != 0 && entry.action.begin == like.action.begin &&
            entry.component == instance.component &&
            (entry.replica == kNone || entry.replica == instance.replica))
            visit(entry);
}

} // namespace shaketable::models
