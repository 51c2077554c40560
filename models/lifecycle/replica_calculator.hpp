// How many replicas a metric asks for: Kubernetes' replica calculator.
//
//   desired = ceil(replicas measured x usage / target), and no change while usage / target is within the
//   tolerance
//
// Replicas that are not running yet, and, where the metric is CPU, those that are not ready or have not been
// measured since they became so, count as using nothing if it would scale up, and not at all if it would
// scale down. Those that should have a figure and have none count as using their target (CPU: all of their
// request) if it would scale down, and nothing if it would scale up. If that turns the direction round,
// nothing changes.
//
// A plain value. Source: Kubernetes, "Horizontal Pod Autoscaling", Algorithm details; and pkg/controller/
// podautoscaler/replica_calculator.go (1.33), whose whole numbers it keeps: CPU in percent of the request.
//
// Units: usage in thousandths (of a core, of a request in service, of a message).
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace shaketable::models {

enum class ScaleBy : std::uint8_t {
    kCpu,   // of each replica, beside its request; target: percent
    kEach,  // of each replica; target: thousandths
    kTotal, // of all of them together, a queue's backlog; target: thousandths for each
};

/// One replica as the metrics know it.
struct ReplicaSample {
    bool is_running = true; // else it is pending
    bool is_ready = true;
    engine::Time started_at = {};
    engine::Time changed_at = {};           // when it became ready, or ceased to be
    std::optional<std::int64_t> usage = {}; // absent: its figure is missing
    engine::Time measured_at = {};
    engine::Duration window = {}; // that the figure is the mean of
};

struct MetricSample {
    ScaleBy by = ScaleBy::kCpu;
    std::int64_t target = 1;
    std::int64_t request = 1000; // of CPU, of each replica
    std::vector<ReplicaSample> replicas = {};
    std::optional<std::int64_t> total = {}; // of kTotal
};

struct CalculatorRules {
    double tolerance = 0.1;
    engine::Duration cpu_initialization_period = engine::Duration::from_seconds(300);
    engine::Duration initial_readiness_delay = engine::Duration::from_seconds(30);
};

/// Nothing: the metric says nothing.
[[nodiscard]] std::optional<std::uint32_t> replicas_for(const MetricSample& metric, std::uint32_t current,
                                                        engine::Time now, const CalculatorRules& rules);

} // namespace shaketable::models
