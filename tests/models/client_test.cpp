// Populations of users: arrivals, thinking, journeys, and which of them are in the figures.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace shaketable::models::client_test {
namespace {

std::string text_of(const std::string& head, const std::string& load, const std::string& journeys) {
    return head + R"(, "network": { "latency": "0s" }, "components": { "user": { "kind": "client", )" + load +
           R"(, "journeys": { )" + journeys +
           R"( } }, "web": { "kind": "service", "workers": 100000, "endpoints": {
           "e": { "steps": [ { "wait": "300ms" } ] } } } })";
}
constexpr const char* kWaits = R"("j": { "steps": [ { "wait": "300ms" } ] })";

TEST(OpenClient, EvenArrivalsKeepTheirGap) {
    const Played played(
        text_of(R"("duration": "1s")", R"("arrivals": { "rate": "5/s", "pattern": "even" })", kWaits));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyBegan)), (Times{200, 400, 600, 800}));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{500, 700, 900}));
}

TEST(OpenClient, EvenArrivalsKeepTheirRateWhereTheGapIsNoWholeNanosecond) {
    const Played played(text_of(R"("duration": "1ms")",
                                R"("arrivals": { "rate": "400000000/s", "pattern": "even" })", kWaits));
    const Times times = played.facts.times(What::kJourneyBegan);
    ASSERT_EQ(times.size(), 399'999U);
    EXPECT_EQ(Times(times.begin(), times.begin() + 4), (Times{3, 5, 8, 10}));
    EXPECT_EQ(times.back(), 999'998);
}

TEST(OpenClient, RateStepsActFromTheirInstantOn) {
    const Played played(text_of(R"("duration": "2600ms")",
                                R"("arrivals": { "rate": "2/s", "pattern": "even", "steps": {
        "faster": { "at": "1200ms", "rate": "10/s" }, "none": { "at": "1500ms", "rate": "0/s" },
        "again": { "at": "2s", "rate": "5/s" } } })",
                                kWaits));
    // 0.4 of a gap is over at 1200 ms, the other 0.6 takes 60 ms; at 1500 ms, 0.4 of one is over again.
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyBegan)),
              (Times{500, 1000, 1260, 1360, 1460, 2120, 2320, 2520}));
}

TEST(OpenClient, RateStepsCountFromTheEndOfWarmUp) {
    const Played played(text_of(R"("warm_up": "1s", "duration": "1s")",
                                R"("arrivals": { "rate": "0/s", "pattern": "even", "steps": {
        "b": { "at": "500ms", "rate": "10/s" }, "a": { "at": "0s", "rate": "4/s" } } })",
                                kWaits));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyBegan)), (Times{1250, 1500, 1600, 1700, 1800, 1900}));
}

TEST(OpenClient, PoissonArrivalsHaveTheirRateAndIndependentGaps) {
    const Played played(text_of(R"("duration": "100s")", R"("arrivals": { "rate": "200/s" })", kWaits));
    const Times times = played.facts.times(What::kJourneyBegan);
    const auto count = static_cast<double>(times.size());
    EXPECT_NEAR(count, 20'000.0, 4.5 * std::sqrt(20'000.0));
    double squares = 0.0;
    for (std::size_t place = 1; place < times.size(); ++place)
        squares += std::pow(static_cast<double>(times[place] - times[place - 1]) / (5.0 * kMs), 2.0);
    EXPECT_NEAR(squares / count, 2.0,
                4.5 * std::sqrt(20.0 / count)); // of an exponential: E X^2 = 2, Var X^2 = 20
}

TEST(OpenClient, ChoosesJourneysByWeight) {
    const Played played(text_of(R"("duration": "40s")", R"("arrivals": { "rate": "500/s" })",
                                R"("a": { "weight": 1, "steps": [ { "wait": "1ms" } ] }, "b": { "weight": 3,
        "steps": [ { "wait": "1ms" } ] }, "c": { "weight": 1e-12, "steps": [ { "wait": "1ms" } ] })"));
    std::vector<double> begun;
    for (const JourneyRecord& journey : played.simulation.recording().journeys()) {
        double sum = 0.0;
        for (const JourneyWindow& window : journey.windows)
            sum += static_cast<double>(window.begun);
        begun.push_back(sum);
    }
    EXPECT_NEAR(begun[1] / (begun[0] + begun[1]), 0.75, 4.5 * std::sqrt(0.75 * 0.25 / 20'000.0));
    EXPECT_EQ(begun[2], 0.0);
}

TEST(ClosedClient, EachUserThinksWaitsAndAsksAgain) {
    const Played played(
        text_of(R"("duration": "2s")", R"("users": { "count": 2, "think": "200ms" })", kWaits));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyBegan)),
              (Times{200, 200, 700, 700, 1200, 1200, 1700, 1700}));
}

