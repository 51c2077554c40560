// A pooler between a service and its database, with exact times: legs of 1 ms, statements of 50 ms, commits
// of 10 ms. All is asked of "web" at 1001 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::pooler_test {
namespace {

struct Setting {
    std::string steps = R"({ "call": "db.u", "policy": "p" })"; // of "web.e"
    std::string branches = "3";                                 // that ask it at once
    std::string pooler = R"("mode": "transaction", "pool_size": 1)";
    std::string policy = "";
    std::string pool = R"("size": 10)";
    std::string timeline = "";
};

constexpr std::int64_t kAsked = kSecond + kMs;

std::string text_of(const Setting& setting) {
    return R"("duration": "1990ms", "network": { "latency": "1ms" }, "policies": { "p": { )" +
           setting.policy +
           R"( } }, "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
             "journeys": { "j": { "steps": [ { "parallel": [ { "call": "web.e" } ], "count": )" +
           setting.branches + R"( } ] } } },
           "web": { "kind": "service", "pools": { "db": { )" +
           setting.pool + R"( } }, "endpoints": { "e": { "steps": [ )" + setting.steps + R"( ] } } },
           "db": { "kind": "database", "cores": 100, "commit": "10ms", "max_connections": 5,
             "tables": { "t": { "rows": 1000000 } }, "pooler": { )" +
           setting.pooler + R"( }, "queries": { "u": { "time": "50ms", "table": "t", "statement": "update" },
             "bad": { "time": "50ms", "table": "t", "statement": "update", "error_probability": 1 } } } },
           "timeline": { )" +
           setting.timeline + " }";
}

struct Pooled {
    explicit Pooled(const Setting& setting) : played(text_of(setting)) {
        ended = in_ms(played.facts.times(What::kCallEnded, played.component("web")), kAsked);
        outcomes = played.facts.outcomes(What::kCallEnded, played.component("web"));
        served = in_ms(played.facts.times(What::kServed, played.component("db")), kAsked);
    }
    [[nodiscard]] std::int64_t total(const std::string& metric) const { return played.total("db", metric); }
    [[nodiscard]] const DatabaseState& database() const { return played.simulation.world().databases[0]; }
    [[nodiscard]] std::uint32_t connections() const {
        return played.simulation.world().instances[2].workers_busy;
    }

    Played played;
    Times ended, served;
    Outcomes outcomes;
};

constexpr Outcome kOk = Outcome::kOk;
const std::string kTwoStatements =
    R"({ "transaction": "db", "steps": [ { "call": "db.u" }, { "wait": "20ms" }, { "call": "db.u" } ] })";

TEST(Pooler, GivesABackendToOneTransactionAfterTheOther) {
    const Pooled run({});
    EXPECT_EQ(run.served, (Times{3, 53, 103})); // three connections, one backend
    EXPECT_EQ(run.ended, (Times{54, 104, 154}));
    EXPECT_EQ(run.connections(), 3U);
    EXPECT_EQ(run.total("backends"), 150 * kMs);
    EXPECT_EQ(run.total("backend_waiting"), (50 + 100) * kMs);
    EXPECT_EQ(run.total("backend_wait"), (50 + 100) * kMs);
    EXPECT_EQ(left_behind(run.played.simulation), "");
}

TEST(Pooler, ATransactionKeepsItsBackendUntilItsCommit) {
    const Pooled run({.steps = kTwoStatements, .branches = "2"});
    // 3..53, 20 ms and two legs, 75..125, two legs, 127..137; then the other.
    EXPECT_EQ(run.served, (Times{3, 75, 127, 137, 209, 261}));
    EXPECT_EQ(run.total("backends"), 2 * 134 * kMs);
    EXPECT_EQ(run.database().backends_busy, 0U);
}

TEST(Pooler, ATransactionThatFailedKeepsItUntilItsRollback) {
    const Pooled run(
        {.steps = R"({ "transaction": "db", "steps": [ { "call": "db.bad" } ] })", .branches = "1"});
    EXPECT_EQ(run.total("backends"), 52 * kMs); // 3..53, two legs, the rollback takes no time
    EXPECT_EQ(run.database().backends_busy, 0U);
}

TEST(Pooler, InSessionModeAConnectionKeepsItsBackend) {
    const Pooled run({.pooler = R"("mode": "session", "pool_size": 2)", .pool = R"("size": 3)"});
    // The third connection would be open when another is closed, and none is: its client waits on.
    EXPECT_EQ(run.served, (Times{3, 3}));
    EXPECT_EQ(run.connections(), 2U);
    EXPECT_EQ(run.database().connecting.length, 1U);
    EXPECT_EQ(run.total("backends"), run.total("connections"));
}

TEST(Pooler, InSessionModeAConnectionThatIsClosedMakesRoom) {
    const Pooled run({.branches = "2",
                      .pooler = R"("mode": "session", "pool_size": 1)",
                      .policy = R"("timeout": "30ms", "retry": { "attempts": 2, "backoff": "none" })"});
    // Both give up at 30 ms, and ask for connections anew. The first statement runs to its end at 53 ms; its
    // connection is closed then, and one of the new ones is open: its client knows at 54 ms.
    EXPECT_EQ(run.ended, (Times{30, 30, 60, 60}));
    EXPECT_EQ(run.served, (Times{3, 55}));
    EXPECT_EQ(run.connections(), 0U);
    EXPECT_EQ(left_behind(run.played.simulation), "");
}

TEST(Pooler, RefusesAClientBeyondItsLimit) {
    const Pooled run({.pooler = R"("mode": "transaction", "pool_size": 1, "max_clients": 2)"});
    EXPECT_EQ(run.outcomes, (Outcomes{Outcome::kRefused, kOk, kOk}));
    const Pooled session({.pooler = R"("mode": "session", "pool_size": 1, "max_clients": 2)"});
    EXPECT_EQ(session.outcomes, (Outcomes{Outcome::kRefused, kOk})); // who waits to be connected counts
}

TEST(Pooler, AClientThatHasWaitedTooLongIsTurnedAwayAndItsConnectionClosed) {
    for (const std::string mode : {"transaction", "session"}) {
        const Pooled run(
            {.branches = "2",
             .pooler = R"("mode": ")" + mode + R"(", "pool_size": 1, "query_wait_timeout": "20ms")"});
        const std::int64_t asked = mode == "session" ? 1 : 3;
        EXPECT_EQ(run.ended, (Times{asked + 20 + 1, 54})) << mode;
        EXPECT_EQ(run.outcomes, (Outcomes{Outcome::kPoolTimeout, kOk})) << mode;
        EXPECT_EQ(run.connections(), 1U) << mode;
        EXPECT_EQ(run.played.simulation.world().edge_states[1].connections, 1U) << mode;
        EXPECT_EQ(left_behind(run.played.simulation), "") << mode;
    }
}

TEST(Pooler, AClientThatHasHungUpIsNotServed) {
    const Pooled run({.branches = "2", .policy = R"("timeout": "40ms")"});
    EXPECT_EQ(run.outcomes, (Outcomes{Outcome::kTimedOutInService, Outcome::kTimedOutWaiting}));
    EXPECT_EQ(run.served, (Times{3})); // a server would have begun the second's at 53 ms, for nobody
    EXPECT_EQ(run.total("cancelled"), 1);
    EXPECT_EQ(run.connections(), 0U);
    EXPECT_EQ(left_behind(run.played.simulation), "");
}

// Whoever gives up and tries again has a new connection: the pooler has forgotten the old one by then.
TEST(Pooler, AClientThatHasHungUpTakesNobodysPlace) {
    for (const std::string mode : {"transaction", "session"}) {
        const Pooled run({.branches = "2",
                          .pooler = R"("mode": ")" + mode + R"(", "pool_size": 1, "max_clients": 3)",
                          .policy = R"("timeout": "20ms", "retry": { "attempts": 5, "backoff": "none" })"});
        EXPECT_EQ(run.total("rejected"), 0) << mode;
        EXPECT_EQ(run.outcomes.size(), 10U) << mode;
        EXPECT_EQ(left_behind(run.played.simulation), "") << mode;
    }
}

TEST(Pooler, ATransactionThatGaveUpWaitingLeavesNothingBehind) {
    for (const std::string timeout : {"2500us", "40ms", "60ms", "126ms"}) {
        Setting setting = {
            .steps = kTwoStatements, .branches = "2", .policy = R"("timeout": ")" + timeout + '"'};
        for (std::size_t at = 0; (at = setting.steps.find(R"("db.u")", at)) != std::string::npos; at += 20)
            setting.steps.replace(at, 6, R"("db.u", "policy": "p")");
        const Pooled run(setting);
        EXPECT_EQ(run.database().backends_busy, 0U) << timeout;
        EXPECT_EQ(run.database().locks.locks(), 0U) << timeout;
        EXPECT_EQ(left_behind(run.played.simulation), "") << timeout;
    }
}

TEST(Pooler, DiesWithItsServer) {
    for (const std::string mode : {"transaction", "session"}) {
        const Pooled run({.pooler = R"("mode": ")" + mode + R"(", "pool_size": 1)",
                          .timeline = R"("crash": { "at": "1030ms", "for": "100ms", "crash": "db" })"});
        EXPECT_EQ(run.ended, (Times{30, 30, 30})) << mode;
        EXPECT_EQ(run.outcomes, (Outcomes(3, Outcome::kReset))) << mode;
        EXPECT_EQ(run.database().backends_busy, 0U) << mode;
        EXPECT_EQ(left_behind(run.played.simulation), "") << mode;
    }
}

TEST(Pooler, WithBackendsEnoughNothingIsDifferent) {
    Setting setting = {.steps = kTwoStatements, .pooler = R"("mode": "transaction", "pool_size": 5)"};
    const Pooled through(setting);
    std::string direct = text_of(setting);
    direct.erase(direct.find(R"("pooler":)"), direct.find(R"("queries":)") - direct.find(R"("pooler":)"));
    EXPECT_EQ(through.played.simulation.fingerprint(), Played(direct).simulation.fingerprint());
}

} // namespace
} // namespace shaketable::models::pooler_test
