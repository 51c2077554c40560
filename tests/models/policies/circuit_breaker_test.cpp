// resilience4j's breaker, attempt by attempt.
#include "models/policies/circuit_breaker.hpp"

#include "tests/models/policies/moments.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace shaketable::models {
namespace {

using State = CircuitBreaker::State;

struct Breaker {
    CircuitBreakerConfig config;
    CircuitBreaker breaker;
    double now_s = 0.0;

    [[nodiscard]] bool admits() { return breaker.admits(config, at_seconds(now_s)) == Outcome::kOk; }
    void end(Outcome outcome, double took_s = 0.1) {
        CallMoment moment = at_seconds(now_s);
        moment.took = engine::round_to_duration(took_s * 1e9);
        breaker.attempt_ended(config, moment, outcome);
    }
    void pass(int times, Outcome outcome, double took_s = 0.1) {
        for (int time = 0; time < times; ++time) {
            ASSERT_TRUE(admits());
            end(outcome, took_s);
        }
    }
};

TEST(CircuitBreaker, DoesNotOpenBeforeTheMinimumOfCalls) {
    Breaker breaker;
    breaker.pass(99, kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kClosed);
    breaker.pass(1, kGood);
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
}

TEST(CircuitBreaker, OpensWhenHalfOfTheLastHundredFailed) {
    Breaker breaker;
    breaker.pass(51, kGood);
    breaker.pass(49, kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kClosed); // 49 of 100
    breaker.pass(1, kBad);                              // a good one falls out of the window
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
    EXPECT_FALSE(breaker.admits());
}

TEST(CircuitBreaker, ForgetsWhatFallsOutOfTheWindow) {
    Breaker breaker;
    breaker.pass(49, kBad);
    breaker.pass(100, kGood);
    breaker.pass(49, kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kClosed);
    breaker.pass(1, kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
}

TEST(CircuitBreaker, OpensWhenEveryCallIsSlowHoweverItEnds) {
    Breaker breaker;
    breaker.config.slow_after = engine::Duration::from_seconds(1);
    breaker.pass(1, kGood, 1.0); // not longer
    breaker.pass(99, kGood, 1.1);
    EXPECT_EQ(breaker.breaker.state(), State::kClosed);
    breaker.pass(1, kGood, 1.1);
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
}

TEST(CircuitBreaker, IsHalfOpenAfterTheWaitAndLetsTenThrough) {
    Breaker breaker;
    breaker.pass(100, kBad);
    breaker.now_s = 60.0;
    EXPECT_FALSE(breaker.admits()); // not yet later than that
    breaker.now_s = 60.1;
    for (int attempt = 0; attempt < 10; ++attempt)
        EXPECT_TRUE(breaker.admits());
    EXPECT_EQ(breaker.breaker.state(), State::kHalfOpen);
    EXPECT_FALSE(breaker.admits());
}

TEST(CircuitBreaker, ClosesOrOpensByHowTheTenEnd) {
    Breaker well;
    well.pass(100, kBad);
    well.now_s = 61.0;
    well.pass(4, kBad);
    well.pass(5, kGood);
    EXPECT_EQ(well.breaker.state(), State::kHalfOpen);
    well.pass(1, kGood);
    EXPECT_EQ(well.breaker.state(), State::kClosed);
    well.pass(99, kBad); // with an empty window
    EXPECT_EQ(well.breaker.state(), State::kClosed);

    Breaker ill;
    ill.pass(100, kBad);
    ill.now_s = 61.0;
    ill.pass(5, kGood);
    ill.pass(5, kBad);
    EXPECT_EQ(ill.breaker.state(), State::kOpen);
    ill.now_s = 121.0; // the wait begins anew
    EXPECT_FALSE(ill.admits());
    ill.now_s = 121.1;
    EXPECT_TRUE(ill.admits());
}

TEST(CircuitBreaker, IgnoresWhatEndsWhileItIsOpen) {
    Breaker breaker;
    breaker.pass(100, kBad);
    for (int late = 0; late < 200; ++late)
        breaker.end(kGood);
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
}

TEST(CircuitBreaker, TakesBackThePermitOfAnAttemptThatDidNotGoOut) {
    Breaker breaker;
    breaker.pass(100, kBad);
    breaker.now_s = 61.0;
    for (int attempt = 0; attempt < 10; ++attempt)
        EXPECT_TRUE(breaker.admits());
    EXPECT_FALSE(breaker.admits());
    breaker.end(Outcome::kThrottled);
    EXPECT_TRUE(breaker.admits());
}

TEST(CircuitBreaker, BeginsItsWindowAnewWhenItHasBecomeShorter) {
    Breaker breaker;
    breaker.pass(80, kBad);
    breaker.config.window = 10;
    breaker.config.minimum_calls = 10;
    breaker.pass(9, kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kClosed);
    breaker.pass(1, kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
}

} // namespace
} // namespace shaketable::models
