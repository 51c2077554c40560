// The AWS SDKs' tokens, one by one, before and since 2026.
#include "models/policies/aws_2026_budget.hpp"
#include "models/policies/aws_budget.hpp"

#include "tests/models/policies/moments.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::aws_budget_test {
namespace {

template <class Budget>
struct Quota {
    typename Budget::Config config;
    Budget budget;

    /// How many retries are allowed in a row, after failures of this kind.
    int retries(Outcome failure) {
        int allowed = 0;
        while (budget.may_retry(config, at_attempt(1), failure))
            ++allowed;
        return allowed;
    }
    void end_well(int attempts, Outcome last_failure = kGood) {
        budget.call_ended(config, at_attempt(attempts, last_failure), kGood);
    }
};

TEST(AwsBudget, AllowsAHundredRetriesOrFiftyAfterTimeOuts) {
    EXPECT_EQ(Quota<AwsBudget>().retries(kBad), 100);
    EXPECT_EQ(Quota<AwsBudget>().retries(Outcome::kTimedOutWaiting), 50);
    EXPECT_EQ(Quota<AwsBudget>().retries(Outcome::kTimedOutInService), 50);
}

TEST(AwsBudget, GetsBackWhatTheLastRetryCost) {
    Quota<AwsBudget> quota;
    EXPECT_EQ(quota.retries(kBad), 100);
    quota.end_well(3, Outcome::kTimedOutWaiting); // 10, whatever the retry before it cost
    EXPECT_EQ(quota.retries(kBad), 2);
    quota.end_well(2, kBad);
    EXPECT_EQ(quota.retries(kBad), 1);
}

TEST(AwsBudget, GainsOneTokenFromAGoodCallAndNoneFromABadOne) {
    Quota<AwsBudget> quota;
    EXPECT_EQ(quota.retries(kBad), 100);
    for (int call = 0; call < 4; ++call)
        quota.end_well(1);
    quota.budget.call_ended(quota.config, at_attempt(2, kBad), kBad);
    EXPECT_EQ(quota.retries(kBad), 0);
    quota.end_well(1);
    EXPECT_EQ(quota.retries(kBad), 1);
}

TEST(AwsBudget, NeverHoldsMoreThanItsCapacity) {
    Quota<AwsBudget> quota;
    for (int call = 0; call < 1000; ++call)
        quota.end_well(1);
    EXPECT_EQ(quota.retries(kBad), 100);
}

TEST(AwsBudget, RefusesWhatItCannotPayInFull) {
    Quota<AwsBudget> quota{.config = {.capacity = 9}, .budget = {}};
    EXPECT_EQ(quota.retries(Outcome::kTimedOutWaiting), 0);
    EXPECT_EQ(quota.retries(kBad), 1);
}

TEST(Aws2026Budget, PaysFourteenOrFiveIfThrottled) {
    EXPECT_EQ(Quota<Aws2026Budget>().retries(kBad), 35);
    EXPECT_EQ(Quota<Aws2026Budget>().retries(Outcome::kTimedOutWaiting), 35);
    EXPECT_EQ(Quota<Aws2026Budget>().retries(Outcome::kQueueFull), 100);
    EXPECT_EQ(Quota<Aws2026Budget>().retries(Outcome::kThrottled), 100);
}

TEST(Aws2026Budget, GetsBackWhatTheLastRetryCost) {
    Quota<Aws2026Budget> quota;
    EXPECT_EQ(quota.retries(kBad), 35); // 10 are left
    EXPECT_EQ(quota.retries(Outcome::kQueueFull), 2);
    quota.end_well(2, kBad);
    EXPECT_EQ(quota.retries(kBad), 1);
    quota.end_well(3, Outcome::kQueueFull);
    EXPECT_EQ(quota.retries(Outcome::kQueueFull), 1);
}

} // namespace
} // namespace shaketable::models::aws_budget_test
