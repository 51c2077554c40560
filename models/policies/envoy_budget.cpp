#include "models/policies/envoy_budget.hpp"

#include "engine/assert.hpp"

#include <algorithm>

namespace shaketable::models {

Outcome EnvoyBudget::admits(const Config&, const CallMoment&) {
    ++attempts_;
    return Outcome::kOk;
}

void EnvoyBudget::attempt_ended(const Config&, const CallMoment& moment, Outcome) {
    const bool was_retry = moment.attempt > 1;
    SHAKETABLE_ASSERT(attempts_ > 0 && (!was_retry || retries_ > 0));
    --attempts_;
    if (was_retry)
        --retries_;
}

bool EnvoyBudget::may_retry(const Config& config, const CallMoment&, Outcome) {
    const auto share = static_cast<std::int64_t>(config.percent / 100.0 * attempts_);
    if (retries_ >= std::max(share, config.min_concurrency))
        return false;
    ++retries_;
    return true;
}

void EnvoyBudget::retry_dropped(const Config&, const CallMoment&) {
    SHAKETABLE_ASSERT(retries_ > 0);
    --retries_;
}

} // namespace shaketable::models
