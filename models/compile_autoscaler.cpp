#include "models/compile_autoscaler.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

ScalingRules scaling_rules(const ScalingRulesConfig& config, ScalingRules rules) {
    rules.window = config.window.value_or(rules.window);
    rules.select = config.select;
    if (!config.policies.empty())
        rules.policies.clear();
    for (const ScalingPolicyConfig& policy : config.policies)
        rules.policies.push_back({.is_percent = policy.unit == ScalingUnit::kPercent,
                                  .value = policy.value,
                                  .period = policy.period});
    return rules;
}

ScaleBy scale_by(ScalingMetric metric) {
    switch (metric) {
    case ScalingMetric::kCpu:
        return ScaleBy::kCpu;
    case ScalingMetric::kConcurrency:
        return ScaleBy::kEach;
    case ScalingMetric::kBacklog:
        return ScaleBy::kTotal;
    }
    return ScaleBy::kCpu;
}

/// The calculator counts percent of CPU, and thousandths of everything else; rounded to the nearest.
std::int64_t target_of(const ScalingMetricConfig& config) {
    const double unit = config.metric == ScalingMetric::kCpu ? 1.0 : 1000.0;
    return static_cast<std::int64_t>(config.target * unit + 0.5);
}

/// The component whose messages the metric counts.
std::uint32_t channel_of(Compiler& compiler, const ScalingMetricConfig& metric, const ServiceConfig& service,
                         const std::string& at) {
    if (!metric.of) {
        compiler.problem(at, "counts a backlog, and does not say whose",
                         "`of`: a queue or topic that the service consumes");
        return 0;
    }
    if (service.consumes.find(metric.of->name) == nullptr) {
        compiler.problem(at + "/of", "names \"" + metric.of->name + "\", which the service does not consume",
                         "one of those that it `consumes`");
        return 0;
    }
    const auto found = compiler.components.find(metric.of->name); // else reported where it is consumed
    return found == compiler.components.end() ? 0 : found->second;
}

/// Whether `metrics[position]` looks at what one before it looks at.
bool is_stated_before(const std::vector<ScalingMetricConfig>& metrics, std::size_t position) {
    const ScalingMetricConfig& metric = metrics[position];
    const auto end = metrics.begin() + static_cast<std::ptrdiff_t>(position);
    return std::any_of(metrics.begin(), end, [&](const ScalingMetricConfig& before) {
        return before.metric == metric.metric &&
               (!metric.of || (before.of && before.of->name == metric.of->name));
    });
}

} // namespace

AutoscalerPlan autoscaler_plan(const ServiceConfig& service) {
    const AutoscalerConfig& config = *service.autoscaler;
    AutoscalerPlan plan{
        .rules = {.min = static_cast<std::uint32_t>(config.min),
                  .max = static_cast<std::uint32_t>(config.max),
                  .calculator = {.tolerance = config.tolerance,
                                 .cpu_initialization_period = config.cpu_initialization_period,
                                 .initial_readiness_delay = config.initial_readiness_delay}},
        .sync_period = config.sync_period,
        .grace = config.grace,
        .replicas = static_cast<std::uint32_t>(service.replicas)};
    plan.rules.up = scaling_rules(config.up, plan.rules.up);
    plan.rules.down = scaling_rules(config.down, plan.rules.down);
    return plan;
}

std::vector<ScalingMetricPlan> scaling_metrics_of(Compiler& compiler, std::uint32_t component,
                                                  const ServiceConfig& config) {
    std::vector<ScalingMetricConfig> metrics = config.autoscaler->metrics;
    const std::string at =
        child_pointer("/components", compiler.scenario.components[component].name) + "/autoscaler/metrics";
    if (compiler.unread.touches(at))
        return {};
    if (metrics.empty())
        metrics.emplace_back();
    std::vector<ScalingMetricPlan> plans;
    for (std::size_t position = 0; position < metrics.size(); ++position) {
        const ScalingMetricConfig& metric = metrics[position];
        const std::string metric_at = at + "/" + std::to_string(position);
        ScalingMetricPlan plan{.by = scale_by(metric.metric), .target = target_of(metric)};
        if (metric.metric == ScalingMetric::kBacklog)
            plan.channel = channel_of(compiler, metric, config, metric_at);
        else if (metric.of)
            compiler.problem(metric_at + "/of", "is about a backlog", "nothing, or the metric backlog");
        if (is_stated_before(metrics, position))
            compiler.problem(metric_at, "looks at what a metric before it looks at", "each metric once");
        plans.push_back(plan);
    }
    return plans;
}

void check_autoscaler(Compiler& compiler, const ServiceConfig& config, const std::string& at) {
    const AutoscalerConfig& scaler = *config.autoscaler;
    if (compiler.unread.touches(at + "/autoscaler"))
        return;
    if (scaler.min > scaler.max)
        compiler.problem(at + "/autoscaler/min", "is above max", "at most max");
    else if ((config.replicas < scaler.min || config.replicas > scaler.max) &&
             !compiler.unread.covers(at + "/replicas"))
        compiler.problem(at + "/autoscaler",
                         "is for " + std::to_string(scaler.min) + " to " + std::to_string(scaler.max) +
                             " replicas, and there are " + std::to_string(config.replicas) + " at first",
                         "replicas from min to max");
}

} // namespace shaketable::models
