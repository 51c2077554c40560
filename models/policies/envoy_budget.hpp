// Envoy's retry budget: at most so many retries at a time, as a share of the attempts that are under way.
//
// A retry counts from the decision to make it, its back-off included, until its attempt ends. Source:
// envoyproxy/envoy, source/common/upstream/resource_manager_impl.h (RetryBudgetImpl) and
// source/common/router/retry_state_impl.cc. There the counts are those of a cluster and priority, here one
// policy's on one edge. The attempt that failed has left the
// attempts under way when it is asked for (not verified against Envoy's order). With percent 0 it is Envoy's
// older limit, max_retries.
#pragma once

#include "models/describe.hpp"
#include "models/policies/call_moment.hpp"

namespace shaketable::models {

struct EnvoyBudgetConfig {
    static constexpr std::string_view kTag = "envoy";
    static constexpr std::string_view kDoc =
        "Envoy's retry_budget: a retry is allowed while fewer than `percent` of the attempts under way, or "
        "fewer than min_concurrency, are retries.";
    double percent = 20.0;
    std::int64_t min_concurrency = 3;
};
template <class Visitor>
void describe(Visitor& visit, EnvoyBudgetConfig& config) {
    visit(
        Knob{.name = "percent",
             .doc = "Retries at a time, in percent of the attempts that wait for a connection or an answer.",
             .unit = "%",
             .origin = "Envoy budget_percent",
             .bounds = {0, 100},
             .acts = Acts::kAtNextCall},
        config.percent);
    visit(Knob{.name = "min_concurrency",
               .doc = "So many retries at a time are allowed however few attempts are under way.",
               .unit = "retries",
               .origin = "Envoy min_retry_concurrency",
               .bounds = {0, 1'000'000},
               .acts = Acts::kAtNextCall},
          config.min_concurrency);
}

class EnvoyBudget {
  public:
    using Config = EnvoyBudgetConfig;

    [[nodiscard]] Outcome admits(const Config& config, const CallMoment& moment);
    void attempt_ended(const Config& config, const CallMoment& moment, Outcome outcome);
    [[nodiscard]] bool may_retry(const Config& config, const CallMoment& moment, Outcome failure);
    void retry_dropped(const Config& config, const CallMoment& moment);

  private:
    std::uint32_t attempts_ = 0; // under way, retries among them
    std::uint32_t retries_ = 0;  // decided upon, and not over
};

} // namespace shaketable::models
