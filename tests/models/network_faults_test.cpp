// Edges that are cut or slow, event by event: journeys at 1, 2, 3 s ..., legs of 1 ms, work of 10 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::network_faults_test {
namespace {

constexpr Outcome kOk = Outcome::kOk;
constexpr Outcome kUnheard = Outcome::kTimedOutWaiting;

std::string text_of(const std::string& timeline, const std::string& web = R"("replicas": 2,)") {
    return R"("duration": "6900ms", "network": { "latency": "1ms" }, "policies": { "p": { "timeout": "500ms" } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" }, "journeys": { "j":
        { "steps": [ { "call": "web.e", "policy": "p" } ] } } }, "web": { "kind": "service", )" +
           web + R"( "endpoints": { "e": { "steps": [ { "call": "in.e" } ] } } },
        "in": { "kind": "service", "endpoints": { "e": { "steps": [ { "work": "10ms" } ] } } } },
        "timeline": { )" +
           timeline + " }";
}

Times ends(const Played& played) { return in_ms(played.facts.times(What::kJourneyEnded)); }
Outcomes outcomes(const Played& played) { return played.facts.outcomes(What::kJourneyEnded); }

TEST(Cut, DropsWhatIsSentAndTheCallerWaitsForItsTimeOut) {
    const Played played(text_of(R"("cut": { "at": "1500ms", "for": "2s", "cut": "user->web" })"));
    EXPECT_EQ(outcomes(played), (Outcomes{kOk, kUnheard, kUnheard, kOk, kOk, kOk}));
    EXPECT_EQ(ends(played), (Times{1014, 2500, 3500, 4014, 5014, 6014}));
    EXPECT_EQ(played.total("web", "arrived"), 4);
    EXPECT_EQ(left_behind(played.simulation), "");
}

TEST(Cut, DropsAnswersTooAndTheWorkWasForNobody) {
    const Played played(text_of(R"("cut": { "at": "2005ms", "for": "500ms", "cut": "user->web" })"));
    EXPECT_EQ(outcomes(played)[1], Outcome::kTimedOutInService);
    EXPECT_EQ(played.total("web", "answered_ok"), 6);
    EXPECT_EQ(in_ms(played.facts.times(What::kMessageLost)), (Times{2013}));
}

TEST(Cut, LetsArriveWhatIsUnderWay) {
    const Played played(text_of(R"("cut": { "at": "2000500us", "for": "5ms", "cut": "user->web" })"));
    EXPECT_EQ(outcomes(played), (Outcomes(6, kOk)));
}

TEST(Cut, OfAnotherEdgeIsNotNoticedOnThisOne) {
    const Played played(text_of(R"("cut": { "at": "1500ms", "for": "2s", "cut": "web->in" })"));
    const std::uint32_t web = played.component("web");
    EXPECT_EQ(in_ms(played.facts.times(What::kArrived, web)), (Times{1001, 2001, 3001, 4001, 5001, 6001}));
    EXPECT_EQ(played.total("in", "arrived"), 4);
}

TEST(Cut, HoldsWhatIsSentAndDeliversItInOrderWhenMended) {
    const Played played(
        text_of(R"("cut": { "at": "2005ms", "for": "100ms", "cut": "user->web", "mode": "hold" })"));
    EXPECT_EQ(outcomes(played), (Outcomes(6, kOk)));
    EXPECT_EQ(ends(played)[1], 2106); // sent at 2013, mended at 2105, one leg
}

TEST(Cut, DeliversAHeldRequestEvenIfItsCallerGaveUp) {
    const Played played(
        text_of(R"("cut": { "at": "1500ms", "for": "2s", "cut": "user->web", "mode": "hold" })"));
    EXPECT_EQ(outcomes(played), (Outcomes{kOk, kUnheard, kUnheard, kOk, kOk, kOk}));
    EXPECT_EQ(in_ms(played.facts.times(What::kArrived, played.component("web"))),
              (Times{1001, 3501, 3501, 4001, 5001, 6001}));
    EXPECT_EQ(played.total("web", "wasted"), 2);
    EXPECT_EQ(left_behind(played.simulation), "");
}

TEST(Cut, OfAComponentIsolatesItFromCallersAndCallees) {
    const Played played(text_of(R"("cut": { "at": "2005ms", "for": "1s", "cut": "web" })"));
    // The second journey's inner call was answered on a cut edge, the third never reached web.
    EXPECT_EQ(outcomes(played), (Outcomes{kOk, Outcome::kTimedOutInService, kUnheard, kOk, kOk, kOk}));
    EXPECT_EQ(played.total("in", "answered_ok"), 5);
}

TEST(Cut, OfOneReplicaOrAShareLeavesTheRest) {
    const Played one(text_of(R"("cut": { "at": "500ms", "cut": "user->web", "replica": 1 })"));
    EXPECT_EQ(outcomes(one), (Outcomes{kOk, kUnheard, kOk, kUnheard, kOk, kUnheard}));
    const Played none(text_of(R"("cut": { "at": "500ms", "cut": "user->web", "share": 0.000001 })"));
    EXPECT_EQ(outcomes(none), (Outcomes(6, kOk)));
    std::uint64_t lost = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
        lost += Played(text_of(R"("cut": { "at": "500ms", "cut": "user->web", "share": 0.25 })"), seed)
                    .facts.times(What::kMessageLost)
                    .size();
    // Of 1200 journeys each loses its request with 0.25, else its answer with 0.25: 0.4375 in all, +- 4
    // sigma.
    EXPECT_NEAR(static_cast<double>(lost), 525.0, 69.0);
}

TEST(Delay, MakesEachLegLongerAndAddsUp) {
    const Played played(
        text_of(R"("slow": { "at": "1500ms", "for": "2s", "delay": "user->web", "by": "20ms" },
                                   "more": { "at": "2500ms", "for": "1s", "delay": "web", "by": "5ms" })"));
    EXPECT_EQ(outcomes(played), (Outcomes(6, kOk)));
    EXPECT_EQ(ends(played), (Times{1014, 2054, 3074, 4014, 5014, 6014}));
}

TEST(NetworkFaults, EndInTheStateBeforeThem) {
    const Played played(text_of(R"("a": { "at": "1500ms", "for": "1s", "cut": "web" },
                                   "b": { "at": "1600ms", "for": "1s", "cut": "web->in", "mode": "hold" },
                                   "c": { "at": "1700ms", "for": "1s", "delay": "user->web", "by": "3ms" })"));
    EXPECT_EQ(played.simulation.world().disturbed, std::vector<std::uint32_t>(2, 0));
    EXPECT_TRUE(played.simulation.world().held.empty());
    EXPECT_EQ(ends(played).back(), 6014);
}

} // namespace
} // namespace shaketable::models::network_faults_test
