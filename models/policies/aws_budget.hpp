// The retry quota of the AWS SDKs' standard mode, as it was until 2026: a retry costs tokens, more of them
// after a time-out; what is good at last gives the cost of its last retry back, what is good at once one
// token.
//
// Source: boto/botocore, botocore/retries/standard.py (RetryQuotaChecker). The present form:
// models/policies/aws_2026_budget.hpp.
#pragma once

#include "models/describe.hpp"
#include "models/policies/call_moment.hpp"
#include "models/policies/retry_quota.hpp"

namespace shaketable::models {

inline constexpr Bounds kTokens = {0, 1e9};
inline constexpr Knob kQuotaCapacityKnob = {.name = "capacity",
                                            .doc = "Tokens at first, and at most.",
                                            .unit = "tokens",
                                            .origin = "AWS SDK standard mode",
                                            .bounds = kTokens,
                                            .acts = Acts::kAtNextCall};
inline constexpr Knob kQuotaCreditKnob = {.name = "success_credit",
                                          .doc = "Tokens that a call gives which is good without a retry.",
                                          .unit = "tokens",
                                          .origin = "AWS SDK standard mode",
                                          .bounds = kTokens,
                                          .acts = Acts::kAtNextCall};

struct AwsBudgetConfig {
    static constexpr std::string_view kTag = "aws";
    static constexpr std::string_view kDoc =
        "The retry quota of the AWS SDKs' standard mode until 2026: a retry costs tokens, a good call gives "
        "some back.";
    std::int64_t capacity = 500;
    std::int64_t cost = 5;
    std::int64_t timeout_cost = 10;
    std::int64_t success_credit = 1;
};
template <class Visitor>
void describe(Visitor& visit, AwsBudgetConfig& config) {
    visit(kQuotaCapacityKnob, config.capacity);
    visit(Knob{.name = "cost",
               .doc = "What a retry costs.",
               .unit = "tokens",
               .origin = "AWS SDK standard mode",
               .bounds = kTokens,
               .acts = Acts::kAtNextCall},
          config.cost);
    visit(Knob{.name = "timeout_cost",
               .doc = "What a retry costs after an attempt that timed out.",
               .unit = "tokens",
               .origin = "AWS SDK standard mode",
               .bounds = kTokens,
               .acts = Acts::kAtNextCall},
          config.timeout_cost);
    visit(kQuotaCreditKnob, config.success_credit);
}

class AwsBudget {
  public:
    using Config = AwsBudgetConfig;

    [[nodiscard]] bool may_retry(const Config& config, const CallMoment& moment, Outcome failure);
    void call_ended(const Config& config, const CallMoment& moment, Outcome outcome);

  private:
    RetryQuota quota_;
};

} // namespace shaketable::models
