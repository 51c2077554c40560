// Jobs, event by event, with exact times: legs of 1 ms, a call of "web" 10 ms there and back.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::models::job_test {
namespace {

struct Setting {
    std::string job = R"("every": "1s")"; // its knobs
    std::string steps = R"({ "wait": "100ms" })";
    std::string timeline = "";
    std::string duration = "3500ms";
    std::string web = ""; // more of its endpoint
    std::string warm_up = "0s";
};

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration + R"(", "warm_up": ")" + setting.warm_up +
           R"(", "network": { "latency": "1ms" }, "components": {
          "job": { "kind": "job", )" +
           setting.job + R"(, "steps": [ )" + setting.steps + R"( ] },
          "web": { "kind": "service", "endpoints": { "e": { "steps": [ { "wait": "8ms" } ])" +
           setting.web + R"( }, "slow": { "steps": [ { "wait": "700ms" } ] } } },
          "db": { "kind": "database", "queries": { "q": { "time": "400ms" } } } },
        "timeline": { )" +
           setting.timeline + " }";
}

struct Job {
    explicit Job(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
        begun = in_ms(played.facts.times(What::kServed, played.component("job")));
        ended = in_ms(played.facts.times(What::kAnswered, played.component("job")));
    }
    [[nodiscard]] std::int64_t count(const std::string& metric) const { return played.total("job", metric); }

    Played played;
    Times begun; // tries
    Times ended;
};

constexpr const char* kCall = R"({ "call": "web.e" })";
constexpr const char* kFails = R"(, "error_probability": 1)";

// --- the schedule ----------------------------------------------------------------------------------------

TEST(Job, BeginsAtTheFullIntervalAndWhetherOrNotAnybodyAsks) {
    const Job job({});
    EXPECT_EQ(job.begun, (Times{0, 1000, 2000, 3000}));
    EXPECT_EQ(job.ended, (Times{100, 1100, 2100, 3100}));
    EXPECT_EQ(job.count("runs_succeeded"), 4);
    EXPECT_EQ(job.count("runs_under_way"), 4 * 100 * kMs);
    EXPECT_EQ(job.count("run_time"), 4 * 100 * kMs);
    EXPECT_EQ(job.count("since_success"), 3 * 900 * kMs);
}

TEST(Job, IsInPhaseWithTheEndOfWarmUp) {
    const Job job({.job = R"("every": "1s", "offset": "200ms")", .warm_up = "1500ms"});
    EXPECT_EQ(job.begun, (Times{700, 1700, 2700, 3700, 4700}));
    const Job later({.job = R"("every": "1s", "offset": "200ms", "first": "900ms")", .warm_up = "1500ms"});
    EXPECT_EQ(later.begun, (Times{2700, 3700, 4700})) << "due at 1.7 s would be too early";
}

TEST(Job, SpreadGivesEachHostATimeOfItsOwnAndAlwaysTheSame) {
    const Job job({.job = R"("every": "1s", "spread": "1s", "replicas": 500)", .duration = "2s"});
    ASSERT_EQ(job.begun.size(), 1000U);
    for (std::size_t host = 0; host < 500; ++host)
        EXPECT_EQ(job.begun[host] + 1000, job.begun[host + 500]);
    const auto in_first_half =
        std::count_if(job.begun.begin(), job.begun.begin() + 500, [](auto ms) { return ms < 500; });
    EXPECT_NEAR(static_cast<double>(in_first_half), 250.0, 45.0) << "four standard deviations";
    const Job herd({.job = R"("every": "1s", "replicas": 500)", .duration = "900ms"});
    EXPECT_EQ(herd.begun, Times(500, 0));
}

TEST(Job, ChangesOfTheScheduleActOnWhatIsDueNext) {
    const Job often(
        {.timeline = R"("t": { "at": "1500ms", "set": "/components/job/every", "to": "400ms" })"});
    EXPECT_EQ(often.begun, (Times{0, 1000, 2000, 2400, 2800, 3200}));
    const Job shifted(
        {.timeline = R"("t": { "at": "1500ms", "set": "/components/job/offset", "to": "300ms" })"});
    EXPECT_EQ(shifted.begun, (Times{0, 1000, 2000, 2300, 3300}));
}

TEST(Job, SuspendedBeginsNothing) {
    const Job job(
        {.timeline = R"("t": { "at": "500ms", "for": "2s", "set": "/components/job/suspend", "to": true })"});
    EXPECT_EQ(job.begun, (Times{0, 3000}));
    EXPECT_EQ(job.count("runs_skipped") + job.count("runs_missed"), 0);
}

// --- overlap ---------------------------------------------------------------------------------------------

TEST(Job, AllowedRunsOverlapAndShareTheCores) {
    const Job job({.job = R"("every": "1s", "cores": 1)", .steps = R"({ "work": "1500ms" })"});
    EXPECT_EQ(job.begun, (Times{0, 1000, 2000, 3000}));
    EXPECT_EQ(job.ended, (Times{2000})) << "alone for 1 s, then with half a core for another";
    EXPECT_EQ(job.count("runs_under_way"), (1000 + 2 * 2000 + 3 * 500) * kMs);
    EXPECT_EQ(job.count("runs_overlapping"), (2000 + 2 * 500) * kMs);
}

TEST(Job, ForbiddenRunsAreLeftOut) {
    const Job job(
        {.job = R"("every": "1s", "concurrency_policy": "forbid")", .steps = R"({ "wait": "1200ms" })"});
    EXPECT_EQ(job.begun, (Times{0, 2000}));
    EXPECT_EQ(job.count("runs_skipped"), 2);
    EXPECT_EQ(job.count("since_success"), (0 + 1000 + 800 + 1800) * kMs);
}

TEST(Job, ForbidsAnotherRunWhileOneWaitsToBeTriedAgain) {
    const Job job({.job = R"("every": "1s", "concurrency_policy": "forbid", "backoff": "1500ms")",
                   .steps = kCall,
                   .web = kFails});
    EXPECT_EQ(job.begun, (Times{0, 1510}));
    EXPECT_EQ(job.count("runs_skipped"), 3);
}

TEST(Job, ReplacedRunsStopAtTheirNextStep) {
    const Job job({.job = R"("every": "1s", "concurrency_policy": "replace", "items": 10)",
                   .steps = R"({ "wait": "300ms" })"});
    EXPECT_EQ(job.begun, (Times{0, 1000, 2000, 3000}));
    EXPECT_EQ(job.ended, (Times{1200, 2200, 3200}));
    EXPECT_EQ(job.played.facts.outcomes(What::kAnswered, job.played.component("job")),
              Outcomes(3, Outcome::kCancelled));
    EXPECT_EQ(job.count("runs_replaced"), 3);
    EXPECT_EQ(job.count("runs_failed"), 0);
    EXPECT_EQ(job.count("runs_under_way"), 3500 * kMs);
}

TEST(Job, ReplacedRunsGiveUpTheirCallAtOnce) {
    const Job job({.job = R"("every": "500ms", "concurrency_policy": "replace")",
                   .steps = R"({ "call": "web.slow" })",
                   .duration = "1400ms"});
    EXPECT_EQ(job.ended, (Times{500, 1000}));
    EXPECT_EQ(job.played.total("web", "wasted"), 2);
}

// --- failure ---------------------------------------------------------------------------------------------

TEST(Job, IsTriedAgainAfterPausesThatDoubleUpToTheCap) {
    const Job job({.job = R"("every": "1m", "backoff": "100ms", "backoff_cap": "250ms", "backoff_limit": 3)",
                   .steps = kCall,
                   .web = kFails});
    EXPECT_EQ(job.begun, (Times{0, 110, 320, 580}));
    EXPECT_EQ(job.count("runs_tried_again"), 3);
    EXPECT_EQ(job.count("runs_failed"), 1);
    EXPECT_EQ(job.count("runs_under_way"), 590 * kMs);
}

TEST(Job, HasTheDefaultsOfAKubernetesJob) {
    const Job job({.job = R"("every": "2h")", .steps = kCall, .duration = "1h", .web = kFails});
    const Times seconds = {0, 10, 30, 70, 150, 310, 630};
    ASSERT_EQ(job.begun.size(), seconds.size());
    for (std::size_t index = 0; index < seconds.size(); ++index)
        EXPECT_EQ(job.begun[index] / 1000, seconds[index]);
}

TEST(Job, ABillionTriesAreForEver) {
    const Job job({.job = R"("every": "1h", "backoff": "10ms", "backoff_cap": "10ms", "backoff_limit": 1e9)",
                   .steps = kCall,
                   .web = kFails});
    EXPECT_EQ(job.count("runs_tried_again"), 174) << "3.5 s at 20 ms each, but the first";
    EXPECT_EQ(job.count("runs_failed"), 0);
}

TEST(Job, IsStoppedAtItsDeadlineInAPauseAndInACall) {
    const Job pause({.job = R"("every": "1m", "backoff": "100ms", "active_deadline": "450ms")",
                     .steps = kCall,
                     .web = kFails});
    EXPECT_EQ(pause.begun, (Times{0, 110, 320}));
    EXPECT_EQ(pause.count("runs_failed"), 1);
    EXPECT_EQ(pause.count("runs_under_way"), 450 * kMs);
    const Job call(
        {.job = R"("every": "1m", "active_deadline": "450ms")", .steps = R"({ "call": "web.slow" })"});
    EXPECT_EQ(call.ended, (Times{450}));
    EXPECT_EQ(call.count("runs_failed"), 1);
    EXPECT_EQ(call.count("runs_tried_again"), 0);
}

TEST(Job, IsNotTriedAgainWhileNobodyIs) {
    Simulation simulation(
        scenario_of(text_of({.job = R"("every": "1m", "backoff": "100ms")", .steps = kCall, .web = kFails})),
        1);
    (void)simulation.run_until(at_ns(200 * kMs));
    simulation.begin_relief(Relief::kRetriesOff);
    (void)simulation.run_until(at_ns(3 * kSecond));
    EXPECT_TRUE(simulation.world().job_hosts[0].runs.empty());
}

// --- items -----------------------------------------------------------------------------------------------

TEST(Job, GoesThroughItsItemsOneAfterTheOther) {
    const Job job({.job = R"("every": "1s", "items": 5)"});
    EXPECT_EQ(job.ended, (Times{500, 1500, 2500}));
}

TEST(Job, HasMoreItemsEachTime) {
    const Job job({.job = R"("every": "1s", "items": 10, "growth": 0.5)", .steps = R"({ "wait": "10ms" })"});
    EXPECT_EQ(job.ended, (Times{100, 1150, 2230, 3340})) << "10, 15, 22.5 and 33.75, rounded";
    EXPECT_EQ(job.count("run_items"), 10 + 15 + 23 + 34);
    const Job from_now_on(
        {.job = R"("every": "1s", "items": 10)",
         .steps = R"({ "wait": "10ms" })",
         .timeline = R"("t": { "at": "1500ms", "set": "/components/job/growth", "to": 1 })"});
    EXPECT_EQ(from_now_on.count("run_items"), 10 + 10 + 10 + 20);
}

TEST(Job, FailsWithTheFirstItemThatFails) {
    const Job job({.job = R"("every": "1m", "items": 5, "backoff_limit": 0)", .steps = kCall, .web = kFails});
    EXPECT_EQ(job.ended, (Times{10}));
    EXPECT_EQ(job.count("call_attempts"), 1);
}

// --- its host --------------------------------------------------------------------------------------------

TEST(Job, LosesItsRunsInACrashAndMissesThoseThatAreDueMeanwhile) {
    const std::string steps = R"({ "wait": "800ms" })";
    const Job job({.steps = steps, .timeline = R"("t": { "at": "1500ms", "for": "1s", "crash": "job" })"});
    EXPECT_EQ(job.begun, (Times{0, 1000, 3000}));
    EXPECT_EQ(job.count("runs_failed"), 1);
    EXPECT_EQ(job.count("runs_missed"), 1);
    EXPECT_EQ(job.count("lost"), 1);
    EXPECT_EQ(job.count("runs_under_way"), (800 + 500 + 500) * kMs);
    const Job host(
        {.steps = steps, .timeline = R"("t": { "at": "1500ms", "for": "1s", "host_crash": "job" })"});
    EXPECT_EQ(host.begun, job.begun);
}

TEST(Job, OnAHostThatHangsGoesOnAfterwards) {
    const Job job({.steps = R"({ "wait": "800ms" })",
                   .timeline = R"("t": { "at": "1500ms", "for": "1s", "hang": "job" })"});
    EXPECT_EQ(job.begun, (Times{0, 1000, 3000}));
    EXPECT_EQ(job.ended, (Times{800, 2500}));
    EXPECT_EQ(job.count("runs_missed"), 1);
    const Job tries({.job = R"("every": "1m", "backoff": "100ms", "backoff_limit": 2)",
                     .steps = kCall,
                     .timeline = R"("t": { "at": "50ms", "for": "1s", "hang": "job" })",
                     .web = kFails});
    EXPECT_EQ(tries.begun, (Times{0, 1050, 1260}));
}

TEST(Job, OfOneHostOnlyIsSlowedDownThere) {
    const Job job({.job = R"("every": "1m", "replicas": 2)",
                   .steps = R"({ "work": "100ms" })",
                   .timeline = R"("t": { "at": "0s", "slow": "job", "factor": 3, "replica": 1 })"});
    EXPECT_EQ(job.ended, (Times{100, 300}));
}

// --- what it calls ---------------------------------------------------------------------------------------

TEST(Job, HasPoolsOfItsOwn) {
    const Job job({.job = R"("every": "100ms", "pools": { "db": { "size": 1 } })",
                   .steps = R"({ "call": "db.q" })",
                   .duration = "1650ms"});
    EXPECT_EQ(job.ended, (Times{404, 806, 1208, 1610}))
        << "one query after the other, the first with a round "
           "trip more to connect";
}

TEST(Job, IsNoJourneyAndHasNoHarm) {
    const Job job({.steps = kCall, .web = kFails});
    EXPECT_TRUE(job.played.simulation.recording().journeys().empty());
    EXPECT_EQ(job.played.total("web", "wasted"), 0);
}

} // namespace
} // namespace shaketable::models::job_test
