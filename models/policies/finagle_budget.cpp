#include "models/policies/finagle_budget.hpp"

#include <algorithm>
#include <numeric>

namespace shaketable::models {

namespace {

constexpr double kDeposit = 1000.0;
constexpr double kDearest = 1e9; // far beyond any number of deposits, and of sums in 64 bits

std::int64_t deposit(const FinagleBudgetConfig& config) {
    return config.percent == 0.0 ? 0 : static_cast<std::int64_t>(kDeposit);
}

std::int64_t withdrawal(const FinagleBudgetConfig& config) {
    return config.percent == 0.0
               ? 1
               : static_cast<std::int64_t>(std::min(kDeposit / (config.percent / 100.0), kDearest));
}

std::int64_t reserve(const FinagleBudgetConfig& config) {
    return config.min_per_second * (config.ttl.ns() / engine::kNanosecondsPerSecond) * withdrawal(config);
}

} // namespace

void FinagleBudget::expire(const Config& config, engine::Time now) {
    const std::int64_t slice = config.ttl.ns() / static_cast<std::int64_t>(closed_.size() + 1);
    const std::int64_t ended = (now.ns() - opened_at_ns_) / slice;
    if (ended == 0)
        return;
    closed_[next_] = open_;
    next_ = (next_ + 1) % closed_.size();
    const auto skipped = std::min<std::int64_t>(ended - 1, static_cast<std::int64_t>(closed_.size()));
    for (std::int64_t slices = 0; slices < skipped; ++slices) {
        closed_[next_] = 0;
        next_ = (next_ + 1) % closed_.size();
    }
    open_ = 0;
    opened_at_ns_ = now.ns();
}

std::int64_t FinagleBudget::balance() const { return std::accumulate(closed_.begin(), closed_.end(), open_); }

void FinagleBudget::call_began(const Config& config, const CallMoment& moment) {
    expire(config, moment.now);
    open_ += deposit(config);
}

bool FinagleBudget::may_retry(const Config& config, const CallMoment& moment, Outcome) {
    expire(config, moment.now);
    if (balance() + reserve(config) < withdrawal(config))
        return false;
    open_ -= withdrawal(config);
    return true;
}

} // namespace shaketable::models
