#include "models/policies/aws_2026_budget.hpp"

namespace shaketable::models {

namespace {

std::int64_t cost_after(const Aws2026BudgetConfig& config, Outcome failure) {
    return is_throttling(failure) ? config.throttling_cost : config.transient_cost;
}

} // namespace

bool Aws2026Budget::may_retry(const Config& config, const CallMoment&, Outcome failure) {
    return quota_.acquire(cost_after(config, failure), config.capacity);
}

void Aws2026Budget::call_ended(const Config& config, const CallMoment& moment, Outcome outcome) {
    if (outcome != Outcome::kOk)
        return;
    const bool at_once = moment.attempt == 1;
    quota_.release(at_once ? config.success_credit : cost_after(config, moment.last_failure));
}

} // namespace shaketable::models
