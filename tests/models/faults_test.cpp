// What the timeline does: crashes of services, error rates, overlaps.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace shaketable::models::faults_test {
namespace {

/// Journeys at 1, 2, 3 s ...; legs of 1 ms; "web.e" does `steps`; "in.e" waits for 50 ms.
std::string text_of(const std::string& steps, const std::string& timeline, const std::string& web = "",
                    const std::string& policy = "") {
    return R"("duration": "6500ms", "network": { "latency": "1ms" }, "policies": { "p": { )" + policy +
           R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" }, "journeys": { "j":
        { "steps": [ { "call": "web.e", "policy": "p" } ] } } }, "web": { "kind": "service", )" +
           web + R"( "endpoints": { "e": { "steps": [ )" + steps +
           R"( ] } } }, "in": { "kind": "service", "endpoints": { "e": { "steps": [ { "wait": "50ms" } ] } } } },
        "timeline": { )" +
           timeline + " }";
}

TEST(Crash, ResetsAfterOneLegRefusesWhileDownAndComesBack) {
    const Played played(
        text_of(R"({ "wait": "100ms" })", R"("down": { "at": "1050ms", "for": "2s", "crash": "web" })"));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{1051, 2002, 3002, 4102, 5102, 6102}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kReset, Outcome::kRefused, Outcome::kRefused, Outcome::kOk, Outcome::kOk,
                        Outcome::kOk}));
    EXPECT_EQ(played.total("web", "lost"), 1);
    EXPECT_EQ(played.total("web", "rejected"), 2);
}

TEST(Restart, KillsOneReplicaAfterTheOtherAndStartsEachAtOnce) {
    const Played played(text_of(R"({ "wait": "800ms" })",
                                R"("deployment": { "at": "1500ms", "restart": "web", "every": "1s" })",
                                R"("replicas": 4,)"));
    EXPECT_EQ(played.total("web", "lost"), 4) << "the first request of each replica: at 1, 2, 3 and 4 s";
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{1501, 2501, 3501, 4501, 5802}));
    EXPECT_EQ(played.total("web", "rejected"), 0);
    const TimelineEntry& entry = played.simulation.scenario().timeline[0];
    EXPECT_EQ(entry.lasts, engine::Duration::from_seconds(3)) << "it ends with the last of the four";
}

TEST(Restart, LeavesAloneWhatIsDown) {
    const Played played(text_of(R"({ "wait": "100ms" })",
                                R"("down": { "at": "1500ms", "for": "2s", "crash": "web" },
                                   "again": { "at": "2500ms", "restart": "web" })"));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kOk, Outcome::kRefused, Outcome::kRefused, Outcome::kOk, Outcome::kOk,
                        Outcome::kOk}));
}

TEST(Crash, EndsAHang) {
    const Played played(text_of(R"({ "work": "100ms" })",
                                R"("stuck": { "at": "1500ms", "for": "3s", "hang": "web" },
                                   "down": { "at": "2500ms", "for": "1ms", "crash": "web" })"));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{1102, 2501, 3102, 4102, 5102, 6102}))
        << "the process that hung is gone";
}

TEST(Crash, LosesWhatQueuesAndFreesItsWorkers) {
    const Played played(text_of(R"({ "wait": "2s" })",
                                R"("down": { "at": "3500ms", "for": "1ms", "crash": "web" })",
                                R"("workers": 1,)"));
    EXPECT_EQ(in_ms(played.facts.times(What::kServed)), (Times{1001, 3001, 4001, 6001}));
    EXPECT_EQ(played.total("web", "lost"),
              2); // the one of 2 s in service since 3001 ms, and that of 3 s in the queue
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{3002, 3501, 3501, 6002}));
    EXPECT_EQ(played.total("web", "queue_wait"), kSecond + 1 * kSecond); // of those that were served
}

TEST(Crash, WhatItHadAskedOfOthersGoesOnForNobody) {
    const Played played(
        text_of(R"({ "call": "in.e" })", R"("down": { "at": "1020ms", "for": "1ms", "crash": "web" })"));
    EXPECT_EQ(played.total("in", "wasted"), 1);
    EXPECT_EQ(played.total("in", "arrived"), 6);
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded)[0], Outcome::kReset);
    EXPECT_EQ(played.total("user", "journeys_good"), 5);
}

