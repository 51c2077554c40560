// Finagle's deposits, withdrawals and reserve, one by one.
#include "models/policies/finagle_budget.hpp"

#include "tests/models/policies/moments.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::finagle_budget_test {
namespace {

struct Bucket {
    FinagleBudgetConfig config;
    FinagleBudget budget;

    void call(int times, double seconds) {
        for (int time = 0; time < times; ++time)
            budget.call_began(config, at_seconds(seconds));
    }
    /// How many retries are allowed at once, of so many.
    int retries(int times, double seconds) {
        int allowed = 0;
        for (int time = 0; time < times; ++time)
            allowed += budget.may_retry(config, at_seconds(seconds), kBad) ? 1 : 0;
        return allowed;
    }
};

TEST(FinagleBudget, HasAReserveOfTenASecondForTenSeconds) {
    Bucket bucket;
    EXPECT_EQ(bucket.retries(1000, 0.0), 100);
}

TEST(FinagleBudget, AllowsOneRetryForFiveCallsBesideTheReserve) {
    Bucket bucket;
    bucket.call(49, 0.0);
    EXPECT_EQ(bucket.retries(1000, 0.5), 109); // 9.8 of 49
    bucket.call(1, 0.5);
    EXPECT_EQ(bucket.retries(1000, 0.5), 1);
}

TEST(FinagleBudget, ForgetsDepositsAndWithdrawalsAfterTheTtl) {
    Bucket bucket{.config = {.min_per_second = 0}, .budget = {}};
    bucket.call(50, 0.0);
    EXPECT_EQ(bucket.retries(4, 0.0), 4);
    EXPECT_EQ(bucket.retries(1, 9.9), 1); // its slice counts on until nine more are closed
    EXPECT_EQ(bucket.retries(100, 10.9), 0);

    Bucket spent;
    EXPECT_EQ(spent.retries(1000, 0.0), 100);
    EXPECT_EQ(spent.retries(1000, 9.9), 0);
    EXPECT_EQ(spent.retries(1000, 10.9), 100);
}

TEST(FinagleBudget, LetsOldSlicesGoOneByOne) {
    Bucket bucket{.config = {.min_per_second = 0}, .budget = {}};
    for (int second = 0; second < 10; ++second)
        bucket.call(10, second);
    EXPECT_EQ(bucket.budget.may_retry(bucket.config, at_seconds(9.5), kBad), true); // 20 of 100
    EXPECT_EQ(bucket.retries(1000, 12.0), 13); // the first three seconds are gone: 14, of which one is spent
}

TEST(FinagleBudget, TakesADepositlessRetryForOneToken) {
    Bucket bucket{.config = {.min_per_second = 2, .percent = 0.0}, .budget = {}};
    bucket.call(1000, 0.0);
    EXPECT_EQ(bucket.retries(1000, 0.0), 20);
    Bucket empty{.config = {.min_per_second = 0, .percent = 0.0}, .budget = {}};
    empty.call(1000, 0.0);
    EXPECT_EQ(empty.retries(1, 0.0), 0);
}

} // namespace
} // namespace shaketable::models::finagle_budget_test
