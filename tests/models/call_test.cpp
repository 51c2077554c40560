// One call at a time, event by event, with exact times.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace shaketable::models::call_test {

namespace {

/// One journey a second from 1 s on, of one call to "web.e" under "p"; legs of 1 ms.
std::string one_call(const std::string& web, const std::string& policy, const std::string& more = "") {
    return R"("duration": "1900ms", "network": { "latency": "1ms" }, "policies": { "p": { )" + policy +
           R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service", )" +
           web + " }" + more + " }";
}
std::string endpoint(const std::string& steps) {
    return R"("endpoints": { "e": { "steps": [ )" + steps + " ] } }";
}

/// Of the facts of component 0 (the user), counted from the journey's start, in ms.
Times ms(const Times& times) { return in_ms(times, kSecond); }

TEST(Call, TakesALegEachWayBesideTheWork) {
    const Played played(one_call(endpoint(R"({ "work": "5ms" })"), ""));
    EXPECT_EQ(played.facts.times(What::kJourneyBegan), (Times{kSecond}));
    EXPECT_EQ(played.facts.times(What::kArrived), (Times{kSecond + 1 * kMs}));
    EXPECT_EQ(played.facts.times(What::kServed), (Times{kSecond + 1 * kMs}));
    EXPECT_EQ(played.facts.times(What::kAnswered), (Times{kSecond + 6 * kMs}));
    EXPECT_EQ(played.facts.times(What::kLeft, played.component("web")), (Times{kSecond + 6 * kMs}));
    EXPECT_EQ(played.facts.times(What::kCallEnded), (Times{kSecond + 7 * kMs}));
    EXPECT_EQ(played.facts.times(What::kJourneyEnded), (Times{kSecond + 7 * kMs}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kOk}));
}

TEST(Call, AnEdgeMayHaveALatencyOfItsOwn) {
    std::string text = one_call(endpoint(R"({ "work": "5ms" })"), "");
    const std::string network = R"("latency": "1ms")";
    text.replace(text.find(network), network.size(),
                 R"("latency": "1ms", "edges": { "user->web": { "latency": "10ms" } })");
    const Played played(text);
    EXPECT_EQ(ms(played.facts.times(What::kJourneyEnded)), (Times{25}));
}

TEST(Call, ARefusalCostsARoundTrip) {
    const Played played(one_call(endpoint(R"({ "work": "5ms" })"), "",
                                 R"(}, "timeline": { "down": { "at": "0s", "crash": "web" } )"));
    EXPECT_EQ(ms(played.facts.times(What::kRejected)), (Times{1}));
    EXPECT_EQ(ms(played.facts.times(What::kJourneyEnded)), (Times{2}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kRefused}));
    EXPECT_EQ(played.total("web", "rejected"), 1);
}

TEST(Call, TimesOutInServiceAndTheCalleeWorksOnForNobody) {
    const Played played(one_call(endpoint(R"({ "work": "50ms" })"), R"("timeout": "20ms")"));
    EXPECT_EQ(ms(played.facts.times(What::kCallEnded)), (Times{20}));
    EXPECT_EQ(played.facts.outcomes(What::kCallEnded), (Outcomes{Outcome::kTimedOutInService}));
    EXPECT_EQ(ms(played.facts.times(What::kAnswered)), (Times{51}));
    EXPECT_EQ(played.total("web", "wasted"), 1);
    EXPECT_EQ(played.total("web", "answered_ok"), 1);
    EXPECT_EQ(played.total("web", "busy_cores"), 1000 * 50 * kMs);
}

TEST(Call, TimesOutInServiceWhileTheAnswerTravels) {
    const Played played(one_call(endpoint(R"({ "work": "50ms" })"), R"("timeout": "51500us")"));
    EXPECT_EQ(played.facts.outcomes(What::kCallEnded), (Outcomes{Outcome::kTimedOutInService}));
    EXPECT_EQ(played.total("web", "wasted"), 0); // the caller still waited when it was answered
}

