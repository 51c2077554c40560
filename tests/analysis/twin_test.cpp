#include "analysis/twin.hpp"

#include "models/faults/fault_configs.hpp"
#include "scenarios/compile.hpp"
#include "tests/analysis/tiny_scenario.hpp"
#include "tests/support/random_scenario.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace shaketable::analysis {
namespace {

constexpr auto kTimedOut = static_cast<std::size_t>(models::Outcome::kTimedOutWaiting);
constexpr auto kTimedOutInService = static_cast<std::size_t>(models::Outcome::kTimedOutInService);
const std::string kTimeout = "/policies/user/timeout=50ms";

TEST(Twin, IsAbsentWhereNothingIsInjected) {
    for (const std::vector<std::string>& settings :
         {std::vector<std::string>{},
          {entry("busy",
                 R"({ "at": "2s", "for": "1s", "load": "users", "factor": 3, "role": "environment" })")},
          {entry("late", R"({ "at": "10s", "slow": "web", "factor": 3 })")}}) {
        const Result result = run_tiny(settings);
        EXPECT_FALSE(result.harm);
        EXPECT_FALSE(result.twin);
    }
}

TEST(Twin, IsTheRunWithoutTheEntry) {
    const Result plain = run_tiny();
    const Result shaken =
        run_tiny({entry("slow", R"({ "at": "2s", "for": "3s", "slow": "web", "factor": 8 })")});
    ASSERT_TRUE(shaken.twin);
    EXPECT_EQ(shaken.twin->fingerprint, plain.fingerprint);
    EXPECT_EQ(shaken.twin->good, plain.series.total.good);
    EXPECT_EQ(shaken.twin->total.good, plain.total.good);
    EXPECT_NE(shaken.fingerprint, plain.fingerprint);
}

TEST(Twin, DropsTheResponseToo) {
    const Result shaken = run_tiny(
        {entry("response",
               R"({ "at": "1s", "set": "/components/web/queue_limit", "to": 2, "role": "response" })"),
         entry("slow", R"({ "at": "2s", "for": "3s", "slow": "web", "factor": 8 })")});
    ASSERT_TRUE(shaken.twin);
    EXPECT_EQ(shaken.twin->fingerprint, run_tiny().fingerprint);
}

const std::string kSlowFrom2To5 = entry("slow", R"({ "at": "2s", "for": "3s", "slow": "web", "factor": 8 })");

/// Half of the answers are errors once half of the journeys are bad, half a second after that was seen.
std::string give_up_half(const std::string& more = "") {
    return entry("response", R"({ "when": { "signal": "bad_share", "above": 0.5, "over": "1s" },
        "reaction": "500ms", "error_rate": "web", "probability": 0.5)" +
                                 more + " }");
}

TEST(Twin, KeepsAConditionalResponseArmedWhichFindsNothingToRespondTo) {
    const Result shaken = run_tiny({kSlowFrom2To5, give_up_half()});
    ASSERT_EQ(shaken.timeline.size(), 2U);
    EXPECT_EQ(shaken.timeline[1].role, models::Role::kResponse);
    EXPECT_EQ(shaken.timeline[1].began_s, 3.5); // of those that ended from 2 to 3 s most were slow
    ASSERT_TRUE(shaken.twin);
    EXPECT_EQ(shaken.twin->fingerprint, run_tiny().fingerprint);
}

TEST(Twin, RespondsWhereItFindsSomethingToRespondTo) {
    const std::string busy =
        entry("busy", R"({ "at": "1s", "for": "8s", "load": "users", "factor": 9, "role": "environment" })");
    const Result shaken = run_tiny({busy, give_up_half(), kSlowFrom2To5});
    ASSERT_TRUE(shaken.twin);
    EXPECT_EQ(shaken.twin->fingerprint, run_tiny({busy, give_up_half()}).fingerprint);
    EXPECT_NE(shaken.twin->fingerprint, run_tiny({busy}).fingerprint);
}

TEST(Twin, DoesNotHaveWhatIsInjectedOnACondition) {
    const std::string cascade =
        entry("cascade", R"({ "when": { "signal": "bad_share", "above": 0.5, "over": "1s" }, "for": "2s",
                              "crash": "web", "role": "injected" })");
    const Result shaken = run_tiny({kSlowFrom2To5, cascade});
    ASSERT_TRUE(shaken.twin);
    EXPECT_EQ(shaken.twin->fingerprint, run_tiny().fingerprint);
    ASSERT_TRUE(shaken.verdict);
    EXPECT_EQ(shaken.verdict->first_injected_s, 2.0);
    EXPECT_EQ(shaken.verdict->last_injected_end_s, 5.0);
    // What it follows from is of the environment: then all harm is its own, from when it began.
    const Result alone = run_tiny(
        {entry(
             "errors",
             R"({ "at": "2s", "for": "1s", "error_rate": "web", "probability": 1, "role": "environment" })"),
         cascade});
    ASSERT_TRUE(alone.verdict);
    EXPECT_EQ(alone.verdict->first_injected_s, 3.0);
    EXPECT_EQ(alone.verdict->last_injected_end_s, 5.0);
    ASSERT_TRUE(alone.harm);
    EXPECT_EQ(alone.harm->total.harmed, 20U); // of 3.0 to 4.9 s
    EXPECT_EQ(alone.harm->total.helped, 0U);
}

