// A job: a program that runs at fixed times on each of its hosts, whether or not anybody waits for it.
//
// On each host a run is due every `every`, later by a delay of the host's own. A run that fails is tried
// again after 10, 20, 40 s, ... and at most 6 min; one that is stopped, because another replaces it or its
// time is over, ends as a request does that was cancelled (models/deadline.hpp): what it asked for may go on.
// A host that is down or hangs begins nothing, and what a crash takes has failed and is not tried again.
// Source: Kubernetes, "CronJob" (concurrencyPolicy, suspend) and "Jobs" (backoffLimit, activeDeadlineSeconds,
// back-off of 10 s, 20 s, 40 s, ... capped at six minutes); systemd.timer(5) for the delay of a host.
//
// A try is one frame, which is nobody's request: it counts among the figures of its host, and to no journey.
//
// Invariant: a host's runs each have a frame, or wait for a try.
#pragma once

#include "models/component_model.hpp"
#include "models/metric.hpp"
#include "models/server_metrics.hpp"

#include <vector>

namespace shaketable::models {

struct Op;

/// The metrics of a job, behind those of every server.
enum JobMetric : std::uint32_t {
    kRunsUnderWay = kServerMetrics,
    kRunsOverlapping,
    kRunsBegun,
    kRunsSucceeded,
    kRunsFailed,
    kRunsSkipped,
    kRunsMissed,
    kRunsReplaced,
    kRunsTriedAgain,
    kRunItems,
    kRunTime,
    kSinceSuccess,
    kJobMetrics,
};
[[nodiscard]] std::vector<MetricSpec> job_metrics();

[[nodiscard]] const ComponentModel& job_model();
/// Executes the program at `first_op` for each item of the run that the frame executes.
[[nodiscard]] Op items_op(std::uint32_t first_op);

} // namespace shaketable::models