TEST(Call, ATimeOutAtTheInstantOfTheAnswerComesFirst) {
    EXPECT_EQ(Played(one_call(endpoint(R"({ "work": "50ms" })"), R"("timeout": "52ms")"))
                  .facts.outcomes(What::kCallEnded),
              (Outcomes{Outcome::kTimedOutInService}));
    EXPECT_EQ(Played(one_call(endpoint(R"({ "work": "50ms" })"), R"("timeout": "52000001ns")"))
                  .facts.outcomes(What::kCallEnded),
              (Outcomes{Outcome::kOk}));
}

TEST(Call, TimesOutWaitingWhereItIsNotServedYet) {
    // Two at a time, one worker.
    const std::string web = R"("workers": 1, )" + endpoint(R"({ "work": "50ms" })");
    std::string text = one_call(web, R"("timeout": "20ms")");
    const std::string call = R"({ "call": "web.e", "policy": "p" })";
    text.replace(text.find(call), call.size(), R"({ "parallel": [ )" + call + R"( ], "count": 2 })");
    const Played played(text);
    EXPECT_EQ(played.facts.outcomes(What::kCallEnded),
              (Outcomes{Outcome::kTimedOutInService, Outcome::kTimedOutWaiting}));
    EXPECT_EQ(ms(played.facts.times(What::kServed)), (Times{1, 51})); // zombie work follows zombie work
    EXPECT_EQ(played.total("web", "wasted"), 2);
    EXPECT_EQ(played.total("web", "queue_depth"), 50 * kMs);
    EXPECT_EQ(played.total("web", "queue_wait"), 50 * kMs);
}

TEST(Call, TimesOutWaitingWhileTheRequestTravels) {
    const Played played(one_call(endpoint(R"({ "work": "5ms" })"), R"("timeout": "500us")"));
    EXPECT_EQ(played.facts.outcomes(What::kCallEnded), (Outcomes{Outcome::kTimedOutWaiting}));
}

/// When the attempts of a call that always fails 6 ms after it was sent begin, in ms from the first asking.
Times attempts_at(const std::string& policy) {
    const Played played(one_call(
        R"("endpoints": { "e": { "error_probability": 1, "steps": [ { "work": "4ms" } ] } })", policy));
    EXPECT_EQ(played.total("user", "call_attempts"), std::ssize(played.facts.of(What::kCallBegan)));
    EXPECT_EQ(played.total("user", "call_retries"), std::ssize(played.facts.of(What::kCallBegan)) - 1);
    for (std::size_t place = 0; place < played.facts.of(What::kCallBegan).size(); ++place)
        EXPECT_EQ(played.facts.of(What::kCallBegan)[place].attempt, place + 1);
    return ms(played.facts.times(What::kCallBegan));
}

TEST(Retry, AtOnceFixedOrExponential) {
    EXPECT_EQ(attempts_at(R"("retry": { "attempts": 1 })"), (Times{0}));
    EXPECT_EQ(attempts_at(R"("retry": { "attempts": 4, "backoff": "none" })"), (Times{0, 6, 12, 18}));
    EXPECT_EQ(attempts_at(R"("retry": { "attempts": 3, "backoff": "fixed", "base": "10ms" })"),
              (Times{0, 16, 32}));
    EXPECT_EQ(
        attempts_at(R"("retry": { "attempts": 6, "backoff": "exponential", "base": "10ms", "cap": "50ms" })"),
        (Times{0, 16, 42, 88, 144, 200}));
    EXPECT_EQ(
        attempts_at(R"("retry": { "attempts": 3, "backoff": "exponential", "base": "10ms", "factor": 3 })"),
        (Times{0, 16, 52}));
    EXPECT_EQ(
        attempts_at(R"("retry": { "attempts": 3, "backoff": "exponential", "base": "10ms", "cap": "5ms" })"),
        (Times{0, 11, 22}));
    EXPECT_EQ(attempts_at(R"("retry": { "attempts": 3, "backoff": "fixed", "base": "0s" })"),
              (Times{0, 6, 12}));
}

