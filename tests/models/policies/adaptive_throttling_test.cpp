// The SRE book's throttling: requests, accepts, and two minutes.
#include "models/policies/adaptive_throttling.hpp"

#include "tests/models/policies/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::models::adaptive_throttling_test {
namespace {

struct Throttle {
    AdaptiveThrottlingConfig config;
    AdaptiveThrottling throttling;
    std::uint64_t calls = 0;

    /// How many of so many attempts are let through; those end so.
    int pass(int times, Outcome outcome, double seconds) {
        int passed = 0;
        for (int time = 0; time < times; ++time) {
            CallMoment moment = at_seconds(seconds);
            moment.call = engine::Key::from_seed(++calls);
            if (throttling.admits(config, moment) != Outcome::kOk)
                continue;
            ++passed;
            throttling.attempt_ended(config, moment, outcome);
        }
        return passed;
    }
};

TEST(AdaptiveThrottling, HoldsNothingBackWhileHalfIsAccepted) {
    Throttle throttle;
    for (int pair = 0; pair < 1000; ++pair) {
        EXPECT_EQ(throttle.pass(1, kGood, 1.0), 1);
        EXPECT_EQ(throttle.pass(1, Outcome::kQueueFull, 1.0), 1);
    }
}

TEST(AdaptiveThrottling, HoldsBackMoreAndMoreOfWhatIsRejected) {
    Throttle throttle;
    EXPECT_EQ(throttle.pass(500, kGood, 1.0), 500);
    EXPECT_EQ(throttle.pass(500, Outcome::kQueueFull, 1.0), 500); // 1000 requests, 500 accepts
    // From here on request n goes out with probability (1000 + 1) / (n + 1).
    double expected = 0.0;
    for (int request = 1000; request < 5000; ++request)
        expected += 1001.0 / (request + 1.0);
    EXPECT_NEAR(throttle.pass(4000, Outcome::kQueueFull, 1.0), expected, 4.0 * std::sqrt(expected));
}

TEST(AdaptiveThrottling, TakesAnErrorOfTheCalleeForAccepted) {
    Throttle throttle;
    EXPECT_EQ(throttle.pass(1000, kBad, 1.0), 1000);
    EXPECT_EQ(throttle.pass(1000, Outcome::kCalleeError, 1.0), 1000);
}

TEST(AdaptiveThrottling, ForgetsAfterTwoMinutes) {
    Throttle throttle;
    throttle.pass(1000, Outcome::kQueueFull, 0.0);
    EXPECT_LT(throttle.pass(1000, Outcome::kQueueFull, 119.9), 10); // they are all still there
    EXPECT_EQ(throttle.pass(1, Outcome::kQueueFull, 240.0), 1);
}

TEST(AdaptiveThrottling, LetsThroughKTimesWhatIsAccepted) {
    Throttle strict{.config = {.k = 1.1}, .throttling = {}};
    EXPECT_EQ(strict.pass(1000, kGood, 1.0), 1000);
    EXPECT_EQ(strict.pass(100, Outcome::kQueueFull, 1.0), 100);
    EXPECT_LT(strict.pass(10'000, Outcome::kQueueFull, 1.0), 4000); // with k = 2: 900 and more
}

} // namespace
} // namespace shaketable::models::adaptive_throttling_test
