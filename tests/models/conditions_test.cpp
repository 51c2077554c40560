// Entries of the timeline that begin on a condition: when they fire, to the evaluation, and on what signal.
#include "models/conditions.hpp"
#include "scenarios/compile.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::models::conditions_test {
namespace {

/// A journey each second at 1, 2, ... s, then four a second from 5 to 15 s; without latency. "web.e" does
/// `steps`: as it stands one worker takes half a second for each, so that in the rush a queue grows.
std::string text_of(const std::string& timeline, const std::string& web = R"("workers": 1,)",
                    const std::string& steps = R"({ "wait": "500ms" })") {
    return R"("duration": "30s", "network": { "latency": "0s" }, "components": {
        "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even",
            "steps": { "rush": { "at": "5s", "rate": "4/s" }, "over": { "at": "15s", "rate": "0/s" } } },
            "journeys": { "j": { "steps": [ { "call": "web.e" } ], "good_within": "1s" } } },
        "web": { "kind": "service", )" +
           web + R"( "endpoints": { "e": { "steps": [ )" + steps + R"( ] } } },
        "db": { "kind": "database", "queries": { "q": { "time": "800ms" } } } }, "timeline": { )" +
           timeline + " }";
}

/// When the entry of the timeline began, and ended, in ms.
Times begun(const std::string& timeline, const std::string& web = R"("workers": 1,)",
            const std::string& steps = R"({ "wait": "500ms" })") {
    return in_ms(Played(text_of(timeline, web, steps)).facts.times(What::kFaultBegan));
}

std::string shed(const std::string& when, const std::string& more = "") {
    return R"("shed": { "when": { )" + when + " }" + more + R"(, "load": "user", "factor": 1 })";
}

/// How many wait at the end of a second, in a run without the entry.
std::int64_t waiting_at(std::int64_t second) {
    Played played(text_of(""));
    Simulation simulation(played.simulation.world().scenario, 1);
    EXPECT_EQ(simulation.run_until(at_ns(second * kSecond)), engine::StopReason::kReachedEnd);
    return simulation.world().instances[1].unserved;
}

/// The first whole second at which more than `depth` wait.
std::int64_t first_above(std::int64_t depth) {
    std::int64_t second = 0;
    while (waiting_at(second) <= depth)
        ++second;
    return second;
}

TEST(Condition, ReadsAnyGaugeOfAComponent) {
    // Its queue's depth as results tell it is the same as the signal.
    const std::int64_t first = first_above(5);
    EXPECT_EQ(begun(shed(R"("signal": "gauge", "gauge": "queue_depth", "component": "web", "above": 5)")),
              (Times{first * 1000}));
}

TEST(Condition, FiresAtTheFirstEvaluationAboveTheLine) {
    const std::int64_t first = first_above(5);
    EXPECT_GT(first, 6);
    EXPECT_LT(first, 10);
    EXPECT_EQ(begun(shed(R"("signal": "queue_depth", "component": "web", "above": 5)")),
              (Times{first * 1000}));
    EXPECT_EQ(begun(shed(R"("signal": "queue_depth", "component": "web", "above": 100)")), (Times{}));
}

