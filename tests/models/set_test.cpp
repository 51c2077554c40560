// Knobs that the timeline sets, each by the rule of when its change acts.
#include "scenarios/compile.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::set_test {
namespace {

/// Journeys at 100, 200, ... 900 ms, without latency; "web.e" does `steps`; the database answers in 10 ms.
std::string text_of(const std::string& steps, const std::string& timeline, const std::string& web = "",
                    const std::string& policy = "") {
    return R"("duration": "999ms", "network": { "latency": "0s" }, "policies": { "p": { )" + policy + R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service", )" +
           web + R"( "endpoints": { "e": { "steps": [ )" + steps + R"( ] } } },
        "db": { "kind": "database", "queries": { "q": { "time": "10ms" } } },
        "in": { "kind": "service", "endpoints": { "e": { "steps": [ { "wait": "3ms" } ] } } } },
        "timeline": { )" +
           timeline + " }";
}

/// How long each journey took, in ms, in the order of their ends.
Times lengths(const Played& played) {
    const Times begun = in_ms(played.facts.times(What::kJourneyBegan));
    Times ended = in_ms(played.facts.times(What::kJourneyEnded));
    for (std::size_t i = 0; i < ended.size(); ++i)
        ended[i] -= begun[i];
    return ended;
}

TEST(Set, ARequestFinishesAsItBeganAndTheNextOneIsChanged) {
    const Played played(text_of(
        R"({ "wait": "20ms" }, { "wait": "20ms" })",
        R"("s": { "at": "410ms", "for": "300ms", "set": "/components/web/endpoints/e/steps/1/wait", "to": "5ms" })"));
    EXPECT_EQ(lengths(played), (Times{40, 40, 40, 40, 25, 25, 25, 40, 40}));
}

TEST(Set, WhileItsRequestsAreUnderWayTheEndOfAChangeLeavesThemAlone) {
    const Played played(text_of(
        R"({ "wait": "20ms" }, { "wait": "20ms" })",
        R"("s": { "at": "350ms", "for": "60ms", "set": "/components/web/endpoints/e/steps/1/wait", "to": "5ms" })"));
    EXPECT_EQ(lengths(played), (Times{40, 40, 40, 25, 40, 40, 40, 40, 40}));
}

TEST(Set, StepsMayBeReplacedAndCallWhatWasNotCalledBefore) {
    const Played played(
        text_of(R"({ "wait": "20ms" })",
                R"("s": { "at": "350ms", "for": "300ms", "set": "/components/web/endpoints/e/steps",
        "to": [ { "call": "in.e" }, { "call": "db.q" } ] })"));
    EXPECT_EQ(lengths(played), (Times{20, 20, 20, 13, 13, 13, 20, 20, 20}));
    EXPECT_EQ(played.total("in", "arrived"), 3);
}

TEST(Set, OfOneReplicaOrAShareLeavesTheOthers) {
    const std::string of =
        R"("s": { "at": "0s", "set": "/components/web/endpoints/e/steps/0/wait", "to": "7ms", )";
    const std::string web = R"("replicas": 3,)";
    EXPECT_EQ(lengths(Played(text_of(R"({ "wait": "20ms" })", of + R"("replica": 1 })", web))),
              (Times{20, 7, 20, 20, 7, 20, 20, 7, 20}));
    EXPECT_EQ(lengths(Played(text_of(R"({ "wait": "20ms" })", of + R"("share": 0.7 })", web))),
              (Times{7, 7, 20, 7, 7, 20, 7, 7, 20}));
}

TEST(Set, OfOverlappingEntriesTheOneThatBeganLastCounts) {
    const std::string knob = R"("set": "/components/web/endpoints/e/steps/0/wait", "to": )";
    const Played played(
        text_of(R"({ "wait": "20ms" })", R"("later": { "at": "450ms", "for": "200ms", )" + knob +
                                             R"("5ms" }, "earlier": { "at": "250ms", "for": "500ms", )" +
                                             knob + R"("9ms" })"));
    EXPECT_EQ(lengths(played), (Times{20, 20, 9, 9, 5, 5, 9, 20, 20}));
}

TEST(Set, OfDifferentKnobsActTogether) {
    const std::string knob = R"("set": "/components/web/endpoints/e/steps/)";
    const Played played(
        text_of(R"({ "wait": "20ms" }, { "wait": "30ms" })", R"("a": { "at": "250ms", "for": "300ms", )" +
                                                                 knob + R"(0/wait", "to": "1ms" },
        "b": { "at": "450ms", "for": "300ms", )" + knob + R"(1/wait", "to": "2ms" })"));
    EXPECT_EQ(lengths(played), (Times{50, 50, 31, 31, 3, 22, 22, 50, 50}));
}

TEST(Set, AQueueLimitActsAtOnceAndTurnsNobodyAwayWhoWaits) {
    const Played played(
        text_of(R"({ "wait": "320ms" })",
                R"("s": { "at": "250ms", "for": "300ms", "set": "/components/web/queue_limit", "to": 1 })",
                R"("workers": 1,)"));
    // 100 is served until 420, 200 until 740; 300 and 400 find it waiting, 500 finds the place taken by
    // nobody
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kQueueFull, Outcome::kQueueFull, Outcome::kOk, Outcome::kOk}));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{300, 400, 420, 740}));
}

