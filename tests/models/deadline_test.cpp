// Deadlines and cancellations, event by event, with exact times.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace shaketable::models::deadline_test {

namespace {

const std::string kPropagating = R"("timeout": "20ms", "propagate_deadline": true)";
const std::string kCancelling = R"("timeout": "20ms", "cancel": true)";

/// One journey at 1 s, of `calls` calls to "web.e" under "p"; legs of 1 ms. `web` has the steps of its
/// endpoint and what else a service may have.
struct Chain {
    std::string policy;
    std::string web_steps;
    std::string web = "";  // more knobs
    std::string more = ""; // components
    std::string policies = "";
    std::string timeline = "";
    int calls = 1;

    [[nodiscard]] std::string text() const {
        return R"("duration": "1900ms", "network": { "latency": "1ms" }, "policies": { "p": { )" + policy +
               " }" + policies +
               R"( }, "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
               "journeys": { "j": { "steps": [ { "parallel": [ { "call": "web.e", "policy": "p" } ], "count": )" +
               std::to_string(calls) + R"( } ] } } }, "web": { "kind": "service", )" + web +
               R"( "endpoints": { "e": { "steps": [ )" + web_steps + " ] } } }" + more +
               R"( }, "timeline": { )" + timeline + " }";
    }
};

/// A run of it, and what a component did, in ms since the journey began.
struct Watched : Played {
    explicit Watched(const Chain& chain) : Played(chain.text()) {
        EXPECT_EQ(broken_invariant(simulation), "");
        EXPECT_EQ(left_behind(simulation), "");
    }
    [[nodiscard]] Times ms(What what, const std::string& name) const {
        return in_ms(facts.times(what, component(name)), kSecond);
    }
    [[nodiscard]] Outcomes outcomes(What what, const std::string& name) const {
        return facts.outcomes(what, component(name));
    }
};

std::string waits(const std::string& length, int times) {
    std::string steps;
    for (int time = 0; time < times; ++time)
        steps += (time == 0 ? "" : ", ") + std::string(R"({ "wait": ")") + length + R"(" })";
    return steps;
}
std::string inner(const std::string& steps) {
    return R"(, "in": { "kind": "service", "endpoints": { "e": { "steps": [ )" + steps + " ] } } }";
}

TEST(Deadline, StopsARequestAtTheNextStep) {
    const Watched played({.policy = kPropagating, .web_steps = waits("15ms", 4)});
    EXPECT_EQ(played.ms(What::kCallEnded, "user"), (Times{20}));
    EXPECT_EQ(played.outcomes(What::kCallEnded, "user"), (Outcomes{Outcome::kTimedOutInService}));
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{31})); // 1 + 2 x 15
    EXPECT_EQ(played.outcomes(What::kAnswered, "web"), (Outcomes{Outcome::kDeadlineExceeded}));
    EXPECT_EQ(played.total("web", "cancelled"), 1);
    EXPECT_EQ(played.total("web", "wasted"), 0);
    EXPECT_EQ(played.total("web", "answered_error"), 0);
}

TEST(Deadline, IsNobodysUnlessThePolicyPropagatesIt) {
    const Watched played({.policy = R"("timeout": "20ms")", .web_steps = waits("15ms", 4)});
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{61}));
    EXPECT_EQ(played.total("web", "wasted"), 1);
}

TEST(Deadline, KeepsAWorkerFromBeginningWhatIsOverdue) {
    const Watched played({.policy = kPropagating,
                          .web_steps = R"({ "work": "50ms" })",
                          .web = R"("workers": 1,)",
                          .calls = 2});
    EXPECT_EQ(played.ms(What::kServed, "web"), (Times{1}));
    EXPECT_EQ(played.ms(What::kRejected, "web"), (Times{51}));
    EXPECT_EQ(played.outcomes(What::kRejected, "web"), (Outcomes{Outcome::kDeadlineExceeded}));
    EXPECT_EQ(played.total("web", "cancelled"), 2);
    EXPECT_EQ(played.total("web", "rejected"), 0);
}

TEST(Deadline, TurnsAwayWhatArrivesTooLate) {
    const Watched played({.policy = kPropagating,
                          .web_steps = R"({ "work": "50ms" })",
                          .timeline = R"("slow": { "at": "0s", "delay": "web", "by": "30ms" })"});
    EXPECT_EQ(played.ms(What::kRejected, "web"), (Times{31}));
    EXPECT_EQ(played.facts.of(What::kServed).size(), 0U);
}

TEST(Deadline, GoesDownAndEndsACallWithoutATimeOutOfItsOwn) {
    const Watched played(
        {.policy = kPropagating,
         .web_steps = R"({ "call": "in.e", "policy": "q" })",
         .more = inner(waits("7ms", 9)),
         .policies = R"(, "q": { "propagate_deadline": true, "retry": { "attempts": 3 } })"});
    EXPECT_EQ(played.ms(What::kCallEnded, "web"), (Times{20})); // and is not tried again
    EXPECT_EQ(played.outcomes(What::kCallEnded, "web"), (Outcomes{Outcome::kDeadlineExceeded}));
    EXPECT_EQ(played.ms(What::kLeft, "web"), (Times{20}));
    EXPECT_EQ(played.ms(What::kAnswered, "in"), (Times{23})); // 2 + 3 x 7
    EXPECT_EQ(played.outcomes(What::kAnswered, "in"), (Outcomes{Outcome::kDeadlineExceeded}));
}

TEST(Deadline, EndsWithTheWholeCallWhereThatIsSooner) {
    const Watched played(
        {.policy = R"("timeout": "20ms", "overall_timeout": "12ms", "propagate_deadline": true)",
         .web_steps = waits("5ms", 9)});
    EXPECT_EQ(played.ms(What::kCallEnded, "user"), (Times{12}));
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{16}));
}

