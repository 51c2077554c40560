#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

using Settings = std::vector<std::string>;

/// The tiny scenario for so long, with more.
Result run_for(const std::string& duration, Settings settings) {
    settings.push_back("/duration=" + duration);
    return run_tiny(settings);
}

std::optional<Verdict> verdict_of(const Result& result) {
    EXPECT_TRUE(result.verdict);
    return result.verdict ? result.verdict->total.verdict : std::nullopt;
}

TEST(Verdict, IsAbsentWhereNothingWasInjected) {
    EXPECT_FALSE(run_tiny().verdict);
    EXPECT_FALSE(run_tiny({entry("late", R"({ "at": "20s", "slow": "web", "factor": 3 })")}).verdict);
    // A response alone has a twin without it, and is no trigger.
    EXPECT_FALSE(
        run_tiny(
            {entry("help",
                   R"({ "at": "1s", "set": "/components/web/queue_limit", "to": 2, "role": "response" })")})
            .verdict);
}

TEST(Verdict, OfAnEntryThatChangesNothingIsUnharmed) {
    const Result result =
        run_for("60s", {entry("slow", R"({ "at": "10s", "for": "5s", "slow": "web", "factor": 1 })")});
    EXPECT_EQ(verdict_of(result), Verdict::kUnharmed);
    EXPECT_EQ(result.verdict->total.floor, 1.0);
    EXPECT_EQ(result.verdict->total.area_lost_s, 0.0);
    EXPECT_EQ(result.verdict->total.time_to_recover_s, 0.0);
    EXPECT_EQ(result.verdict->first_injected_s, 10.0);
    EXPECT_EQ(result.verdict->last_injected_end_s, 15.0);
    EXPECT_TRUE(result.verdict->forks.empty());
}

TEST(Verdict, OfJourneysThatHangForEverIsNotUnharmed) {
    // Lost messages, no time-out, and no length beyond which an answer is bad: no journey ends badly.
    const Settings hanging = {
        entry("cut", R"({ "at": "10s", "for": "30s", "cut": "users->web", "mode": "drop" })"),
        "/components/users/journeys/ask/good_within=null"};
    const Result result = run_for("100s", hanging);
    ASSERT_TRUE(result.harm);
    EXPECT_EQ(result.harm->total.harmed, 0U);
    EXPECT_EQ(result.total.pending, 300U);
    EXPECT_EQ(verdict_of(result), Verdict::kCollapsedAndRecovered);
    EXPECT_EQ(verdict_of(run_for("45s", hanging)), std::nullopt) << "5 s are too few to judge by";
}

TEST(Verdict, OfAPartialCutIsDegradedGracefully) {
    const Result result = run_for(
        "100s", {entry("cut", R"({ "at": "10s", "for": "30s", "cut": "users->web", "share": 0.1 })")});
    EXPECT_EQ(verdict_of(result), Verdict::kDegradedGracefully);
    ASSERT_TRUE(result.verdict->total.floor);
    EXPECT_GT(*result.verdict->total.floor, 0.5);
    EXPECT_LT(*result.verdict->total.floor, 0.85);
    EXPECT_GT(result.verdict->total.area_lost_s, 5.0);
}

TEST(Verdict, OfAWholeCutIsCollapsedAndRecovered) {
    const Result result =
        run_for("100s", {entry("cut", R"({ "at": "10s", "for": "30s", "cut": "users->web" })")});
    EXPECT_EQ(verdict_of(result), Verdict::kCollapsedAndRecovered);
    EXPECT_EQ(result.verdict->total.floor, 0.0);
    EXPECT_EQ(result.verdict->total.time_to_floor_s, 0.0);
    EXPECT_EQ(result.verdict->total.time_to_recover_s, 0.0);
    EXPECT_DOUBLE_EQ(result.verdict->total.area_lost_s, 30.0);
    ASSERT_EQ(result.verdict->journeys.size(), 1U);
    EXPECT_EQ(result.verdict->journeys[0].verdict, Verdict::kCollapsedAndRecovered);
    EXPECT_EQ(result.verdict->journeys[0].client, "users");
}

TEST(Verdict, OfWhatActsToTheEndIsStillInjected) {
    const Result result = run_for("100s", {entry("cut", R"({ "at": "10s", "cut": "users->web" })")});
    EXPECT_EQ(verdict_of(result), Verdict::kStillInjected);
    EXPECT_FALSE(result.verdict->last_injected_end_s);
    EXPECT_FALSE(result.verdict->total.time_to_recover_s);
}