TEST(ClosedClient, FollowsTheInteractiveResponseTimeLaw) {
    const Played played(text_of(R"("duration": "200s")",
                                R"("users": { "count": 30, "think": { "exponential": "1s" } })",
                                R"("j": { "steps": [ { "call": "web.e" } ] })"));
    const double throughput = static_cast<double>(played.facts.of(What::kJourneyEnded).size()) / 200.0;
    EXPECT_NEAR(throughput, 30.0 / 1.3, 0.5); // X = N / (Z + R)
}

TEST(Figures, JourneysFromBeforeZeroAreInNone) {
    const Played played(text_of(R"("warm_up": "1s", "duration": "1s", "window": "500ms")",
                                R"("arrivals": { "rate": "5/s", "pattern": "even" })", kWaits));
    EXPECT_EQ(played.facts.of(What::kJourneyBegan).size(), 9U);
    const JourneyRecord& record = played.simulation.recording().journeys()[0];
    ASSERT_EQ(record.windows.size(), 2U); // begun at 1, 1.2, 1.4; 1.6, 1.8; ended of them: 1.3, 1.5, 1.7, 1.9
    EXPECT_EQ(record.windows[0].begun, 3U);
    EXPECT_EQ(record.windows[0].good, 3U);
    EXPECT_EQ(record.windows[1].begun, 2U);
    EXPECT_EQ(record.windows[1].good, 1U);
    EXPECT_EQ(record.latency_sum_low, static_cast<std::uint64_t>(4 * 300 * kMs));
    EXPECT_EQ(record.latency_max_ns, 300 * kMs);
    EXPECT_EQ(played.total("user", "journeys_begun"), 5);
    EXPECT_EQ(played.total("user", "journeys_good"),
              5); // a component counts all work since zero: 1.1, 1.3, ... 1.9
}

TEST(Figures, JourneysYoungerThanGoodWithinAtTheEndArePending) {
    const Played played(text_of(R"("duration": "1s")", R"("arrivals": { "rate": "5/s", "pattern": "even" })",
                                R"("j": { "good_within": "350ms", "steps": [ { "wait": "300ms" } ] })"));
    const JourneyRecord& record = played.simulation.recording().journeys()[0];
    EXPECT_EQ(record.windows[0].begun, 3U); // 200, 400, 600; not 800
    EXPECT_EQ(record.windows[0].ended(), 3U);
    EXPECT_EQ(record.too_young, 1U);
}

TEST(Figures, AJourneyIsSlowOnlyBeyondGoodWithin) {
    const auto outcome = [](const std::string& good_within) {
        return Played(text_of(R"("duration": "1s")", R"("arrivals": { "rate": "2/s", "pattern": "even" })",
                              R"("j": { "good_within": ")" + good_within +
                                  R"(", "steps": [ { "wait": "300ms" } ] })"))
            .facts.outcomes(What::kJourneyEnded)
            .front();
    };
    EXPECT_EQ(outcome("300ms"), Outcome::kOk);
    EXPECT_EQ(outcome("299999999ns"), Outcome::kSlow);
}

TEST(Figures, LittlesLawHoldsExactlyWhereAllHaveLeft) {
    const Played played(text_of(R"("duration": "60s")", R"("arrivals": { "rate": "50/s", "steps": { "stop":
        { "at": "50s", "rate": "0/s" } } })",
                                R"("j": { "steps": [ { "wait": { "exponential": "300ms" } } ] })"));
    const JourneyRecord& record = played.simulation.recording().journeys()[0];
    EXPECT_EQ(played.total("user", "journeys_in_flight"), static_cast<std::int64_t>(record.latency_sum_low));
}

} // namespace
} // namespace shaketable::models::client_test