TEST(Deadline, EndsABackOff) {
    const Watched played(
        {.policy = kPropagating,
         .web_steps = R"({ "call": "in.e", "policy": "q" })",
         .web = "",
         .more = R"(, "in": { "kind": "service", "endpoints": { "e": { "error_probability": 1,
                                     "steps": [ { "wait": "1ms" } ] } } })",
         .policies = R"(, "q": { "retry": { "base": "100ms" } })"});
    EXPECT_EQ(played.ms(What::kLeft, "web"), (Times{20}));
    EXPECT_EQ(played.outcomes(What::kAnswered, "web"), (Outcomes{Outcome::kDeadlineExceeded}));
    EXPECT_EQ(played.total("in", "arrived"), 1);
}

TEST(Deadline, DoesNotConcernWorkAfterTheReply) {
    const Watched played(
        {.policy = kPropagating,
         .web_steps = R"({ "wait": "5ms" }, { "after_reply": [ )" + waits("30ms", 2) + " ] }"});
    EXPECT_EQ(played.outcomes(What::kJourneyEnded, "user"), (Outcomes{Outcome::kOk}));
    EXPECT_EQ(played.ms(What::kLeft, "web"), (Times{66}));
    EXPECT_EQ(played.total("web", "cancelled"), 0);
}

TEST(Cancel, TravelsOneLegAndStopsARequestAtItsNextStep) {
    const Watched played({.policy = kCancelling, .web_steps = waits("10ms", 9)});
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{31})); // told at 21, as the third step had begun
    const Watched later({.policy = kCancelling, .web_steps = waits("10500us", 9)});
    EXPECT_EQ(later.ms(What::kAnswered, "web"), (Times{22}));
    EXPECT_EQ(later.facts.times(What::kAnswered), (Times{kSecond + 22 * kMs}));
    EXPECT_EQ(later.outcomes(What::kAnswered, "web"), (Outcomes{Outcome::kCancelled}));
    EXPECT_EQ(later.total("web", "cancelled"), 1);
    EXPECT_EQ(later.total("web", "wasted"), 0);
}

TEST(Cancel, TakesARequestOutOfTheQueueAtOnce) {
    const Watched played(
        {.policy = kCancelling, .web_steps = R"({ "work": "50ms" })", .web = R"("workers": 1,)", .calls = 2});
    EXPECT_EQ(played.ms(What::kRejected, "web"), (Times{21}));
    EXPECT_EQ(played.outcomes(What::kRejected, "web"), (Outcomes{Outcome::kCancelled}));
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{51})); // what computes, at its next step
    EXPECT_EQ(played.total("web", "cancelled"), 2);
}

TEST(Cancel, GoesDownWherePoliciesCancel) {
    const Chain chain = {.policy = kCancelling,
                         .web_steps = R"({ "call": "in.e", "policy": "q" })",
                         .more = inner(waits("9ms", 9)),
                         .policies = R"(, "q": { "cancel": true, "retry": { "attempts": 3 } })"};
    const Watched played(chain);
    EXPECT_EQ(played.ms(What::kCallEnded, "web"), (Times{21}));
    EXPECT_EQ(played.outcomes(What::kCallEnded, "web"), (Outcomes{Outcome::kCancelled}));
    EXPECT_EQ(played.ms(What::kLeft, "web"), (Times{21}));
    EXPECT_EQ(played.ms(What::kAnswered, "in"), (Times{29})); // told at 22; 2 + 3 x 9
    Chain silent = chain;
    silent.policies = R"(, "q": {})";
    const Watched unheard(silent);
    EXPECT_EQ(unheard.ms(What::kLeft, "web"), (Times{21}));
    EXPECT_EQ(unheard.ms(What::kAnswered, "in"), (Times{83}));
    EXPECT_EQ(unheard.total("in", "wasted"), 1);
}

