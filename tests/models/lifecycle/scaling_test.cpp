// Replicas that come and go with the load. Legs of 1 ms; the autoscaler looks every 15 s.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::models::scaling_test {
namespace {

struct Setting {
    std::string web = ""; // more of the service
    std::string scaler = R"("max": 4, "metrics": [ { "metric": "cpu", "target": 50 } ])";
    std::string rates = R"("rate": "10/s")";
    std::string steps = R"({ "work": "100ms" })";
    std::string timeline = "";
    std::string duration = "60s";
};

struct Scaled : Played {
    explicit Scaled(const Setting& setting)
        : Played(R"("duration": ")" + setting.duration +
                 R"(", "network": { "latency": "1ms" }, "components": {
          "user": { "kind": "client", "arrivals": { "pattern": "even", )" +
                 setting.rates + R"( }, "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
          "web": { "kind": "service", "cores": 1, )" +
                 setting.web + R"( "autoscaler": { )" + setting.scaler +
                 R"( }, "endpoints": { "e": { "steps": [ )" + setting.steps + R"( ] } } } },
        "timeline": { )" +
                 setting.timeline + " }") {
        EXPECT_EQ(broken_invariant(simulation), "");
    }
    [[nodiscard]] const Life& life(std::uint32_t replica) const {
        return simulation.world().lifecycles[0].lives[replica];
    }
    /// Whole seconds of the first and the last request that came to the replica.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> asked(std::uint32_t replica) const {
        std::pair<std::int64_t, std::int64_t> found = {-1, -1};
        for (const Fact& fact : facts.of(What::kArrived, component("web")))
            if (fact.replica == replica) {
                found.second = fact.time.ns() / kSecond;
                found.first = found.first < 0 ? found.second : found.first;
            }
        return found;
    }
    [[nodiscard]] std::size_t ended(Outcome outcome) const {
        const Outcomes all = facts.outcomes(What::kJourneyEnded);
        return static_cast<std::size_t>(std::count(all.begin(), all.end(), outcome));
    }
};

using Span = std::pair<std::int64_t, std::int64_t>;
const std::string kReady =
    R"("probes": { "needs_worker": false, "readiness": { "period": "2s" } }, "lifecycle": { "start": "5s" },)";

TEST(Scaling, LetsAReplicaComeWhichIsAskedOnceItIsReady) {
    const Scaled run({.web = kReady});
    EXPECT_EQ(run.life(1).started_at, at_ns(15 * kSecond)) << "one is 99 % busy where it should be 50 %";
    EXPECT_EQ(run.asked(1), Span(21, 59)) << "serving from 20 s on, probed at 15, 17, 19 and 21 s";
    EXPECT_EQ(run.asked(2), Span(-1, -1)) << "two are at 50 %";
    EXPECT_EQ(run.ended(Outcome::kRefused), 0U);
    EXPECT_EQ(run.total("web", "restarts"), 0);
    EXPECT_EQ(run.total("web", "replicas"), 60 * kSecond + 45 * kSecond);
    EXPECT_EQ(run.total("web", "not_serving"), 6 * kSecond);
}

TEST(Scaling, WithoutAReadinessProbeIsRefusedByWhatStarts) {
    const Scaled run({.web = R"("lifecycle": { "start": "5s" },)"});
    EXPECT_EQ(run.asked(1), Span(15, 59));
    EXPECT_EQ(run.ended(Outcome::kRefused), 25U) << "each other request of five seconds";
}

TEST(Scaling, ByRequestsComesAtOnceToWhatIsNeeded) {
    const Scaled run({.web = R"("workers": 100,)",
                      .scaler = R"("max": 9, "metrics": [ { "metric": "concurrency", "target": 5 } ])",
                      .steps = R"({ "wait": "2500ms" })"});
    EXPECT_EQ(run.life(4).started_at, at_ns(15 * kSecond)) << "25 requests, five each: five replicas";
    EXPECT_EQ(run.life(5).phase, LifePhase::kAbsent);
}

TEST(Scaling, OfSeveralMetricsGoesByThatWhichAsksForMost) {
    const std::string cpu = R"({ "metric": "cpu", "target": 50 })";
    const std::string requests = R"({ "metric": "concurrency", "target": 5 })";
    for (const std::string& metrics : {cpu + ", " + requests, requests + ", " + cpu}) {
        const std::string scaler = R"("max": 9, "metrics": [ )" + metrics + " ]";
        const Scaled computes({.scaler = scaler});
        EXPECT_EQ(computes.life(1).started_at, at_ns(15 * kSecond)) << "it is at 99 %, with a request or two";
        EXPECT_EQ(computes.life(2).phase, LifePhase::kAbsent);
        const Scaled waits(
            {.web = R"("workers": 100,)", .scaler = scaler, .steps = R"({ "wait": "2500ms" })"});
        EXPECT_EQ(waits.life(4).started_at, at_ns(15 * kSecond)) << "25 requests, and nothing is computed";
        EXPECT_EQ(waits.life(5).phase, LifePhase::kAbsent);
    }
}

const std::string kFalls = R"("rate": "10/s", "steps": { "night": { "at": "44s", "rate": "1/s" } })";

TEST(Scaling, TakesAwayTheYoungestWhichEndsWhatItHasBegun) {
    const Setting falls{
        .scaler = R"("max": 4, "metrics": [ { "metric": "cpu", "target": 50 } ], "down": { "window": "0s" })",
        .rates = kFalls,
        .steps = R"({ "work": "100ms" }, { "wait": "3s" })",
        .duration = "95s"};
    const Scaled run(falls);
    EXPECT_EQ(run.life(0).phase, LifePhase::kReady);
    EXPECT_EQ(run.life(1).phase, LifePhase::kAbsent);
    EXPECT_EQ(run.asked(1).second, 58) << "each other second, until it is taken out of rotation at 60 s";
    EXPECT_EQ(run.ended(Outcome::kReset), 0U);
    Setting hasty = falls;
    hasty.scaler =
        R"("max": 4, "metrics": [ { "metric": "cpu", "target": 50 } ], "grace": "1s", "down": { "window": "0s" })";
    const Scaled cut(hasty);
    EXPECT_GE(cut.ended(Outcome::kReset), 1U);
}

TEST(Scaling, TakesAwayAReplicaThatWarmsUp) {
    const Scaled run(
        {.web = R"("lifecycle": { "warm_up": "50s", "cold_factor": 1.001 },)",
         .scaler =
             R"("max": 4, "metrics": [ { "metric": "cpu", "target": 50 } ], "down": { "window": "0s" })",
         .rates = kFalls,
         .duration = "70s"});
    EXPECT_EQ(run.life(1).phase, LifePhase::kLeaving) << "it would have been warm at 65 s";
    EXPECT_EQ(run.asked(1).second, 58);
}

TEST(Scaling, OfAHostThatIsDownLetsTheReplicaComeWithIt) {
    const Scaled run(
        {.timeline = R"("host": { "at": "10s", "for": "20s", "host_crash": "web", "replica": 1 })"});
    EXPECT_EQ(run.life(1).started_at, at_ns(30 * kSecond)) << "wanted from 15 s on";
    EXPECT_EQ(run.asked(1).first, 30);
}

TEST(Scaling, LetsAnAbsentReplicaBeThroughWhateverHappensToIt) {
    const Scaled run({.rates = R"("rate": "1/s")",
                      .timeline = R"("host": { "at": "10s", "for": "5s", "host_crash": "web", "replica": 3 },
                                     "down": { "at": "20s", "for": "5s", "crash": "web", "replica": 3 },
                                     "again": { "at": "30s", "restart": "web" })"});
    EXPECT_EQ(run.life(3).phase, LifePhase::kAbsent);
    EXPECT_EQ(run.asked(3), Span(-1, -1));
    EXPECT_EQ(run.simulation.world().instances[4].crashes, 1U);
    EXPECT_EQ(run.total("web", "restarts"), 1) << "of replica 0, at 30 s";
}

} // namespace
} // namespace shaketable::models::scaling_test
