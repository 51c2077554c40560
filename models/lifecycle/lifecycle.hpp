// The lives of a service's replicas, as Kubernetes runs them.
//
//   down -> starting -> warming -> ready        killed: -> down
//   absent -> starting ... ready -> leaving -> absent, where an autoscaler decides (scaling.hpp)
//
// A process that dies of itself is started again: at once the first time, then after 10 s, 20 s, 40 s and so
// on up to 300 s, counted from its death (CrashLoopBackOff), until one has run for ten minutes. While it
// starts it refuses; while it warms up its work takes longer. What else kills it (models/faults/) starts it
// again itself; then, too, it starts and warms up. At the beginning of a run all are ready and warm.
//
// Where there is a readiness probe, or an autoscaler, callers choose only among the replicas that are ready
// (Kubernetes' Service and its endpoints); if none is, the call is refused at once. Else they ask whoever is
// there, and may be refused.
//
// It is a model of its own over models/service.hpp: services without any of this have that, and pay nothing.
// Source: Kubernetes, "Pod Lifecycle" (restart policy, container probes).
#pragma once

#include "models/component_model.hpp"
#include "models/process.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

/// Behind ServerMetric's.
enum LifeMetric : std::uint32_t { kRestarts = kServerMetrics, kNotServing, kLifeMetrics };
[[nodiscard]] std::vector<MetricSpec> life_metrics();

[[nodiscard]] const ComponentModel& managed_service_model();

[[nodiscard]] inline const LifecyclePlan& lifecycle_plan(const Run& run, const Instance& here) {
    return run.scenario.lifecycles[run.component_of(here).model_index];
}
[[nodiscard]] inline LifecycleState& lifecycle_state(Run& run, const Instance& here) {
    return run.world.lifecycles[run.component_of(here).model_index];
}
[[nodiscard]] inline Life& life_of(Run& run, const Instance& here) {
    return lifecycle_state(run, here).lives[here.replica];
}
[[nodiscard]] inline const LifePlan& life_plan(const Run& run, const Instance& here) {
    return lifecycle_plan(run, here).versions[here.version];
}

/// Its own reason why the process is not there begins, or is over.
void hold_down(Run& run, Instance& here);
void let_go(Run& run, Instance& here);

/// The process of the replica is killed, and started again when its back-off is over.
void die(Run& run, Instance& here);
/// How long a process that dies waits to be started again, for which time; `restarts`: that count before it.
[[nodiscard]] engine::Duration restart_delay(const LifePlan& plan, std::uint32_t restarts);

/// Whether the replica is ready, or in service, has changed.
void show_whether_it_serves(Run& run, const Instance& here);

} // namespace shaketable::models