TEST(Cancel, EndsABackOffAtOnce) {
    const Watched played(
        {.policy = kCancelling,
         .web_steps = R"({ "call": "in.e", "policy": "q" })",
         .more = R"(, "in": { "kind": "service", "endpoints": { "e": { "error_probability": 1,
                                     "steps": [ { "wait": "1ms" } ] } } })",
         .policies = R"(, "q": { "retry": { "base": "100ms", "budget": { "envoy": {} } } })"});
    EXPECT_EQ(played.ms(What::kLeft, "web"), (Times{21}));
    EXPECT_EQ(played.total("in", "arrived"), 1);
}

TEST(Cancel, GivesBackConnectionsAndPlacesInTheQueueForThem) {
    const Watched played(
        {.policy = kCancelling,
         .web_steps = R"({ "call": "db.q" })",
         .web = R"("pools": { "db": { "size": 1 } },)",
         .more = R"(, "db": { "kind": "database", "queries": { "q": { "time": "100ms" } } })",
         .calls = 2});
    EXPECT_EQ(played.ms(What::kLeft, "web"), (Times{21, 21}));
    EXPECT_EQ(played.ms(What::kArrived, "db"), (Times{4})); // the other never got a connection
    EXPECT_EQ(played.outcomes(What::kCallEnded, "web"), (Outcomes{Outcome::kCancelled, Outcome::kCancelled}));
}

TEST(Cancel, StopsAQueryAtTheEndOfItsWork) {
    const Watched played(
        {.policy = kCancelling,
         .web_steps = R"({ "call": "db.q", "policy": "q" })",
         .more = R"(, "db": { "kind": "database", "queries": { "q": { "time": "100ms" } } })",
         .policies = R"(, "q": { "cancel": true })"});
    EXPECT_EQ(played.ms(What::kAnswered, "db"), (Times{104}));
    EXPECT_EQ(played.outcomes(What::kAnswered, "db"), (Outcomes{Outcome::kCancelled}));
    EXPECT_EQ(played.total("db", "wasted"), 0);
    EXPECT_EQ(played.simulation.world().instances[played.component("db")].workers_busy, 0U);
}

TEST(Cancel, StopsBranchesAtTheirNextStep) {
    const Watched played({.policy = kCancelling,
                          .web_steps = R"({ "parallel": [ { "branch": [ )" + waits("15ms", 4) +
                                       R"( ], "probability": 1 } ], "count": 2 })"});
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{31}));
    EXPECT_EQ(played.outcomes(What::kAnswered, "web"), (Outcomes{Outcome::kCancelled}));
}

TEST(Cancel, IsLostOnACutEdge) {
    const Watched played({.policy = kCancelling,
                          .web_steps = waits("15ms", 4),
                          .timeline = R"("cut": { "at": "1010ms", "for": "20ms", "cut": "user->web" })"});
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{61}));
    EXPECT_EQ(played.total("web", "wasted"), 1);
}

TEST(Cancel, WaitsForAnEdgeThatHoldsIt) {
    const Watched played(
        {.policy = kCancelling,
         .web_steps = waits("15ms", 4),
         .timeline = R"("cut": { "at": "1010ms", "for": "30ms", "cut": "user->web", "mode": "hold" })"});
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{46})); // told at 41
}

TEST(Cancel, IsHeededByAProcessThatHungWhenItGoesOn) {
    const Watched played({.policy = kCancelling,
                          .web_steps = R"({ "work": "50ms" })",
                          .web = R"("workers": 1,)",
                          .timeline = R"("hang": { "at": "1010ms", "for": "100ms", "hang": "web" })",
                          .calls = 2});
    EXPECT_EQ(played.ms(What::kServed, "web"), (Times{1}));
    EXPECT_EQ(played.ms(What::kRejected, "web"), (Times{151})); // the worker is free again
    EXPECT_EQ(played.total("web", "cancelled"), 2);
}

TEST(Cancel, OfOneAttemptDoesNotTouchTheNext) {
    const Watched played({.policy = kCancelling + R"(, "retry": { "attempts": 2, "backoff": "none" })",
                          .web_steps = waits("16ms", 2)});
    EXPECT_EQ(played.ms(What::kAnswered, "web"), (Times{33, 53}));
    EXPECT_EQ(played.ms(What::kCallEnded, "user"), (Times{20, 40}));
}

} // namespace
} // namespace shaketable::models::deadline_test
