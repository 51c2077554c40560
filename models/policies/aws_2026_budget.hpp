// The retry quota of the AWS SDKs' standard mode since 2026 ("2.1"): a retry after a throttling error is
// cheap, any other dear; time-outs are no case of their own any more. Else as models/policies/aws_budget.hpp.
//
// Source: boto/botocore, botocore/retries/standard.py (_RETRY_COST_V2); the default since 2026-11-10:
// aws.amazon.com/blogs/developer/updated-default-retry-behavior-for-aws-sdks-and-tools.
#pragma once

#include "models/policies/aws_budget.hpp"

namespace shaketable::models {

struct Aws2026BudgetConfig {
    static constexpr std::string_view kTag = "aws_2026";
    static constexpr std::string_view kDoc = "The retry quota of the AWS SDKs' standard mode since 2026: "
                                             "what a retry costs depends on whether the "
                                             "attempt was throttled.";
    std::int64_t capacity = 500;
    std::int64_t transient_cost = 14;
    std::int64_t throttling_cost = 5;
    std::int64_t success_credit = 1;
};
template <class Visitor>
void describe(Visitor& visit, Aws2026BudgetConfig& config) {
    visit(kQuotaCapacityKnob, config.capacity);
    visit(Knob{.name = "transient_cost",
               .doc = "What a retry costs after any other failure.",
               .unit = "tokens",
               .origin = "AWS SDK standard mode since 2026",
               .bounds = kTokens,
               .acts = Acts::kAtNextCall},
          config.transient_cost);
    visit(
        Knob{.name = "throttling_cost",
             .doc =
                 "What a retry costs after an attempt that was throttled: its queue was full, or the caller "
                 "itself held it back.",
             .unit = "tokens",
             .origin = "AWS SDK standard mode since 2026",
             .bounds = kTokens,
             .acts = Acts::kAtNextCall},
        config.throttling_cost);
    visit(kQuotaCreditKnob, config.success_credit);
}

class Aws2026Budget {
  public:
    using Config = Aws2026BudgetConfig;

    [[nodiscard]] bool may_retry(const Config& config, const CallMoment& moment, Outcome failure);
    void call_ended(const Config& config, const CallMoment& moment, Outcome outcome);

  private:
    RetryQuota quota_;
};

} // namespace shaketable::models
