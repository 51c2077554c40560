// The actions of the timeline. Overlapping entries compose: slow factors multiply, error probabilities
// combine as independent ones, delays add up, a process is down while any entry holds it down.
#pragma once

#include "models/cache/flush_config.hpp"
#include "models/faults/fault_configs.hpp"
#include "models/run.hpp"

namespace shaketable::models {

/// Fills what the verb's configuration says: action, and amount.
void compile_action(const SlowConfig& config, TimelineEntry& entry);
void compile_action(const CrashConfig& config, TimelineEntry& entry);
void compile_action(const HostCrashConfig& config, TimelineEntry& entry);
void compile_action(const RestartConfig& config, TimelineEntry& entry);
void compile_action(const HangConfig& config, TimelineEntry& entry);
void compile_action(const ErrorRateConfig& config, TimelineEntry& entry);
void compile_action(const CutConfig& config, TimelineEntry& entry);
void compile_action(const DelayConfig& config, TimelineEntry& entry);
void compile_action(const LoadConfig& config, TimelineEntry& entry);
void compile_action(const SetConfig& config, TimelineEntry& entry);
void compile_action(const FlushConfig& config, TimelineEntry& entry);
inline void compile_action(const MigrateConfig&, TimelineEntry&) {}  // compile_migration does
inline void compile_action(const MoveKeysConfig&, TimelineEntry&) {} // compile_move does
inline void compile_action(const RedriveConfig&, TimelineEntry&) {}  // compile_redrive does

/// Sets the speed of an instance from the entries that are active, and its own slowness.
void refresh_speed(Run& run, std::uint32_t instance);
/// The product of the load factors that are active at the client.
[[nodiscard]] double load_factor(const Run& run, std::uint32_t client);

/// Whether the entry, which is about a component, acts on the instance.
[[nodiscard]] inline bool acts_on(const TimelineEntry& entry, const Instance& instance) {
    return entry.component == instance.component &&
           (entry.replica == kNone || entry.replica == instance.replica) &&
           instance.replica < entry.replicas_below;
}

/// Calls `visit(instance)` for each instance that the entry acts on.
template <class Visit>
void for_each_target(const Run& run, const TimelineEntry& entry, Visit visit) {
    const Component& component = run.scenario.components[entry.component];
    for (std::uint32_t replica = 0; replica < component.instances; ++replica)
        if (acts_on(entry, run.instance(component.first_instance + replica)))
            visit(component.first_instance + replica);
}

/// Calls `visit(entry)` for each active entry that begins with `begin` and acts on `instance`.
template <class Visit>
void for_each_active(const Run& run, void (*begin)(Run&, const TimelineEntry&), const Instance& instance,
                     Visit visit) {
    for (const TimelineEntry& entry : run.scenario.timeline)
        if (run.world.active[entry.index] != 0 && entry.action.begin == begin && acts_on(entry, instance))
            visit(entry);
}

} // namespace shaketable::models
