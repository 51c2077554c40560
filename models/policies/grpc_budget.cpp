#include "models/policies/grpc_budget.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr std::int64_t kToken = 1000;

std::int64_t most(const GrpcBudgetConfig& config) { return config.max_tokens * kToken; }

/// Cut off after the third digit, but for what a binary fraction lacks of a decimal one.
std::int64_t thousandths(double tokens) { return static_cast<std::int64_t>(tokens * kToken + 1e-6); }

} // namespace

void GrpcBudget::attempt_ended(const Config& config, const CallMoment&, Outcome outcome) {
    if (outcome == Outcome::kCancelled) // the caller's own doing
        return;
    const auto given_back = thousandths(config.token_ratio);
    const std::int64_t change = outcome == Outcome::kOk ? -given_back : kToken;
    missing_thousandths_ = std::clamp<std::int64_t>(missing_thousandths_ + change, 0, most(config));
}

bool GrpcBudget::may_retry(const Config& config, const CallMoment&, Outcome) const {
    return 2 * (most(config) - missing_thousandths_) > most(config);
}

} // namespace shaketable::models