TEST(Condition, IsEvaluatedEachPeriodFromTheEndOfWarmUp) {
    const std::string when = R"("signal": "queue_depth", "component": "web", "above": 5, "every": "7s")";
    EXPECT_EQ(begun(shed(when)), (Times{14'000}));
    const Played warm(R"("warm_up": "3s", )" + text_of(shed(when)));
    EXPECT_EQ(in_ms(warm.facts.times(What::kFaultBegan)), (Times{3'000 + 14'000}));
}

TEST(Condition, MustHoldForAWhile) {
    const std::string when = R"("signal": "queue_depth", "component": "web", "above": 5, "held_for": )";
    const std::int64_t first = first_above(5) * 1000;
    EXPECT_EQ(begun(shed(when + R"("4s")")), (Times{first + 4'000}));
    EXPECT_EQ(begun(shed(when + R"("3500ms")")), (Times{first + 4'000})); // of the evaluations, each second
    // The queue grows for 10 s, and is gone 10 s later: it is above for less than 20 s.
    EXPECT_EQ(begun(shed(when + R"("20s")")), (Times{}));
}

TEST(Condition, HeldForBeginsAnewWhereTheLineIsNotCrossed) {
    // In service: one from each whole second on, for 500 ms. Seen each 200 ms: at 1.2, 1.4, 2.2, 2.4 s ...;
    // what arrives at the instant of an evaluation is seen by the next.
    const std::string when =
        R"("signal": "in_service", "component": "web", "above": 0, "every": "200ms", "held_for": )";
    EXPECT_EQ(begun(shed(when + R"("200ms")")), (Times{1'400}));
    EXPECT_EQ(begun(shed(when + R"("400ms")")), (Times{5'600})); // in the rush there is always one
}

TEST(Condition, ActsAfterAReactionAndForAWhile) {
    const std::string entry = shed(R"("signal": "queue_depth", "component": "web", "above": 5)",
                                   R"(, "reaction": "2500ms", "for": "3s")");
    const Played played(text_of(entry));
    const std::int64_t fired = first_above(5) * 1000;
    EXPECT_EQ(in_ms(played.facts.times(What::kFaultBegan)), (Times{fired + 2'500}));
    EXPECT_EQ(in_ms(played.facts.times(What::kFaultEnded)), (Times{fired + 5'500}));
    const TimelineEntry& compiled = played.simulation.scenario().timeline.front();
    EXPECT_EQ(begin_of(played.simulation.world(), compiled), at_ns((fired + 2'500) * kMs));
    EXPECT_EQ(end_of(played.simulation.world(), compiled), at_ns((fired + 5'500) * kMs));
}

TEST(Condition, FiresOnce) {
    // The line is crossed once a second, and again after the entry has ended.
    const Played played(text_of(shed(
        R"("signal": "in_service", "component": "web", "above": 0, "every": "300ms")", R"(, "for": "1s")")));
    EXPECT_EQ(played.facts.of(What::kFaultBegan).size(), 1U);
    EXPECT_EQ(played.facts.of(What::kFaultEnded).size(), 1U);
}

TEST(Condition, ShedsWhatItSheds) {
    const Played played(
        text_of(R"("shed": { "when": { "signal": "queue_depth", "component": "web", "above": 5 },
        "for": "20s", "load": "user", "factor": 0 })"));
    const Times asked = in_ms(played.facts.times(What::kJourneyBegan));
    EXPECT_LE(asked.back(), first_above(5) * 1000);
    EXPECT_GE(asked.back(), first_above(5) * 1000 - 250);
}

TEST(Condition, BelowIsTheOtherSideOfTheLine) {
    // Nothing is in service at zero.
    EXPECT_EQ(begun(shed(R"("signal": "in_service", "component": "web", "below": 1)")), (Times{0}));
    // Goodput is 1/s until the queue makes journeys slow; then 0.
    const Times low = begun(shed(R"("signal": "goodput", "below": 0.5, "over": "2s")"));
    ASSERT_EQ(low.size(), 1U);
    EXPECT_GT(low[0], 6'000);
    EXPECT_LT(low[0], 12'000);
}

TEST(Signal, OfServersIsReadOfAllReplicas) {
    const auto at_six = [](const std::string& signal, const std::string& line) {
        return begun(shed(R"("signal": ")" + signal + R"(", "component": "web", "every": "6s", )" + line),
                     R"("replicas": 2, "workers": 1, "cores": 2, )", R"({ "work": "10s" })");
    };
    // By 6 s nine have come (1, 2, 3, 4, 5, and 5.25 to 6), each asks for 10 s of a core: one on each replica
    // computes and the others wait.
    const Times now = {6'000};
    EXPECT_EQ(at_six("in_service", R"("above": 1.9)"), now);
    EXPECT_NE(at_six("in_service", R"("above": 2)"), now);
    EXPECT_EQ(at_six("busy_workers", R"("above": 1.9)"), now);
    EXPECT_NE(at_six("busy_workers", R"("above": 2)"), now);
    EXPECT_EQ(at_six("utilisation", R"("above": 0.49)"), now);
    EXPECT_NE(at_six("utilisation", R"("above": 0.5)"), now);
    EXPECT_EQ(at_six("queue_depth", R"("above": 5)"), now);
    EXPECT_NE(at_six("queue_depth", R"("above": 7)"), now);
}

TEST(Signal, OfAPoolIsWhoWaitsForAConnection) {
    const std::string web = R"("workers": 100, "pools": { "db": { "size": 1 } }, )";
    const std::string steps = R"({ "call": "db.q" })";
    // Queries of 800 ms, one at a time: nobody waits until the rush. That of 5 s ends at 5.8 s, those
    // of 5.25, 5.5 and 5.75 s wait meanwhile, and one of them is next.
    const auto above = [&](const std::string& line) {
        return begun(shed(R"("signal": "pool_waiting", "component": "web", "above": )" + line), web, steps);
    };
    EXPECT_EQ(above("1"), (Times{6'000}));
    EXPECT_EQ(above("2"), (Times{7'000}));
    EXPECT_EQ(begun(shed(R"("signal": "busy_workers", "component": "db", "above": 0)"), web, steps),
              (Times{2'000}));
}

TEST(Signal, OfClientsIsCountedOverTheLastWhile) {
    // All fail from 3.5 s to 4.5 s and no others: of those that end within four seconds, one.
    const std::string failing =
        R"("bad": { "at": "3500ms", "for": "1s", "error_rate": "web", "probability": 1 }, )";
    const auto when = [&](const std::string& condition) {
        const Times times = begun(failing + shed(condition));
        return times.size() == 1 ? Times{} : Times{times[1]}; // after that of `bad`
    };
    // Ends at 1.5, 2.5, 3.5, ...: at 4 s, of four journeys (since zero) three ended, one of them with an
    // error.
    EXPECT_EQ(when(R"("signal": "error_rate", "component": "user", "above": 0.3, "over": "4s")"),
              (Times{4'000}));
    EXPECT_EQ(when(R"("signal": "error_rate", "above": 0.3, "over": "4s")"), (Times{4'000}));
    // One of four later on: until the rush makes journeys slow, which is no error.
    EXPECT_EQ(when(R"("signal": "error_rate", "above": 0.34, "over": "4s")"), (Times{}));
    const Times bad = when(R"("signal": "bad_share", "above": 0.34, "over": "4s")");
    ASSERT_EQ(bad.size(), 1U);
    EXPECT_GT(bad[0], 6'000);
    // Two good ones of 1.5 and 2.5 s within four seconds.
    EXPECT_EQ(when(R"("signal": "goodput", "above": 0.49, "over": "4s")"), (Times{4'000}));
    EXPECT_NE(when(R"("signal": "goodput", "above": 0.5, "over": "4s")"), (Times{4'000}));
}

TEST(Signal, OfClientsHasNoValueBeforeItWasCountedForLongEnough) {
    EXPECT_EQ(begun(shed(R"("signal": "goodput", "below": 100, "over": "7s")")), (Times{7'000}));
    EXPECT_EQ(begun(shed(R"("signal": "goodput", "below": 100, "every": "2s")")),
              (Times{20'000})); // ten times
    // A share has none where nobody's journey ended: the first ends at 1.5 s.
    EXPECT_EQ(begun(shed(R"("signal": "error_rate", "below": 0.5, "every": "10ms", "over": "10ms")")),
              (Times{1'510}));
}

// --- set

std::string set_wait(const std::string& name, const std::string& begins, const std::string& to) {
    return "\"" + name + R"(": { )" + begins +
           R"(, "set": "/components/web/endpoints/e/steps/0/wait", "to": ")" + to + "\" }";
}

const std::string kBusy =
    R"("when": { "signal": "in_service", "component": "web", "above": 0, "every": "10ms" })";

/// The lengths of the journeys that began at whole seconds up to 5 s, in ms.
Times lengths(const std::string& timeline) {
    const Played played(text_of(timeline, R"("workers": 100,)"));
    Times begun = in_ms(played.facts.times(What::kJourneyBegan));
    Times ended = in_ms(played.facts.times(What::kJourneyEnded));
    begun.resize(5);
    ended.resize(5);
    for (std::size_t i = 0; i < begun.size(); ++i)
        ended[i] -= begun[i];
    return ended;
}

TEST(Condition, MaySetAKnob) {
    EXPECT_EQ(lengths(set_wait("s", kBusy, "50ms")), (Times{500, 50, 50, 50, 50}));
    EXPECT_EQ(lengths(set_wait("s", kBusy + R"(, "reaction": "1500ms", "for": "1s")", "50ms")),
              (Times{500, 500, 50, 500, 500}));
}

TEST(Condition, SetsOverWhatIsSetAtATime) {
    const std::string conditional = set_wait("c", kBusy + R"(, "for": "1500ms")", "50ms");
    const std::string early = set_wait("e", R"("at": "500ms", "for": "3s")", "300ms");
    const std::string late = set_wait("l", R"("at": "1500ms", "for": "3s")", "200ms");
    EXPECT_EQ(lengths(conditional + ", " + early), (Times{300, 50, 300, 500, 500}));
    EXPECT_EQ(lengths(conditional + ", " + late), (Times{500, 50, 200, 200, 500}));
    EXPECT_EQ(lengths(late + ", " + early + ", " + conditional), (Times{300, 50, 200, 200, 500}));
    EXPECT_EQ(lengths(conditional + ", " + set_wait("d", kBusy + R"(, "reaction": "1s")", "70ms")),
              (Times{500, 50, 70, 70, 70}));
}

// --- closed users

TEST(Condition, MayBringMoreClosedUsers) {
    const Played played(R"("duration": "12s", "components": { "user": { "kind": "client",
        "users": { "count": 10, "think": "990ms" }, "journeys": { "j": { "steps": [ { "wait": "10ms" } ] } } } },
        "timeline": {
          "more": { "when": { "signal": "goodput", "above": 9, "over": "2s" }, "load": "user", "factor": 2 },
          "yet-more": { "at": "6s", "load": "user", "factor": 1.5 } })");
    // Ten end at 1, 2, 3 s ...: at 2 s ten were counted, at 3 s twenty.
    std::vector<std::size_t> by_second(12);
    for (const std::int64_t time : played.facts.times(What::kJourneyBegan))
        ++by_second[static_cast<std::size_t>(time / kSecond)];
    EXPECT_EQ(by_second, (std::vector<std::size_t>{10, 10, 10, 20, 20, 20, 30, 30, 30, 30, 30, 30}));
}

// --- a value

TEST(Condition, CopiesWithTheWorld) {
    const std::string timeline =
        shed(R"("signal": "bad_share", "above": 0.5, "over": "3s", "held_for": "2s")",
             R"(, "reaction": "3s", "for": "4s")") +
        R"(, "also": { "when": { "signal": "queue_depth", "component": "web", "above": 5 }, "reaction": "4s", "slow": "web", "factor": 2 })";
    const ScenarioPtr scenario = scenario_of(text_of(timeline));
    Simulation straight(scenario, 1);
    const engine::Time end = scenario->end;
    ASSERT_EQ(straight.run_until(end), engine::StopReason::kReachedEnd);
    for (const TimelineEntry& entry : scenario->timeline)
        EXPECT_LT(begin_of(straight.world(), entry), end) << entry.name;
    Simulation walker(scenario, 1);
    for (std::int64_t ms = 0; ms < 30'000; ms += 700) {
        ASSERT_EQ(walker.run_until(at_ns(ms * kMs)), engine::StopReason::kReachedEnd);
        Simulation copy = walker;
        ASSERT_EQ(digest(copy.world()), digest(walker.world()));
        ASSERT_EQ(copy.run_until(end), engine::StopReason::kReachedEnd);
        ASSERT_EQ(copy.fingerprint(), straight.fingerprint()) << ms;
        ASSERT_EQ(digest(copy.world()), digest(straight.world())) << ms;
    }
}

TEST(Condition, ThatIsNeverMetIsNeverNoticed) {
    const Played plain(text_of(""));
    const Played watched(
        text_of(shed(R"("signal": "queue_depth", "component": "web", "above": 100)") + ", " +
                R"("b": { "when": { "signal": "error_rate", "above": 0.5 }, "crash": "web" })"));
    EXPECT_EQ(watched.simulation.fingerprint(), plain.simulation.fingerprint());
}

TEST(Condition, ThatIsDroppedNeverFires) {
    const ScenarioPtr scenario = scenario_of(
        text_of(shed(R"("signal": "queue_depth", "component": "web", "above": 5)", R"(, "reaction": "5s")")));
    for (const std::int64_t second : {0, 11}) { // before it fires, and before it begins
        Simulation simulation(scenario, 1);
        ASSERT_EQ(simulation.run_until(at_ns(second * kSecond)), engine::StopReason::kReachedEnd);
        simulation.drop(scenario->timeline.front());
        ASSERT_EQ(simulation.run_until(scenario->end), engine::StopReason::kReachedEnd);
        EXPECT_EQ(begin_of(simulation.world(), scenario->timeline.front()), engine::Time::latest());
        EXPECT_EQ(simulation.world().active.front(), 0);
        EXPECT_EQ(simulation.fingerprint(), Played(text_of("")).simulation.fingerprint());
    }
}

} // namespace
} // namespace shaketable::models::conditions_test
