// What is compiled of an autoscaler.
#pragma once

#include "models/compiler.hpp"

namespace shaketable::models {

void check_autoscaler(Compiler& compiler, const ServiceConfig& config, const std::string& at);
/// All but its metrics: they may name what is not declared yet.
[[nodiscard]] AutoscalerPlan autoscaler_plan(const ServiceConfig& config);
[[nodiscard]] std::vector<ScalingMetricPlan> scaling_metrics_of(Compiler& compiler, std::uint32_t component,
                                                                const ServiceConfig& config);

} // namespace shaketable::models
