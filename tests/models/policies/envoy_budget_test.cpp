// Envoy's concurrent retries, one by one.
#include "models/policies/envoy_budget.hpp"

#include "tests/models/policies/moments.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::envoy_budget_test {
namespace {

struct Attempts {
    EnvoyBudgetConfig config;
    EnvoyBudget budget;

    void begin(int times) {
        for (int time = 0; time < times; ++time)
            EXPECT_EQ(budget.admits(config, at_attempt(1)), Outcome::kOk);
    }
    /// So many first attempts fail; returns how many of them may be tried again.
    int fail(int times) {
        int allowed = 0;
        for (int time = 0; time < times; ++time) {
            budget.attempt_ended(config, at_attempt(1), kBad);
            allowed += budget.may_retry(config, at_attempt(1), kBad) ? 1 : 0;
        }
        return allowed;
    }
};

TEST(EnvoyBudget, AllowsThreeRetriesHoweverFewAttemptsAreUnderWay) {
    Attempts attempts;
    attempts.begin(5);
    EXPECT_EQ(attempts.fail(5), 3);
}

TEST(EnvoyBudget, AllowsAFifthOfTheAttemptsUnderWay) {
    Attempts attempts;
    attempts.begin(100);
    EXPECT_EQ(attempts.fail(25), 16); // the last of them while 80 to 84 are under way
}

TEST(EnvoyBudget, CountsARetryThroughItsBackOffUntilItsAttemptEnds) {
    Attempts attempts;
    attempts.begin(4);
    EXPECT_EQ(attempts.fail(4), 3);
    EXPECT_EQ(attempts.budget.admits(attempts.config, at_attempt(2)), Outcome::kOk); // one is on its way
    EXPECT_FALSE(attempts.budget.may_retry(attempts.config, at_attempt(1), kBad));
    attempts.budget.attempt_ended(attempts.config, at_attempt(2), kGood);
    EXPECT_TRUE(attempts.budget.may_retry(attempts.config, at_attempt(1), kBad));
    EXPECT_FALSE(attempts.budget.may_retry(attempts.config, at_attempt(1), kBad));
}

TEST(EnvoyBudget, GetsBackARetryOfWhichNothingCame) {
    Attempts attempts;
    attempts.begin(4);
    EXPECT_EQ(attempts.fail(4), 3);
    attempts.budget.retry_dropped(attempts.config, at_attempt(1));
    EXPECT_TRUE(attempts.budget.may_retry(attempts.config, at_attempt(1), kBad));
}

TEST(EnvoyBudget, IsMaxRetriesWithoutAPercentage) {
    Attempts attempts{.config = {.percent = 0.0, .min_concurrency = 3}, .budget = {}};
    attempts.begin(1000);
    EXPECT_EQ(attempts.fail(100), 3);
}

} // namespace
} // namespace shaketable::models::envoy_budget_test