TEST(Twin, IsAbsentWhereWhatIsInjectedOnAConditionNeverBegan) {
    const std::string never =
        entry("never",
              R"({ "when": { "signal": "error_rate", "above": 0.5 }, "crash": "web", "role": "injected" })");
    const Result result = run_tiny({never});
    EXPECT_FALSE(result.harm);
    EXPECT_FALSE(result.twin);
    EXPECT_FALSE(result.verdict);
    EXPECT_TRUE(result.timeline.empty());
    EXPECT_EQ(result.fingerprint, run_tiny().fingerprint);
}

// The run has {injected}, {injected, environment}, {injected}; its twin {environment}.
TEST(Twin, SetsWhatIsOfTheEnvironmentAloneWhereTheRunNeverDoes) {
    const auto set = [](const std::string& name, const std::string& text) {
        return entry(name, "{ " + text + R"(, "set": "/components/web/queue_limit" })");
    };
    const std::string deploy = set("deploy", R"("at": "2s", "for": "5s", "to": 3)");
    const std::string scaled = set("scaled", R"("at": "3s", "for": "2s", "to": 2, "role": "environment")");
    const Result shaken = run_tiny({deploy, scaled});
    ASSERT_TRUE(shaken.twin);
    EXPECT_EQ(shaken.twin->fingerprint, run_tiny({scaled}).fingerprint);
}

TEST(Twin, HasWhatIsOfTheEnvironment) {
    const std::string busy =
        entry("busy", R"({ "at": "1s", "for": "8s", "load": "users", "factor": 2, "role": "environment" })");
    const Result shaken =
        run_tiny({busy, entry("slow", R"({ "at": "2s", "for": "3s", "slow": "web", "factor": 8 })")});
    ASSERT_TRUE(shaken.twin);
    EXPECT_EQ(shaken.twin->fingerprint, run_tiny({busy}).fingerprint);
}

