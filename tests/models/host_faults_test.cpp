// Dead hosts and processes that hang, event by event: journeys at 1, 2, 3 s ..., legs of 1 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::host_faults_test {
namespace {

struct Setting {
    std::string steps = R"({ "work": "100ms" })";
    std::string web = "";
    std::string policy = R"("timeout": "500ms")";
    std::string inner = R"("timeout": "30ms")";
};

std::string text_of(const std::string& timeline, const Setting& setting = {}) {
    return R"("duration": "6900ms", "network": { "latency": "1ms" }, "policies": { "p": { )" +
           setting.policy + R"( }, "inner": { )" + setting.inner + R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" }, "journeys": { "j":
        { "steps": [ { "call": "web.e", "policy": "p" } ] } } }, "web": { "kind": "service", "cores": 1, )" +
           setting.web + R"( "endpoints": { "e": { "steps": [ )" + setting.steps +
           R"( ] } } }, "in": { "kind": "service", "endpoints": { "e": { "steps": [ { "wait": "50ms" } ] } } } },
        "timeline": { )" +
           timeline + " }";
}

TEST(HostCrash, IsSilenceUntilTheCallersTimeOut) {
    const Played played(text_of(R"("dead": { "at": "1050ms", "for": "2s", "host_crash": "web" })"));
    // In service at 1.05 s, sent to a dead host at 2 and 3 s, up again at 3.05 s.
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{1500, 2500, 3500, 4102, 5102, 6102}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kTimedOutInService, Outcome::kTimedOutWaiting, Outcome::kTimedOutWaiting,
                        Outcome::kOk, Outcome::kOk, Outcome::kOk}));
    EXPECT_EQ(in_ms(played.facts.times(What::kMessageLost)), (Times{2001, 3001}));
    EXPECT_EQ(played.total("web", "lost"), 1);
    EXPECT_EQ(played.total("web", "rejected"), 0);
    EXPECT_EQ(left_behind(played.simulation), "");
}

TEST(HostCrash, OfOneReplicaLeavesTheOthers) {
    const Played played(text_of(R"("dead": { "at": "500ms", "host_crash": "web", "replica": 1 })",
                                {.web = R"("replicas": 2,)"}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kOk, Outcome::kTimedOutWaiting, Outcome::kOk, Outcome::kTimedOutWaiting,
                        Outcome::kOk, Outcome::kTimedOutWaiting}));
}

TEST(HostCrash, OfAShareTakesTheFirstReplicas) {
    const Played played(text_of(R"("dead": { "at": "500ms", "host_crash": "web", "share": 0.5 })",
                                {.web = R"("replicas": 4,)"}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded),
              (Outcomes{Outcome::kTimedOutWaiting, Outcome::kTimedOutWaiting, Outcome::kOk, Outcome::kOk,
                        Outcome::kTimedOutWaiting, Outcome::kTimedOutWaiting}));
}

TEST(Hang, FreezesWorkThatGoesOnAfterwards) {
    const Played played(text_of(R"("stuck": { "at": "1051ms", "for": "200ms", "hang": "web" })"));
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{1302, 2102, 3102, 4102, 5102, 6102}));
    EXPECT_EQ(left_behind(played.simulation), "");
}

TEST(Hang, AcceptsAndStillHasItsBacklogWhenItEnds) {
    const Played played(text_of(R"("stuck": { "at": "1500ms", "for": "2s", "hang": "web" })",
                                {.policy = R"("timeout": "10s")"}));
    EXPECT_EQ(in_ms(played.facts.times(What::kServed)), (Times{1001, 3500, 3500, 4001, 5001, 6001}));
    // Two together on one core from 3.5 s on.
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)), (Times{1102, 3701, 3701, 4102, 5102, 6102}));
    EXPECT_EQ(played.total("web", "rejected"), 0);
}

TEST(Hang, RejectsWhatItsAcceptQueueHasNoPlaceFor) {
    const Played played(text_of(R"("stuck": { "at": "1500ms", "for": "2s", "hang": "web" })",
                                {.web = R"("queue_limit": 1,)", .policy = R"("timeout": "10s")"}));
    EXPECT_EQ(played.facts.outcomes(What::kJourneyEnded)[1], Outcome::kQueueFull);
    EXPECT_EQ(played.total("web", "rejected"), 1);
}

TEST(Hang, LearnsOfAnswersAndTimeOutsInTheirOrderWhenItGoesOn) {
    const std::string stuck = R"("stuck": { "at": "1010ms", "for": "200ms", "hang": "web" })";
    // The answer of 52 ms comes before the call's time-out of 100 ms, and is heard first.
    const Played answered(
        text_of(stuck, {.steps = R"({ "call": "in.e", "policy": "p" })", .policy = R"("timeout": "100ms")"}));
    const std::uint32_t web = answered.component("web");
    EXPECT_EQ(in_ms(answered.facts.times(What::kCallEnded, web)).front(), 1210);
    EXPECT_EQ(answered.facts.outcomes(What::kCallEnded, web).front(), Outcome::kOk);
    // The time-out of 30 ms comes before the answer.
    const Played late(text_of(stuck, {.steps = R"({ "call": "in.e", "policy": "inner" })"}));
    EXPECT_EQ(in_ms(late.facts.times(What::kCallEnded, web)).front(), 1210);
    EXPECT_EQ(late.facts.outcomes(What::kCallEnded, web).front(), Outcome::kTimedOutInService);
    EXPECT_EQ(left_behind(late.simulation), "");
}

TEST(Hang, ABackoffThatItSleepsThroughEndsTheCallIfItsTimeIsUp) {
    const auto calls = [](const std::string& overall) {
        const std::string inner = R"("timeout": "30ms", "overall_timeout": ")" + overall +
                                  R"(", "retry": { "attempts": 2, "base": "50ms" })";
        const Played played(text_of(R"("stuck": { "at": "1040ms", "for": "200ms", "hang": "web" })",
                                    {.steps = R"({ "call": "in.e", "policy": "inner" })", .inner = inner}));
        return played.facts.times(What::kCallBegan, played.component("web")).size();
    };
    EXPECT_EQ(calls("10s"), 12U); // six calls that all time out twice
    EXPECT_EQ(calls("150ms"), 11U);
}

TEST(Hang, OverlappedBySlowAndByAnotherEndsWithTheLast) {
    const Played played(text_of(R"("one": { "at": "1011ms", "for": "100ms", "hang": "web" },
        "two": { "at": "1051ms", "for": "100ms", "hang": "web" },
        "slow": { "at": "1031ms", "for": "140ms", "slow": "web", "factor": 2 })"));
    // 10 ms of work by 1.011 s; still until 1.151 s; half speed until 1.171 s: 10 ms more; then 80 ms.
    EXPECT_EQ(in_ms(played.facts.times(What::kJourneyEnded)).front(), 1252);
}

} // namespace
} // namespace shaketable::models::host_faults_test
