// A HorizontalPodAutoscaler: from what metrics ask for to how many replicas there are to be, sync by sync.
//
// What is asked for is the most that any metric asks for; where a metric says nothing, nothing is scaled
// down. It is stabilised: up to no more than the least, and down to no less than the most, that was asked for
// within the windows. Then the policies limit by how much it may change within their periods, counted from
// what there was at the period's beginning; last come min and max.
//
// A plain value. Source: Kubernetes, "Horizontal Pod Autoscaling" (its defaults are the members' own), and
// pkg/controller/podautoscaler/horizontal.go (1.33), the functions for a HorizontalPodAutoscaler that states
// a behaviour.
#pragma once

#include "models/lifecycle/replica_calculator.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::models {

enum class SelectPolicy : std::uint8_t { kMax, kMin, kDisabled };

/// So many replicas, or percent of them, within a period.
struct ScalingPolicy {
    bool is_percent = false;
    std::int64_t value = 0;
    engine::Duration period = {};
};

struct ScalingRules {
    engine::Duration window = {};
    SelectPolicy select = SelectPolicy::kMax;
    std::vector<ScalingPolicy> policies = {};
};

struct AutoscalerRules {
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    CalculatorRules calculator = {};
    ScalingRules up = {.policies = {{true, 100, engine::Duration::from_seconds(15)},
                                    {false, 4, engine::Duration::from_seconds(15)}}};
    ScalingRules down = {.window = engine::Duration::from_seconds(300),
                         .policies = {{true, 100, engine::Duration::from_seconds(15)}}};
};

/// What it remembers from one sync to the next.
class Autoscaler {
  public:
    /// How many replicas there are to be from now on. Times do not go back.
    [[nodiscard]] std::uint32_t sync(const AutoscalerRules& rules, engine::Time now, std::uint32_t current,
                                     const std::vector<MetricSample>& metrics);

    [[nodiscard]] std::size_t bytes() const {
        return asked_.size() * sizeof(Asked) + (ups_.size() + downs_.size()) * sizeof(Change);
    }

  private:
    struct Asked {
        engine::Time at = {};
        std::uint32_t replicas = 0;
    };
    struct Change {
        engine::Time at = {};
        std::int64_t replicas = 0; // so many more, or fewer
    };

    [[nodiscard]] std::uint32_t stabilised(const AutoscalerRules& rules, engine::Time now,
                                           std::uint32_t current, std::uint32_t asked);
    [[nodiscard]] std::uint32_t limited(const AutoscalerRules& rules, engine::Time now, std::uint32_t current,
                                        std::uint32_t wanted) const;
    [[nodiscard]] std::int64_t limit(const ScalingRules& rules, engine::Time now, std::int64_t current,
                                     bool is_up) const;
    void remember(const AutoscalerRules& rules, engine::Time now, std::uint32_t before, std::uint32_t after);

    bool has_begun_ = false;
    std::vector<Asked> asked_;
    std::vector<Change> ups_;
    std::vector<Change> downs_;
};

} // namespace shaketable::models