TEST(Verdict, IsNotGivenWhereTheEndComesTooSoon) {
    const Result result =
        run_for("60s", {entry("cut", R"({ "at": "10s", "for": "25s", "cut": "users->web" })")});
    EXPECT_EQ(verdict_of(result), std::nullopt);
    EXPECT_TRUE(result.verdict->forks.empty());
}

// One request in 100 ms that takes 95: the 90 that wait after 30 s at two thirds of the speed are worked off
// one by one in 190 ms each.
const Settings kNearlyFull = {
    "/components/web/workers=1", "/components/web/endpoints/answer/steps/0/work=95ms",
    entry("slow", R"({ "at": "10s", "for": "30s", "slow": "web", "factor": 1.5 })")};

TEST(Verdict, OfABacklogThatOutlastsTheRunIsRecovering) {
    const Result result = run_for("100s", kNearlyFull);
    EXPECT_EQ(verdict_of(result), Verdict::kRecovering);
    ASSERT_EQ(result.verdict->forks.size(), 1U);
    EXPECT_FALSE(result.verdict->forks[0].relief);
    EXPECT_TRUE(result.verdict->forks[0].recovered);
    EXPECT_DOUBLE_EQ(result.verdict->forks[0].simulated_s, 180.0);

    const Result longer = run_for("280s", kNearlyFull);
    EXPECT_EQ(verdict_of(longer), Verdict::kCollapsedAndRecovered);
    ASSERT_TRUE(longer.verdict->total.time_to_recover_s);
    EXPECT_GT(*longer.verdict->total.time_to_recover_s, 100.0);
    EXPECT_EQ(result.verdict->total.time_to_recover_s, longer.verdict->total.time_to_recover_s);
}

// Two seconds after the fault goodput is back, and only what comes after the end shows that it stays.
TEST(Verdict, OfWhatIsBackShortlyBeforeTheEndIsThatItCameBack) {
    const Result result =
        run_for("61s", {entry("slow", R"({ "at": "10s", "for": "20s", "slow": "web", "factor": 8 })")});
    EXPECT_EQ(verdict_of(result), Verdict::kCollapsedAndRecovered);
    ASSERT_TRUE(result.verdict->total.time_to_recover_s);
    EXPECT_GT(*result.verdict->total.time_to_recover_s, 0.0);
    EXPECT_LT(*result.verdict->total.time_to_recover_s, 5.0);
    EXPECT_EQ(result.verdict->forks.size(), 1U); // it went on, and needed no relief
}

TEST(Verdict, OfWhatNoReliefBringsBackIsDown) {
    const Result result = run_for(
        "100s",
        {entry("slow", R"({ "at": "10s", "for": "5s", "slow": "web", "factor": 2 })"),
         entry("worse", R"({ "at": "12s", "error_rate": "web", "probability": 0.5, "role": "response" })")});
    EXPECT_EQ(verdict_of(result), Verdict::kDown);
    EXPECT_EQ(result.verdict->forks.size(), models::kReliefs.size());
    for (const Fork& fork : result.verdict->forks)
        EXPECT_FALSE(fork.recovered);
    EXPECT_TRUE(result.verdict->total.sustained_by.empty());
}

const std::string kSlowWeb = entry("slow", R"({ "at": "10s", "for": "10s", "slow": "web", "factor": 8 })");

std::string shed(const std::string& role) {
    return entry("shed", R"({ "at": "15s", "load": "users", "factor": 0.5, "role": ")" + role + R"(" })");
}

// Everyone who asks after 20 s is answered: whom the operator turned away is not missed.
TEST(Verdict, OfLoadThatWasShedForGoodIsThatItCameBack) {
    for (const Settings& users :
         {Settings{},
          Settings{R"(/components/users/arrivals=null)",
                   R"(/components/users/users={ "count": 40, "think": { "exponential": "4s" } })"}}) {
        Settings settings = {kSlowWeb, shed("response")};
        settings.insert(settings.end(), users.begin(), users.end());
        const Result result = run_for("200s", settings);
        EXPECT_EQ(verdict_of(result), Verdict::kCollapsedAndRecovered);
        ASSERT_TRUE(result.harm);
        EXPECT_GT(result.harm->never_asked.good, 500U);
        ASSERT_TRUE(result.verdict->total.time_to_recover_s);
        EXPECT_LT(*result.verdict->total.time_to_recover_s, 5.0);
    }
}