TEST(Set, WorkersChangeAtRestartOnly) {
    const std::string set = R"("s": { "at": "50ms", "set": "/components/web/workers", "to": 1 })";
    const std::string restart = R"(, "r": { "at": "450ms", "for": "1ms", "crash": "web" })";
    const Played restarted(text_of(R"({ "wait": "150ms" })", set + restart, R"("workers": 9,)"));
    // Those of 300 (until 450, when the crash comes first) and 400 are reset; 500 is served until 650, then
    // one by one.
    EXPECT_EQ(in_ms(restarted.facts.times(What::kServed)), (Times{100, 200, 300, 400, 500, 650, 800, 950}));
}

TEST(Set, APoolChangesItsSizeAtRestartAndItsTimeOutAtTheNextCall) {
    const std::string web = R"("pools": { "db": { "size": 1, "acquire_timeout": "15ms" } }, )";
    const std::string steps =
        R"({ "parallel": [ { "call": "db.q" } ], "count": 3 })"; // ends after 10, 20, 30 ms
    const std::string size = R"("s": { "at": "250ms", "set": "/components/web/pools/db/size", "to": 3 })";
    const std::string patience =
        R"("s": { "at": "250ms", "for": "300ms", "set": "/components/web/pools/db/acquire_timeout", "to": "30ms" })";
    const auto good = [&](const std::string& timeline) {
        Times begun;
        for (const Fact& fact : Played(text_of(steps, timeline, web)).facts.of(What::kJourneyEnded))
            if (fact.outcome == Outcome::kOk)
                begun.push_back(fact.time.ns() / kMs / 100 * 100);
        return begun;
    };
    EXPECT_EQ(good(patience), (Times{300, 400, 500}));
    EXPECT_EQ(good(size + R"(, "r": { "at": "450ms", "for": "1ms", "crash": "web" })"),
              (Times{500, 600, 700, 800, 900}));
}

TEST(Set, APolicyActsAtTheNextRequestOfWhoeverUsesIt) {
    const Played played(
        text_of(R"({ "wait": "20ms" })",
                R"("s": { "at": "350ms", "for": "200ms", "set": "/policies/p/timeout", "to": "5ms" })", "",
                R"("timeout": "50ms")"));
    EXPECT_EQ(lengths(played), (Times{20, 20, 20, 5, 5, 20, 20, 20, 20}));
}

TEST(Set, LatencyActsAtOnceOnWhatIsSentFromThenOn) {
    const Played played(
        text_of(
            R"({ "wait": "20ms" })",
            R"("s": { "at": "310ms", "for": "200ms", "set": "/network/edges/user->web/latency", "to": "2ms" })")
            .replace(0, 0, ""));
    EXPECT_EQ(lengths(played), (Times{20, 20, 22, 24, 22, 20, 20, 20, 20}));
}

TEST(Set, QueryTimesErrorsThinkTimesAndWeightsActAtTheNext) {
    const Played played(R"("duration": "999ms", "network": { "latency": "0s" }, "components": {
        "user": { "kind": "client", "users": { "count": 1, "think": "100ms" }, "journeys": {
            "j": { "steps": [ { "call": "web.e" } ] }, "k": { "weight": 1e-12, "steps": [ { "wait": "40ms" } ] } } },
        "web": { "kind": "service", "endpoints": { "e": { "steps": [ { "call": "db.q" } ] } } },
        "db": { "kind": "database", "queries": { "q": { "time": "10ms" } } } }, "timeline": {
        "time": { "at": "105ms", "for": "110ms", "set": "/components/db/queries/q/time", "to": "20ms" },
        "error": { "at": "325ms", "for": "100ms", "set": "/components/web/endpoints/e/error_probability", "to": 1 },
        "think": { "at": "445ms", "for": "60ms", "set": "/components/user/users/think", "to": "30ms" },
        "mix": { "at": "600ms", "set": "/components/user/journeys/k/weight", "to": 1e12 } })");
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyBegan)),
              (Times{100, 210, 330, 440, 480, 520, 630, 770, 910}));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)),
              (Times{110, 230, 340, 450, 490, 530, 670, 810, 950}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded)[2], Outcome::kError);
}

TEST(Set, MayBeDoneAHundredTimesAndNotOnceMore) {
    const auto sets = [](int count) {
        std::string timeline;
        for (int index = 0; index < count; ++index)
            timeline +=
                (index == 0 ? "\"s" : ", \"s") + std::to_string(index) + R"(": { "at": ")" +
                std::to_string(index * 9) +
                R"(ms", "for": "5ms", "set": "/components/web/endpoints/e/steps/0/wait", "to": "1ms" })";
        return R"({ "shaketable": 1, "title": "Sets", )" + text_of(R"({ "wait": "20ms" })", timeline) + " }";
    };
    EXPECT_EQ(Played(compiled(sets(100))).total("web", "arrived"), 9);
    const auto file = scenarios::load_text(sets(101), "sets.json");
    const auto refused = scenarios::compile(file.value(), "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().front().found, "has 101 entries that set a knob");
}

TEST(Set, IsAFactOfTheComponentWhoseKnobItIs) {
    const Played played(
        text_of(R"({ "wait": "20ms" })",
                R"("s": { "at": "350ms", "for": "200ms", "set": "/components/web/queue_limit", "to": 5 },
        "t": { "at": "350ms", "set": "/network/latency", "to": "1ms" })"));
    EXPECT_EQ(in_ms(played.facts.times(What::kFaultBegan)), (Times{350}));
    EXPECT_EQ(in_ms(played.facts.times(What::kFaultEnded, played.component("web"))), (Times{550}));
}

} // namespace
} // namespace shaketable::models::set_test