// A journey is asked each 100 ms, is sent at once, computes from 1 to 21 ms later and is answered after 22
// ms.
TEST(Harm, OfADropCutIsWhatWasSentOrAwaitedOverItMeanwhile) {
    const Result result =
        run_tiny({kTimeout, entry("cut", R"({ "at": "1905ms", "for": "1095ms", "cut": "users->web" })")});
    ASSERT_TRUE(result.harm);
    EXPECT_EQ(result.harm->total.harmed, 11U); // the answer of 1.9 s, and the requests of 2.0 to 2.9 s
    EXPECT_EQ(result.harm->total.helped, 0U);
    EXPECT_EQ(result.harm->harmed_by[kTimedOut], 10U);
    EXPECT_EQ(result.harm->harmed_by[kTimedOutInService], 1U);
    ASSERT_EQ(result.harm->clients.size(), 1U);
    EXPECT_EQ(result.harm->clients[0].count.harmed, 11U);
    ASSERT_EQ(result.harm->components.size(), 1U);
    EXPECT_EQ(result.harm->components[0].name, "web");
    EXPECT_EQ(result.harm->components[0].count.harmed, 11U);
    EXPECT_EQ(result.harm->series.harmed, (std::vector<std::uint64_t>{0, 1, 10, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(Harm, CountsWhoNeverGotAnAnswerAsUnfinished) {
    const Result result =
        run_tiny({entry("cut", R"({ "at": "1905ms", "for": "1095ms", "cut": "users->web" })")});
    ASSERT_TRUE(result.harm);
    EXPECT_EQ(result.harm->total.harmed, 11U);
    EXPECT_EQ(result.harm->harmed_by[kUnfinished], 11U);
    EXPECT_EQ(result.harm->components[0].count.harmed, 0U); // no call of theirs failed
}

TEST(Harm, CountsExtraJourneysApart) {
    const Result result =
        run_tiny({entry("load", R"({ "at": "2s", "for": "2s", "load": "users", "factor": 1.5 })")});
    ASSERT_TRUE(result.harm);
    EXPECT_EQ(result.harm->total.harmed, 0U);
    EXPECT_EQ(result.harm->total.helped, 0U);
    EXPECT_EQ(result.harm->extra.good, 9U); // each 200 ms from 2.2 s on
    EXPECT_EQ(result.harm->extra.bad, 0U);
    EXPECT_EQ(result.total.offered, result.twin->total.offered + 9);
}

TEST(Harm, CountsWhoStayedAwayAsNeverAsked) {
    const Result result =
        run_tiny({entry("load", R"({ "at": "2s", "for": "4s", "load": "users", "factor": 0.5 })")});
    ASSERT_TRUE(result.harm);
    EXPECT_EQ(result.harm->total.harmed, 0U);
    EXPECT_GT(result.harm->never_asked.good, 5U);
    EXPECT_EQ(result.total.offered + result.harm->never_asked.good, result.twin->total.offered);
}

TEST(Harm, CountsHelpWhereTheEntryHelps) {
    const std::string slow = "/components/web/endpoints/answer/steps/0/work=120ms";
    const Result result =
        run_tiny({slow, entry("faster", R"({ "at": "5s", "slow": "web", "factor": 0.01 })")});
    ASSERT_TRUE(result.harm);
    EXPECT_EQ(result.harm->total.harmed, 0U);
    EXPECT_EQ(result.harm->total.helped, result.total.good);
    EXPECT_EQ(sum_of(result.harm->helped_by), result.total.good);
    EXPECT_LT(result.harm->total.net(), 0);
}

TEST(Harm, OfARunThatIsStoppedCoversTheTimeUntilThen) {
    RunOptions few;
    few.limits.events = 220;
    const Result result = run_tiny(
        {kTimeout, entry("cut", R"({ "at": "1905ms", "for": "1095ms", "cut": "users->web" })")}, few);
    ASSERT_EQ(result.stopped, Stopped::kEventLimit);
    ASSERT_TRUE(result.harm);
    EXPECT_GT(result.harm->total.harmed, 0U);
    EXPECT_EQ(result.harm->series.harmed.size(), result.series.windows);
}

TEST(Harm, IsMarkedWhereItIsMoreThanChanceExplains) {
    HarmSeries series{.harmed = {0, 3, 9, 0, 8, 40, 60, 0, 5}, .helped = {0, 0, 0, 0, 0, 30, 2, 0, 0}};
    mark(series);
    // 20 of 20 together; 10 of 70; 58 of 62; 5 of 5 are too few to tell.
    EXPECT_EQ(series.marked, (std::vector<bool>{false, true, true, false, true, false, true, false, false}));
}

TEST(Harm, OfWhatChangesNothingIsNone) {
    const char* const kNothing[] = {
        R"("nothing": { "at": "300ms", "for": "1s", "slow": "s0", "factor": 1 })",
        R"("nothing": { "at": "300ms", "for": "1s", "load": "u0", "factor": 1 })",
    };
    std::uint64_t asked = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        models::ScenarioParts parts =
            models::random_parts(seed, {.prefix = "", .faults = false, .endless = seed % 4 >= 2});
        parts.timeline = kNothing[seed % 2];
        const auto file = scenarios::load_text(models::file_of(parts, R"("250us")"), "random.json");
        ASSERT_TRUE(file.ok());
        const auto scenario = scenarios::compile(file.value(), "");
        ASSERT_TRUE(scenario.ok());
        const Result result = run_variant(scenario.value(), {.until = engine::Duration::from_seconds(5)});
        ASSERT_TRUE(result.harm) << "seed " << seed;
        EXPECT_EQ(result.harm->total.harmed + result.harm->total.helped, 0U) << "seed " << seed;
        EXPECT_EQ(result.harm->extra.good + result.harm->extra.bad + result.harm->never_asked.good +
                      result.harm->never_asked.bad,
                  0U)
            << "seed " << seed;
        asked += result.total.offered;
    }
    EXPECT_GT(asked, 10'000U);
}

TEST(Harm, OfAFaultOnAComponentThatNobodyCallsIsExactlyZero) {
    const std::string lonely =
        R"(/components/lonely={ "kind": "service", "cores": 1, "endpoints": { "wait": { "steps": [ { "work": "20ms" } ] } } })";
    for (const std::string fault : {R"("crash": "lonely")", R"("slow": "lonely", "factor": 9)",
                                    R"("hang": "lonely")", R"("error_rate": "lonely", "probability": 1)"}) {
        const Result result =
            run_tiny({lonely, R"(/timeline/fault={ "at": "2s", "for": "5s", )" + fault + " }"});
        ASSERT_TRUE(result.harm) << fault;
        EXPECT_EQ(result.harm->total.harmed + result.harm->total.helped, 0U) << fault;
        EXPECT_EQ(result.harm->extra.good + result.harm->extra.bad, 0U) << fault;
        EXPECT_EQ(result.harm->never_asked.good + result.harm->never_asked.bad, 0U) << fault;
        EXPECT_EQ(result.total.good, result.twin->total.good) << fault;
    }
}

} // namespace
} // namespace shaketable::analysis
