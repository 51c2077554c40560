// resilience4j's breaker, attempt by attempt.
#include "models/policies/circuit_breaker.hpp"

#include "tests/models/policies/moments.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace shaketable::models::circuit_breaker_test {
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

TEST(CircuitBreaker, JudgesByTheMinimumOfCallsWhereThatIsLessThanItLetsThrough) {
    for (const Outcome outcome : {kGood, kBad}) {
        Breaker breaker;
        breaker.config.minimum_calls = 4;
        breaker.pass(4, kBad);
        EXPECT_EQ(breaker.breaker.state(), State::kOpen);
        breaker.now_s = 61.0;
        for (int attempt = 0; attempt < 10; ++attempt)
            EXPECT_TRUE(breaker.admits());
        EXPECT_FALSE(breaker.admits());
        for (int attempt = 0; attempt < 3; ++attempt)
            breaker.end(outcome);
        EXPECT_EQ(breaker.breaker.state(), State::kHalfOpen);
        breaker.end(outcome); // the other six count in the state that this brings
        EXPECT_EQ(breaker.breaker.state(), outcome == kGood ? State::kClosed : State::kOpen);
    }
}

TEST(CircuitBreaker, CountsWhatWasBegunBeforeAChangeOfStateInTheNewOne) {
    Breaker breaker;
    breaker.config.minimum_calls = 2;
    breaker.config.half_open_calls = 2;
    for (int attempt = 0; attempt < 4; ++attempt)
        EXPECT_TRUE(breaker.admits());
    breaker.end(kBad);
    breaker.end(kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
    breaker.now_s = 61.0;
    EXPECT_TRUE(breaker.admits());
    EXPECT_EQ(breaker.breaker.state(), State::kHalfOpen);
    breaker.end(kGood); // two of the first four
    breaker.end(kGood);
    EXPECT_EQ(breaker.breaker.state(), State::kClosed);
    breaker.end(kBad); // the one that it let through to judge by
    breaker.end(kBad);
    EXPECT_EQ(breaker.breaker.state(), State::kOpen);
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
} // namespace shaketable::models::circuit_breaker_test
