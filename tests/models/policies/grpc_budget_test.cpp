// gRPC's tokens, one by one (A6).
#include "models/policies/grpc_budget.hpp"

#include "tests/models/policies/moments.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::grpc_budget_test {
namespace {

const CallMoment kMoment = at_attempt(1);

struct Tokens {
    GrpcBudgetConfig config;
    GrpcBudget budget;

    void fail(int times) {
        for (int time = 0; time < times; ++time)
            budget.attempt_ended(config, kMoment, kBad);
    }
    void succeed(int times) {
        for (int time = 0; time < times; ++time)
            budget.attempt_ended(config, kMoment, kGood);
    }
    [[nodiscard]] bool may_retry() const { return budget.may_retry(config, kMoment, kBad); }
};

TEST(GrpcBudget, StopsRetriesOnceHalfTheTokensAreLeft) {
    Tokens tokens;
    tokens.fail(4); // 6 of 10
    EXPECT_TRUE(tokens.may_retry());
    tokens.fail(1); // 5: half is not more than half
    EXPECT_FALSE(tokens.may_retry());
}

TEST(GrpcBudget, TakesTenGoodAnswersToMakeUpForOneFailure) {
    Tokens tokens;
    tokens.fail(6); // 4.0
    tokens.succeed(10);
    EXPECT_FALSE(tokens.may_retry()); // 5.0
    tokens.succeed(1);
    EXPECT_TRUE(tokens.may_retry()); // 5.1
}

TEST(GrpcBudget, HoldsAtMostAllTokensAndAtLeastNone) {
    Tokens tokens;
    tokens.succeed(1000);
    tokens.fail(4);
    EXPECT_TRUE(tokens.may_retry());
    tokens.fail(1000); // 0
    tokens.succeed(50);
    EXPECT_FALSE(tokens.may_retry());
    tokens.succeed(1);
    EXPECT_TRUE(tokens.may_retry());
}

TEST(GrpcBudget, TakesNothingForWhatItsCallerCancelled) {
    Tokens tokens;
    tokens.fail(4);
    for (int call = 0; call < 100; ++call)
        tokens.budget.attempt_ended(tokens.config, kMoment, Outcome::kCancelled);
    EXPECT_TRUE(tokens.may_retry());
}

TEST(GrpcBudget, IgnoresDigitsAfterTheThird) {
    Tokens tokens{.config = {.max_tokens = 2, .token_ratio = 0.2909}, .budget = {}};
    tokens.fail(2); // 0
    tokens.succeed(3);
    EXPECT_FALSE(tokens.may_retry()); // 0.870
    tokens.succeed(1);
    EXPECT_TRUE(tokens.may_retry()); // 1.160
}

} // namespace
} // namespace shaketable::models::grpc_budget_test
