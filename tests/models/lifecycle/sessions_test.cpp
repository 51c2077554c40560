// Sessions that replicas keep. A journey of an open load asks twice, 2 s apart; to log in takes 50 ms, the
// rest 10 ms; legs of 1 ms. Journeys at 1, 2, 3 s ...
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::sessions_test {
namespace {

struct Setting {
    std::string web = R"("replicas": 1,)";
    std::string sessions = "";
    std::string policy = R"("balance": "sticky")";
    std::string timeline = "";
    std::string duration = "8500ms";
    std::string load = R"("arrivals": { "rate": "1/s", "pattern": "even" })";
    std::string pause = "2s";
};

struct Kept : Played {
    explicit Kept(const Setting& setting)
        : Played(R"("duration": ")" + setting.duration +
                 R"(", "network": { "latency": "1ms" }, "policies": { "p": { )" + setting.policy +
                 R"( } }, "components": {
          "user": { "kind": "client", )" +
                 setting.load + R"(, "journeys": { "j": { "steps": [
              { "call": "web.e", "policy": "p" }, { "wait": ")" +
                 setting.pause + R"(" }, { "call": "web.e", "policy": "p" } ] } } },
          "web": { "kind": "service", )" +
                 setting.web + R"( "sessions": { )" + setting.sessions + R"( },
                   "endpoints": { "e": { "steps": [ { "session": [ { "wait": "50ms" } ] }, { "wait": "10ms" } ] } } } },
        "timeline": { )" +
                 setting.timeline + " }") {
        EXPECT_EQ(broken_invariant(simulation), "");
    }
    [[nodiscard]] std::int64_t count(const std::string& metric) const { return total("web", metric); }
};

TEST(Sessions, AreBegunOnceAndThenFound) {
    const Kept run({});
    EXPECT_EQ(in_ms(run.facts.times(What::kJourneyEnded)), (Times{3074, 4074, 5074, 6074, 7074, 8074}))
        << "62 ms, 2 s, 12 ms";
    EXPECT_EQ(run.count("logins"), 8);
    EXPECT_EQ(run.count("sessions_lost"), 0);
}

TEST(Sessions, AreLostWithTheirProcess) {
    const Kept run({.timeline = R"("down": { "at": "2500ms", "for": "1ms", "crash": "web" })"});
    EXPECT_EQ(
        run.facts.outcomes(What::kJourneyEnded),
        (Outcomes{Outcome::kError, Outcome::kError, Outcome::kOk, Outcome::kOk, Outcome::kOk, Outcome::kOk}))
        << "those that began at 1 s and 2 s";
    EXPECT_EQ(run.count("sessions_lost"), 2);
}

TEST(Sessions, AreLostWhereCallersAskAnotherReplica) {
    const Kept sticky({.web = R"("replicas": 2,)"});
    EXPECT_EQ(sticky.count("sessions_lost"), 0);
    const Kept in_turn({.web = R"("replicas": 2,)", .policy = "", .pause = "1500ms"});
    EXPECT_EQ(in_turn.count("sessions_lost"), 5)
        << "from the second journey on, the second request goes where the first did not";
}

TEST(Sessions, OfUsersLastFromOneJourneyToTheNext) {
    const Kept run({.duration = "20s", .load = R"("users": { "count": 1, "think": "1s" })"});
    EXPECT_EQ(run.count("logins"), 1);
    const Kept lost({.timeline = R"("down": { "at": "8500ms", "for": "1ms", "crash": "web" })",
                     .duration = "20s",
                     .load = R"("users": { "count": 1, "think": "1s" })"});
    EXPECT_EQ(lost.count("logins"), 2) << "who was refused logs in the next time";
    EXPECT_EQ(lost.count("sessions_lost"), 1);
}

TEST(Sessions, ExpireWhenNobodyUsesThem) {
    const Kept run({.sessions = R"("lasts": "1s")"});
    EXPECT_EQ(run.count("logins"), 14) << "the second request of each journey is too late";
    const Kept swept({.sessions = R"("lasts": "30s")", .duration = "200s"});
    const std::vector<Life>& lives = swept.simulation.world().lifecycles[0].lives;
    EXPECT_EQ(lives[0].sessions, swept.simulation.world().lifecycles[0].sessions.size());
    EXPECT_NEAR(lives[0].sessions, 32 + 20, 2) << "of the last 32 s before the sweep at 180 s, and since";
}

TEST(Sessions, TakeMemory) {
    const Kept run({.web = R"("replicas": 1, "memory": { "limit_mib": 1, "per_session_kib": 200 },)"});
    EXPECT_EQ(run.count("oom_kills"), 1) << "six times 200 KiB are too much";
    EXPECT_GE(run.count("sessions_lost"), 1);
}

} // namespace
} // namespace shaketable::models::sessions_test