TEST(Retry, FullJitterIsUniformUpToThePause) {
    double sum = 0.0;
    double most = 0.0;
    int pauses = 0;
    const ScenarioPtr scenario = scenario_of(
        one_call(R"("endpoints": { "e": { "error_probability": 1, "steps": [ { "work": "4ms" } ] } })",
                 R"("retry": { "attempts": 9, "backoff": "fixed", "base": "40ms", "jitter": "full" })"));
    for (std::uint64_t seed = 1; seed <= 250; ++seed) {
        const Times begins = Played(scenario, seed).facts.times(What::kCallBegan);
        for (std::size_t place = 1; place < begins.size(); ++place) {
            const auto pause = static_cast<double>(begins[place] - begins[place - 1] - 6 * kMs) / kMs;
            ASSERT_GE(pause, 0.0);
            ASSERT_LE(pause, 40.0);
            sum += pause;
            most = std::max(most, pause);
            ++pauses;
        }
    }
    EXPECT_EQ(pauses, 2000);
    EXPECT_NEAR(sum / pauses, 20.0, 4.0 * 40.0 / std::sqrt(12.0 * 2000.0));
    EXPECT_GT(most, 39.5);
}

/// The pauses before the retries of many calls, in ms, by retry.
std::vector<std::vector<double>> pauses_with(const std::string& retry) {
    const ScenarioPtr scenario = scenario_of(
        one_call(R"("endpoints": { "e": { "error_probability": 1, "steps": [ { "work": "4ms" } ] } })",
                 R"("retry": { "attempts": 4, "base": "10ms", )" + retry + " }"));
    std::vector<std::vector<double>> pauses(3);
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
        const Times begins = Played(scenario, seed).facts.times(What::kCallBegan);
        for (std::size_t place = 1; place < begins.size(); ++place)
            pauses[place - 1].push_back(static_cast<double>(begins[place] - begins[place - 1] - 6 * kMs) /
                                        kMs);
    }
    return pauses;
}
double mean_of(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

TEST(Retry, EqualJitterKeepsHalfOfThePause) {
    const auto pauses = pauses_with(R"("backoff": "exponential", "jitter": "equal")");
    for (std::size_t retry = 0; retry < 3; ++retry) {
        const double whole = 10.0 * static_cast<double>(1U << retry);
        const auto [least, most] = std::minmax_element(pauses[retry].begin(), pauses[retry].end());
        EXPECT_GE(*least, whole / 2.0);
        EXPECT_LE(*most, whole);
        EXPECT_NEAR(mean_of(pauses[retry]), 0.75 * whole, 4.0 * whole / 2.0 / std::sqrt(12.0 * 2000.0));
    }
}

TEST(Retry, DecorrelatedJitterGrowsFromThePauseBefore) {
    const auto pauses = pauses_with(R"("backoff": "exponential", "jitter": "decorrelated", "cap": "50ms")");
    // The first is uniform between 10 and 30, the second between 10 and three times the first.
    EXPECT_NEAR(mean_of(pauses[0]), 20.0, 4.0 * 20.0 / std::sqrt(12.0 * 2000.0));
    for (std::size_t call = 0; call < pauses[0].size(); ++call) {
        for (const auto& retry : pauses) {
            ASSERT_GE(retry[call], 10.0);
            ASSERT_LE(retry[call], 50.0);
        }
        ASSERT_LE(pauses[0][call], 30.0);
        ASSERT_LE(pauses[1][call], 3.0 * pauses[0][call] + 1e-5);
        ASSERT_LE(pauses[2][call], 3.0 * pauses[1][call] + 1e-5);
    }
    EXPECT_GT(std::count(pauses[2].begin(), pauses[2].end(), 50.0), 100); // the cap
    const auto uncapped = pauses_with(R"("backoff": "exponential", "jitter": "decorrelated")");
    // E = (10 + 3 x 20) / 2, sd = sqrt(E[(3X-10)^2] / 12 + 9/4 var(X)) = 17.3
    EXPECT_NEAR(mean_of(uncapped[1]), 35.0, 4.0 * 17.5 / std::sqrt(2000.0));
}

TEST(Retry, TheReasonOfTheLastAttemptIsTheCalls) {
    const Played played(one_call(R"("queue_limit": 0, )" + endpoint(R"({ "work": "50ms" })"),
                                 R"("timeout": "20ms", "retry": { "attempts": 2, "backoff": "none" })"));
    EXPECT_EQ(played.facts.outcomes(What::kCallEnded),
              (Outcomes{Outcome::kTimedOutInService, Outcome::kTimedOutInService}));
    const Played single(one_call(R"("workers": 1, "queue_limit": 0, )" + endpoint(R"({ "work": "50ms" })"),
                                 R"("timeout": "20ms", "retry": { "attempts": 2, "backoff": "none" })"));
    EXPECT_EQ(single.facts.outcomes(What::kCallEnded),
              (Outcomes{Outcome::kTimedOutInService, Outcome::kQueueFull}));
    EXPECT_EQ(single.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kQueueFull}));
    EXPECT_EQ(ms(single.facts.times(What::kJourneyEnded)), (Times{22}));
}