TEST(Verdict, OfUsersWhoStayAwayIsUnharmed) {
    const Result result =
        run_for("100s", {entry("away", R"({ "at": "10s", "for": "20s", "load": "users", "factor": 0.2 })")});
    EXPECT_EQ(verdict_of(result), Verdict::kUnharmed);
    EXPECT_EQ(result.verdict->total.area_lost_s, 0.0);
}

// Forty times as many ask as can be served, so goodput is higher than ever, and the usual users are refused.
TEST(Verdict, OfARushCountsTheUsualUsers) {
    const Result result =
        run_for("100s", {"/components/web/queue_limit=2", "/components/web/workers=1",
                         "/components/users/arrivals/pattern=poisson",
                         entry("rush", R"({ "at": "10s", "for": "30s", "load": "users", "factor": 40 })")});
    EXPECT_EQ(verdict_of(result), Verdict::kCollapsedAndRecovered);
    ASSERT_TRUE(result.verdict->total.floor);
    EXPECT_GT(*result.verdict->total.floor, 0.05);
    EXPECT_LT(*result.verdict->total.floor, 0.5);
    EXPECT_GT(result.series.total.good[20], result.twin->good[20]);
}

Result run_storm(const std::string& variant, std::uint64_t seed = 1, const Settings& settings = {}) {
    const auto path = scenarios::resolve_scenario("retry-storm");
    const auto file = scenarios::load_file(path.value());
    return run_variant(scenarios::compile(file.value(), variant, settings).value(), {.seed = seed});
}

TEST(Verdict, OfARetryStormIsMetastableAndSustainedByRetries) {
    const Result result = run_storm("naive");
    EXPECT_EQ(verdict_of(result), Verdict::kMetastable);
    ASSERT_FALSE(result.verdict->total.sustained_by.empty());
    EXPECT_EQ(result.verdict->total.sustained_by[0], models::Relief::kRetriesOff);
    EXPECT_EQ(result.verdict->journeys[0].verdict, Verdict::kMetastable);
    EXPECT_EQ(result.verdict->journeys[1].verdict, Verdict::kUnharmed);
    for (const Fork& fork : result.verdict->forks)
        EXPECT_EQ(fork.recovered, fork.relief.has_value());
}

TEST(Verdict, OfItsTriggerAloneIsRecovered) {
    EXPECT_EQ(verdict_of(run_storm("single-attempt")), Verdict::kCollapsedAndRecovered);
}

TEST(Verdict, OfAVeryShortTriggerIsUnharmed) {
    const Result result = run_storm("naive", 1, {"/timeline/db-slow/for=200ms"});
    EXPECT_EQ(verdict_of(result), Verdict::kUnharmed);
    EXPECT_EQ(result.verdict->total.time_to_recover_s, 0.0); // in the very window in which it ended
}

TEST(Verdict, LeavesTheRunAsItIs) {
    const Result judged = run_storm("naive");
    const Result cut =
        run_storm("naive", 1, {"/duration=110s", "/expect=null"}); // too soon to be judged: no copies
    ASSERT_TRUE(cut.verdict);
    EXPECT_TRUE(cut.verdict->forks.empty());
    EXPECT_EQ(judged.simulated_s, 360.0);
    EXPECT_EQ(judged.series.windows, 360U);
}

TEST(Verdict, IsNoneWhereACopyIsCancelled) {
    const auto path = scenarios::resolve_scenario("retry-storm");
    const auto file = scenarios::load_file(path.value());
    const models::ScenarioPtr scenario = scenarios::compile(file.value(), "naive", {}).value();
    const Result result = run_variant(scenario, {.keep_going = [&](const models::Simulation& now) {
                                          return now.world().now() <= scenario->end;
                                      }});
    EXPECT_EQ(result.stopped, Stopped::kCancelled);
    EXPECT_FALSE(result.verdict);
    EXPECT_TRUE(result.harm);
    EXPECT_EQ(result.simulated_s, 360.0);
}

} // namespace
} // namespace shaketable::analysis
