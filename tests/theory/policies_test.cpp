// Policies of calls, at one seed, and with a parameter broken, which must be seen.
#include "tests/theory/policies.hpp"

#include "tests/theory/broken.hpp"
#include "tests/theory/formulas.hpp"
#include "tests/theory/settings.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

TEST(FeedbackThroughRetries, LoadsAStationAsJacksonSays) { expect_agreement(compare_feedback(quick())); }

TEST(PowerOfD, LastsAsTheSupermarketModelSays) {
    for (const int choices : {2, 3})
        for (const double load : {0.5, 0.7, 0.8})
            expect_agreement(compare_power_of_d({.choices = choices, .load = load}, quick()));
    expect_agreement(compare_power_of_d({.choices = 1, .load = 0.5}, quick()));
}

TEST(PowerOfD, FillsStationsAsTheSupermarketModelSays) {
    expect_agreement(compare_power_of_d_tail({.choices = 2, .load = 0.8}, 4, quick()));
}

TEST(AdaptiveThrottling, LetsThroughKTimesTheCapacity) {
    for (const double k : {2.0, 1.1})
        expect_agreement(compare_throttling(k, quick()));
}

// Mitzenmacher's series, as printed in the plan of this project's checks.
TEST(SupermarketFormula, HasItsPrintedValues) {
    EXPECT_NEAR(supermarket_sojourn(2, 0.5), 1.26569, 5e-6);
    EXPECT_NEAR(supermarket_sojourn(2, 0.9), 2.61406, 5e-6);
    EXPECT_NEAR(supermarket_sojourn(3, 0.95), 2.53513, 5e-6);
    EXPECT_NEAR(supermarket_sojourn(1, 0.8), 5.0, 1e-12);
    EXPECT_NEAR(supermarket_tail(2, 0.9, 1), 0.9, 1e-12);
    EXPECT_NEAR(supermarket_tail(2, 0.9, 2), 0.729, 1e-12);
    EXPECT_NEAR(supermarket_tail(2, 0.9, 3), 0.4783, 5e-5);
    EXPECT_NEAR(supermarket_tail(2, 0.9, 4), 0.20589, 5e-6);
    EXPECT_NEAR(supermarket_tail(2, 0.9, 5), 0.03815, 5e-6);
}

TEST(BrokenFeedback, IsSeenWithMoreFailures) {
    expect_disagreement(compare_feedback(broken({with_failure_at_station(0.28)})));
}
TEST(BrokenFeedback, IsSeenWithARetryOnly) {
    expect_disagreement(compare_feedback(broken({with_attempts(2)})));
}

TEST(BrokenPowerOfD, IsSeenWithOneChoiceMoreOrRoundRobin) {
    expect_disagreement(
        compare_power_of_d({.choices = 2, .load = 0.8}, broken({"/policies/choosy/choices=3"})));
    expect_disagreement(
        compare_power_of_d_tail({.choices = 2, .load = 0.8}, 4, broken({"/policies/choosy/choices=3"})),
        {"stations with 1 or more"}); // which is the load
    expect_disagreement(compare_power_of_d({.choices = 2, .load = 0.8},
                                           broken({R"(/policies/choosy={"balance": "round_robin"})"})));
}

TEST(BrokenThrottling, IsSeenWithAnotherK) {
    expect_disagreement(compare_throttling(2.0, broken({"/policies/modest/adaptive_throttling/k=1.7"})),
                        {"held back"});
    expect_disagreement(compare_throttling(2.0, broken({"/policies/modest={}"})));
}

} // namespace
} // namespace shaketable::theory