TEST(OverallTimeout, EndsAnAttemptABackOffAndTheCall) {
    const std::string fails =
        R"("endpoints": { "e": { "error_probability": 1, "steps": [ { "work": "4ms" } ] } })";
    // Within the third attempt, which began at 32 ms.
    Played played(
        one_call(fails, R"("overall_timeout": "35ms", "retry": { "attempts": 9, "base": "10ms" })"));
    EXPECT_EQ(ms(played.facts.times(What::kJourneyEnded)), (Times{35}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kTimedOutInService}));
    EXPECT_EQ(played.facts.of(What::kCallBegan).size(), 3U);
    // Within the back-off from 22 to 32 ms.
    Played resting(
        one_call(fails, R"("overall_timeout": "30ms", "retry": { "attempts": 9, "base": "10ms" })"));
    EXPECT_EQ(ms(resting.facts.times(What::kJourneyEnded)), (Times{30}));
    EXPECT_EQ(resting.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kError}));
    EXPECT_EQ(resting.facts.of(What::kCallBegan).size(), 2U);
    // The lesser of the two governs an attempt.
    Played lesser(one_call(
        endpoint(R"({ "work": "50ms" })"),
        R"("timeout": "20ms", "overall_timeout": "33ms", "retry": { "attempts": 9, "backoff": "none" })"));
    EXPECT_EQ(ms(lesser.facts.times(What::kCallEnded)), (Times{20, 33}));
    EXPECT_EQ(lesser.facts.of(What::kJourneyEnded).size(), 1U);
}

TEST(Retry, ReachesThroughTheTiersAndMultiplies) {
    const std::string inner =
        R"(, "in": { "kind": "service", "endpoints": { "e": { "error_probability": 1, "steps": [ { "wait": "1ms" } ] } } })";
    const Played played(one_call(endpoint(R"({ "call": "in.e", "policy": "p" })"),
                                 R"("retry": { "attempts": 3, "backoff": "none" })", inner));
    EXPECT_EQ(played.total("user", "call_attempts"), 3);
    EXPECT_EQ(played.total("web", "call_attempts"), 9);
    EXPECT_EQ(played.total("in", "arrived"), 9);
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kCalleeError}));
    EXPECT_EQ(played.simulation.recording().journeys()[0].windows[1].attempts, 12U);
}

TEST(Draw, ByRequestIsTheSameForAllAttemptsAndByAttemptIsNot) {
    for (const bool by_request : {true, false}) {
        const Played played(one_call(
            R"("endpoints": { "e": { "error_probability": 1, "steps": [ { "work": { "exponential": "10ms" }, "draw": )" +
                std::string(by_request ? R"("request")" : R"("attempt")") + " } ] } }",
            R"("retry": { "attempts": 4, "backoff": "none" })"));
        const Times served = played.facts.times(What::kServed);
        const Times answered = played.facts.times(What::kAnswered);
        ASSERT_EQ(served.size(), 4U);
        for (std::size_t place = 1; place < 4; ++place)
            EXPECT_EQ(answered[place] - served[place] == answered[0] - served[0], by_request);
    }
}

} // namespace
} // namespace shaketable::models::call_test
