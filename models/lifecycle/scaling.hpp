// An autoscaler at work: it measures the replicas, and lets some of them come or go.
//
// There are as many instances as there may ever be replicas; those that are not there are absent. One that
// comes starts like any other. One that goes is chosen by no caller any more, ends what it has begun within
// its grace, and is killed; the first to go are those that are not ready, then those that became so last (as
// Kubernetes' ReplicaSet chooses). A replica whose process is in its back-off is there, and has no figures.
//
// CPU is the mean of what a replica used since the sync before. Concurrency is what it has at the sync,
// served or waiting. Another metric is a ScalingMetric and a line in sample_of().
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

[[nodiscard]] std::vector<MetricSpec> scaling_metrics();

/// In the beginning: which replicas there are.
void begin_scaling(Run& run, const Instance& first);
void sync_replicas(Run& run, const Instance& first);
/// The grace of a replica that leaves is over.
void leave_for_good(Run& run, Instance& here);
/// Measures whether it is there.
void show_scale(Run& run, const Instance& here);

} // namespace shaketable::models