TEST(Crash, LosesBranchesAndComputationsToo) {
    const Played played(text_of(R"({ "parallel": [ { "work": "30ms" }, { "call": "in.e" } ], "count": 5 })",
                                R"("down": { "at": "1020ms", "for": "1ms", "crash": "web" })"));
    EXPECT_EQ(played.total("web", "lost"), 1);
    EXPECT_EQ(played.total("user", "journeys_good"), 5);
    EXPECT_EQ(played.simulation.world().instances[1].cpu.running, 0U);
}

TEST(Crash, OfOneReplicaLeavesTheOthers) {
    const Played played(text_of(R"({ "wait": "100ms" })",
                                R"("down": { "at": "0s", "crash": "web", "replica": 1 })",
                                R"("replicas": 3,)"));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kOk, Outcome::kRefused, Outcome::kOk, Outcome::kOk, Outcome::kRefused,
                        Outcome::kOk}));
}

TEST(Crash, LastsAsLongAsAnyEntryHoldsItDown) {
    const Played played(
        text_of(R"({ "wait": "1ms" })", R"("a": { "at": "1500ms", "for": "2s", "crash": "web" },
        "b": { "at": "2500ms", "for": "2s", "crash": "web", "replica": 0 })"));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kOk, Outcome::kRefused, Outcome::kRefused, Outcome::kRefused, Outcome::kOk,
                        Outcome::kOk}));
}

TEST(Crash, AnAnswerAlreadySentArrives) {
    const Played played(
        text_of(R"({ "wait": "10ms" })", R"("down": { "at": "1011500us", "for": "1ms", "crash": "web" })"));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded)[0], Outcome::kOk);
    EXPECT_EQ(played.total("web", "lost"), 0);
}

TEST(Crash, TheCallerMayTryAgain) {
    const Played played(text_of(R"({ "wait": "10ms" })",
                                R"("down": { "at": "1005ms", "for": "1ms", "crash": "web" })", "",
                                R"("retry": { "attempts": 2, "backoff": "none" })"));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded))[0], 1018);
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded)[0], Outcome::kOk);
}

/// The share of journeys that end in an error.
double error_share(const std::string& own, const std::string& timeline) {
    const Played played(
        R"("duration": "20s", "components": { "user": { "kind": "client", "arrivals": { "rate": "1000/s" },
        "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } }, "web": { "kind": "service", "endpoints": { "e": {
        "error_probability": )" +
        own + R"(, "steps": [ { "wait": "1ms" } ] } } } }, "timeline": { )" + timeline + " }");
    const Outcomes outcomes = played.facts.outcomes(What::kJourneyEnded);
    return static_cast<double>(std::count(outcomes.begin(), outcomes.end(), Outcome::kError)) /
           static_cast<double>(outcomes.size());
}

TEST(ErrorRate, CombinesAsIndependentChances) {
    const std::string half = R"("a": { "at": "0s", "error_rate": "web", "probability": 0.5 })";
    const std::string third = R"("b": { "at": "0s", "error_rate": "web", "probability": 0.3 })";
    const double sigmas = 4.5 * 0.5 / std::sqrt(20'000.0);
    EXPECT_EQ(error_share("0", ""), 0.0);
    EXPECT_EQ(error_share("1", ""), 1.0);
    EXPECT_NEAR(error_share("0.2", ""), 0.2, sigmas);
    EXPECT_NEAR(error_share("0.2", half), 1.0 - 0.8 * 0.5, sigmas);
    EXPECT_NEAR(error_share("0.2", half + ", " + third), 1.0 - 0.8 * 0.5 * 0.7, sigmas);
    EXPECT_EQ(error_share("0.2", R"("a": { "at": "0s", "error_rate": "web", "probability": 1 })"), 1.0);
}

TEST(ErrorRate, EndsWithItsEntryAndIsThenExactlyNone) {
    const ScenarioPtr scenario = scenario_of(text_of(
        R"({ "wait": "1ms" })", R"("a": { "at": "1s", "for": "2s", "error_rate": "web", "probability": 0.3 },
            "b": { "at": "2s", "for": "2s", "error_rate": "web", "probability": 0.1 })"));
    Simulation simulation(scenario, 1);
    const auto probability_at = [&](std::int64_t at_ms) {
        EXPECT_EQ(simulation.run_until(at_ns(at_ms * kMs)), engine::StopReason::kReachedEnd);
        return simulation.world().instances[1].error_probability;
    };
    EXPECT_DOUBLE_EQ(probability_at(1500), 0.3);
    EXPECT_DOUBLE_EQ(probability_at(2500), 0.37);
    EXPECT_DOUBLE_EQ(probability_at(3500), 0.1);
    EXPECT_EQ(probability_at(4500), 0.0);
}

} // namespace
} // namespace shaketable::models::faults_test
