// Finagle's retry budget: each call deposits tokens that expire, each retry withdraws some, and a reserve
// lets those retry who call seldom.
//
// Source: twitter/finagle, RetryBudget.scala (TokenRetryBudget), and twitter/util, TokenBucket.scala
// (newLeakyBucket) and WindowedAdder.scala: ten slices of a tenth of the ttl, of which nine are closed. A
// withdrawal is a negative deposit, which expires too. A slice begins with the first use after the one before
// has ended, not at a multiple of its length, as there.
#pragma once

#include "models/describe.hpp"
#include "models/policies/call_moment.hpp"

#include <array>

namespace shaketable::models {

struct FinagleBudgetConfig {
    static constexpr std::string_view kTag = "finagle";
    static constexpr std::string_view kDoc = "Finagle's RetryBudget: retries up to `percent` of the calls of "
                                             "the last `ttl`, and min_per_second on "
                                             "top.";
    engine::Duration ttl = engine::Duration::from_seconds(10);
    std::int64_t min_per_second = 10;
    double percent = 20.0;
};
template <class Visitor>
void describe(Visitor& visit, FinagleBudgetConfig& config) {
    visit(Knob{.name = "ttl",
               .doc = "How long a call's deposit counts.",
               .origin = "Finagle RetryBudget, ttl",
               .bounds = {1, 60},
               .acts = Acts::kAtNextCall},
          config.ttl);
    visit(Knob{.name = "min_per_second",
               .doc = "Retries a second, over the ttl, that need no deposits.",
               .unit = "retries/s",
               .origin = "Finagle RetryBudget, minRetriesPerSec",
               .bounds = {0, 1'000'000},
               .acts = Acts::kAtNextCall},
          config.min_per_second);
    visit(Knob{.name = "percent",
               .doc = "Retries that the deposits allow, in percent of the calls.",
               .unit = "%",
               .origin = "Finagle RetryBudget, percentCanRetry 0.2",
               .bounds = {0, 100'000},
               .acts = Acts::kAtNextCall},
          config.percent);
}

class FinagleBudget {
  public:
    using Config = FinagleBudgetConfig;

    void call_began(const Config& config, const CallMoment& moment);
    [[nodiscard]] bool may_retry(const Config& config, const CallMoment& moment, Outcome failure);

  private:
    void expire(const Config& config, engine::Time now);
    [[nodiscard]] std::int64_t balance() const;

    std::array<std::int64_t, 9> closed_{};
    std::uint64_t next_ = 0; // that is overwritten
    std::int64_t open_ = 0;
    std::int64_t opened_at_ns_ = 0;
};

} // namespace shaketable::models
