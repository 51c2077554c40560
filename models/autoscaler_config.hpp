// A service whose number of replicas follows its load: Kubernetes' HorizontalPodAutoscaler. Configuration
// only; see models/lifecycle/autoscaler.hpp and scaling.hpp.
#pragma once

#include "models/describe.hpp"
#include "models/distribution_config.hpp"
#include "models/lifecycle/autoscaler.hpp"

#include <array>
#include <optional>

namespace shaketable::models {

enum class ScalingMetric : std::uint8_t { kCpu, kConcurrency, kBacklog };
constexpr auto enum_names(ScalingMetric) {
    return std::array<std::string_view, 3>{"cpu", "concurrency", "backlog"};
}

struct ScalingMetricConfig {
    ScalingMetric metric = ScalingMetric::kCpu;
    double target = 80.0;
    std::optional<ComponentRef> of;
};
template <class Visitor>
void describe(Visitor& visit, ScalingMetricConfig& config) {
    visit(Knob{.name = "metric",
               .doc = "What it looks at: of each replica, the share of its cores that it used since the sync "
                      "before (cpu), or how many requests it has, served or waiting, at the sync "
                      "(concurrency); or, of all together, the messages that a queue or a topic has for the "
                      "service and that are not done, in flight or not (backlog).",
               .required = true},
          config.metric);
    visit(Knob{.name = "target",
               .doc = "What that is to be: percent of the cores; requests of a replica; messages for each "
                      "replica that there is.",
               .bounds = {1, 1'000'000},
               .required = true},
          config.target);
    visit(Knob{.name = "of", .doc = "Of backlog: the queue or topic, one that the service consumes."},
          config.of);
}

enum class ScalingUnit : std::uint8_t { kReplicas, kPercent };
constexpr auto enum_names(ScalingUnit) { return std::array<std::string_view, 2>{"replicas", "percent"}; }

constexpr auto enum_names(SelectPolicy) { return std::array<std::string_view, 3>{"max", "min", "disabled"}; }

struct ScalingPolicyConfig {
    ScalingUnit unit = ScalingUnit::kReplicas;
    std::int64_t value = 1;
    engine::Duration period = engine::Duration::from_seconds(15);
};
template <class Visitor>
void describe(Visitor& visit, ScalingPolicyConfig& config) {
    visit(Knob{.name = "unit", .doc = "What `value` counts.", .required = true}, config.unit);
    visit(Knob{.name = "value",
               .doc = "So many at most, more or fewer, within the period.",
               .bounds = {1, 1'000'000},
               .required = true},
          config.value);
    visit(Knob{.name = "period",
               .doc = "The period.",
               .origin = "Kubernetes periodSeconds of the default policies",
               .bounds = {1, 1800}},
          config.period);
}

/// Absent: the default of its direction.
struct ScalingRulesConfig {
    std::optional<engine::Duration> window;
    SelectPolicy select = SelectPolicy::kMax;
    std::vector<ScalingPolicyConfig> policies;
};
template <class Visitor>
void describe(Visitor& visit, ScalingRulesConfig& config) {
    visit(Knob{.name = "window",
               .doc =
                   "Of what was asked for within it, up goes to the least and down to the most; absent: 0 s "
                   "up, 300 s down (Kubernetes stabilizationWindowSeconds).",
               .bounds = {0, 3600}},
          config.window);
    visit(Knob{.name = "select",
               .doc =
                   "Which of the policies counts: that which changes most, that which changes least, or it "
                   "is not scaled this way at all.",
               .origin = "Kubernetes selectPolicy"},
          config.select);
    visit(Knob{.name = "policies",
               .doc =
                   "How fast it may be scaled; absent: up by 100 percent or 4 replicas, down by 100 percent, "
                   "each in 15 s (Kubernetes)."},
          config.policies);
}

struct AutoscalerConfig {
    std::int64_t min = 1;
    std::int64_t max = 1;
    std::vector<ScalingMetricConfig> metrics;
    engine::Duration sync_period = engine::Duration::from_seconds(15);
    double tolerance = 0.1;
    engine::Duration cpu_initialization_period = engine::Duration::from_seconds(300);
    engine::Duration initial_readiness_delay = engine::Duration::from_seconds(30);
    engine::Duration grace = engine::Duration::from_seconds(30);
    ScalingRulesConfig up;
    ScalingRulesConfig down;
};
template <class Visitor>
void describe(Visitor& visit, AutoscalerConfig& config) {
    visit(Knob{.name = "min",
               .doc = "So many replicas at least.",
               .unit = "replicas",
               .origin = "Kubernetes minReplicas",
               .bounds = {1, 100'000}},
          config.min);
    visit(Knob{.name = "max",
               .doc = "So many replicas at most.",
               .unit = "replicas",
               .bounds = {1, 100'000},
               .required = true},
          config.max);
    visit(Knob{.name = "metrics",
               .doc =
                   "What it looks at; the most replicas that any of them asks for. Absent: CPU at 80 percent "
                   "(Kubernetes)."},
          config.metrics);
    visit(Knob{.name = "sync_period",
               .doc = "How often it looks.",
               .origin = "Kubernetes --horizontal-pod-autoscaler-sync-period",
               .bounds = {1, 3600}},
          config.sync_period);
    visit(Knob{.name = "tolerance",
               .doc = "How far usage over target may be from 1 before anything is changed.",
               .origin = "Kubernetes --horizontal-pod-autoscaler-tolerance",
               .bounds = {0, 1}},
          config.tolerance);
    visit(Knob{.name = "cpu_initialization_period",
               .doc = "How long after its start a replica's CPU counts only while it is ready.",
               .origin = "Kubernetes --horizontal-pod-autoscaler-cpu-initialization-period",
               .bounds = kAnyLength},
          config.cpu_initialization_period);
    visit(Knob{.name = "initial_readiness_delay",
               .doc = "A replica that was not ready later than this after its start never was.",
               .origin = "Kubernetes --horizontal-pod-autoscaler-initial-readiness-delay",
               .bounds = kAnyLength},
          config.initial_readiness_delay);
    visit(Knob{.name = "grace",
               .doc = "How long a replica that has to go may end what it has begun; callers do not choose it "
                      "any more.",
               .origin = "Kubernetes terminationGracePeriodSeconds",
               .bounds = kAnyLength},
          config.grace);
    visit(Knob{.name = "up", .doc = "How it is scaled up."}, config.up);
    visit(Knob{.name = "down", .doc = "How it is scaled down."}, config.down);
}

} // namespace shaketable::models
