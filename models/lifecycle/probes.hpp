// Probes: whether a replica has started, is ready, is alive, as who runs it finds out.
//
// A probe is a request of its own: it queues for a worker and computes like others, so that a process which
// is slow or has too much to do is found dead. It comes from the replica's own host, without a leg. One that
// is refused or rejected has failed at once; one that has no answer after its time-out has failed, and what
// came of it is work for nobody. With `needs_worker` off, whoever does not stand still answers at once. Until
// the startup probe has succeeded the others wait. What liveness or startup finds dead is killed at once: the
// grace in which Kubernetes lets a process end what it has begun is not modelled.
//
// At the beginning of a run each replica's probes are somewhere in their period, by chance. Source:
// Kubernetes, "Configure Liveness, Readiness and Startup Probes", whose defaults are the knobs' own.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

[[nodiscard]] std::vector<MetricSpec> probe_metrics();

/// Of a process that begins.
void begin_probes(Run& run, const Instance& here);
/// The same of one that has run for long.
void begin_probes_of_old(Run& run, const Instance& here);
/// The process is gone, and those that were under way.
void forget_probes(Life& life);

void probe(Run& run, Instance& here, ProbeKind kind);
void probe_timed_out(Run& run, Instance& here, ProbeKind kind);

/// Whether the frame is a probe's request.
[[nodiscard]] inline bool is_probe(FrameRef frame) {
    return frame->parent == frame.index && !frame->is_branch;
}
void probe_answered(Run& run, FrameRef frame, Outcome outcome);

} // namespace shaketable::models
