// Connection pools and the database behind them, with exact times: legs of 1 ms, queries of 50 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::pool_test {
namespace {

struct Setting {
    std::string steps =
        R"({ "call": "db.q", "policy": "p" })"; // of "web.e", to which a request comes at 1001 ms
    std::string pool = R"("size": 10)";
    std::string policy = "";
    std::string database = R"("cores": 100)";
    std::string timeline = "";
    std::string duration = "1900ms";
    std::string rate = "1/s";
};

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration +
           R"(", "network": { "latency": "1ms" }, "policies": { "p": { )" + setting.policy +
           R"( } }, "components": { "user": { "kind": "client", "arrivals": { "rate": ")" + setting.rate +
           R"(", "pattern": "even" }, "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } }, "web": { "kind": "service",
           "pools": { "db": { )" +
           setting.pool + R"( } }, "endpoints": { "e": { "steps": [ )" + setting.steps +
           R"( ] } } }, "db": { "kind": "database", )" + setting.database +
           R"(, "queries": { "q": { "time": "50ms" }, "bad": { "time": "50ms", "error_probability": 1 } } } },
           "timeline": { )" +
           setting.timeline + " }";
}

constexpr std::int64_t kAsked = kSecond + kMs; // when "web" asks the database first

Times ms(const Times& times) { return in_ms(times, kAsked); }
std::string copies(int count) {
    return R"({ "parallel": [ { "call": "db.q", "policy": "p" } ], "count": )" + std::to_string(count) + " }";
}

struct Calls {
    explicit Calls(const Setting& setting) : played(text_of(setting)) {
        const std::uint32_t web = played.component("web");
        began = ms(played.facts.times(What::kCallBegan, web));
        ended = ms(played.facts.times(What::kCallEnded, web));
        outcomes = played.facts.outcomes(What::kCallEnded, web);
        served = ms(played.facts.times(What::kServed, played.component("db")));
    }
    [[nodiscard]] EdgeState pool() const {
        const World& world = played.simulation.world();
        return world.edge_states[world.instances[1].first_edge_state];
    }
    [[nodiscard]] std::uint32_t backends() const {
        return played.simulation.world().instances[2].workers_busy;
    }

    Played played;
    Times began, ended, served;
    Outcomes outcomes;
};

TEST(Pool, OpeningAConnectionCostsARoundTripBeforeTheQuery) {
    const Calls calls({.steps = R"({ "call": "db.q" }, { "call": "db.q" })"});
    EXPECT_EQ(calls.served, (Times{3, 55}));
    EXPECT_EQ(calls.ended, (Times{54, 106})); // the second goes over the same connection
    EXPECT_EQ(calls.pool().connections, 1U);
    EXPECT_EQ(calls.pool().idle, 1U);
    EXPECT_EQ(calls.backends(), 1U);
}

TEST(Pool, HoldsAtMostItsSizeAndServesWaitersInOrder) {
    const Calls calls({.steps = copies(5), .pool = R"("size": 2)"});
    EXPECT_EQ(calls.served, (Times{3, 3, 55, 55, 107}));
    EXPECT_EQ(calls.ended, (Times{54, 54, 106, 106, 158}));
    EXPECT_EQ(calls.played.total("web", "pool_db_in_use"), (54 + 54 + 52 + 52 + 52) * kMs);
    EXPECT_EQ(calls.played.total("web", "pool_db_waiting"), (3 * 54 + 1 * 52) * kMs);
    EXPECT_EQ(calls.played.total("web", "pool_db_wait"), (54 + 54 + 106) * kMs);
    EXPECT_EQ(calls.pool().idle, 2U);
}

TEST(Pool, AWaiterGivesUpAfterTheAcquisitionTimeOut) {
    const Calls calls({.steps = copies(3), .pool = R"("size": 1, "acquire_timeout": "60ms")"});
    EXPECT_EQ(calls.ended, (Times{54, 60, 106}));
    EXPECT_EQ(calls.outcomes, (Outcomes{Outcome::kOk, Outcome::kPoolTimeout, Outcome::kOk}));
    EXPECT_EQ(calls.pool().waiting.length, 0U);
}

TEST(Pool, TheCallsOwnTimeOutCountsFromAskingForAConnection) {
    const Calls calls({.steps = copies(2), .pool = R"("size": 1)", .policy = R"("timeout": "70ms")"});
    EXPECT_EQ(calls.ended, (Times{54, 70})); // had its connection for 16 ms
    EXPECT_EQ(calls.outcomes, (Outcomes{Outcome::kOk, Outcome::kTimedOutInService}));
    const Calls sooner(
        {.steps = copies(2), .pool = R"("size": 1)", .policy = R"("overall_timeout": "54ms")"});
    EXPECT_EQ(sooner.outcomes, (Outcomes{Outcome::kTimedOutInService, Outcome::kTimedOutWaiting}));
}

TEST(Pool, BeyondTheServersLimitAConnectionIsRefusedAfterARoundTrip) {
    const Calls calls({.steps = copies(3), .database = R"("cores": 100, "max_connections": 1)"});
    EXPECT_EQ(calls.ended, (Times{2, 2, 54}));
    EXPECT_EQ(calls.outcomes, (Outcomes{Outcome::kRefused, Outcome::kRefused, Outcome::kOk}));
    EXPECT_EQ(calls.pool().connections, 1U);
    EXPECT_EQ(calls.played.total("db", "rejected"), 2);
}

TEST(Pool, WhoGivesUpClosesItsConnectionAtOnceAndTheBackendWorksOn) {
    const Calls calls({.pool = R"("size": 1)",
                       .policy = R"("timeout": "20ms", "retry": { "attempts": 3, "backoff": "none" })"});
    EXPECT_EQ(calls.began, (Times{0, 20, 40})); // a pool of one does not keep it from trying again
    EXPECT_EQ(calls.served, (Times{3, 23, 43}));
    EXPECT_EQ(calls.played.total("db", "wasted"), 3);
    EXPECT_EQ(calls.played.total("db", "connections"),
              3 * 52 * kMs); // from being accepted to the end of the query
    EXPECT_EQ(calls.pool().connections, 0U);
    EXPECT_EQ(calls.backends(), 0U);
}

TEST(Pool, WhoGivesUpBeforeItIsConnectedLeavesNothingBehind) {
    for (const char* timeout : {"500us", "1500us", "2500us", "53500us"}) {
        const Calls calls({.policy = R"("timeout": ")" + std::string(timeout) + "\""});
        EXPECT_EQ(calls.outcomes.size(), 1U);
        EXPECT_EQ(calls.pool().connections, 0U) << timeout;
        EXPECT_EQ(calls.backends(), 0U) << timeout;
        EXPECT_EQ(left_behind(calls.played.simulation), "") << timeout;
    }
}

TEST(Pool, WhoGivesUpBeforeItIsConnectedSendsNoQuery) {
    // The caller learns at 2 ms that its connection is open, and sends the query then.
    for (const std::int64_t timeout_us : {500, 1500, 2000, 2001, 52999}) {
        const Calls calls({.policy = R"("timeout": ")" + std::to_string(timeout_us) + "us\""});
        const std::int64_t queries = timeout_us > 2000 ? 1 : 0;
        EXPECT_EQ(calls.played.total("db", "arrived"), queries) << timeout_us;
        EXPECT_EQ(calls.played.total("db", "wasted"), queries) << timeout_us;
    }
}

TEST(Pool, AnErrorKeepsTheConnection) {
    const Calls calls({.steps = R"({ "parallel": [ { "call": "db.bad" } ] })"});
    EXPECT_EQ(calls.outcomes, (Outcomes{Outcome::kError}));
    EXPECT_EQ(calls.pool().idle, 1U);
    EXPECT_EQ(calls.backends(), 1U);
}

TEST(DatabaseCrash, ResetsWhatRunsRefusesAndComesBackCold) {
    const Calls calls({.policy = R"("retry": { "attempts": 3, "backoff": "fixed", "base": "10ms" })",
                       .timeline = R"("down": { "at": "1021ms", "for": "20ms", "crash": "db" })"});
    // Crashes at 20: reset at 21; tried at 31, refused at 33; tried at 43, when it is up again.
    EXPECT_EQ(calls.ended, (Times{21, 33, 97}));
    EXPECT_EQ(calls.outcomes, (Outcomes{Outcome::kReset, Outcome::kRefused, Outcome::kOk}));
    EXPECT_EQ(calls.served, (Times{3, 46})); // opened anew
    EXPECT_EQ(calls.played.total("db", "lost"), 1);
    EXPECT_EQ(calls.backends(), 1U);
}

TEST(DatabaseCrash, ClosesIdleConnections) {
    const Calls calls({.steps = R"({ "call": "db.q" }, { "wait": "20ms" }, { "call": "db.q" })",
                       .timeline = R"("down": { "at": "1060ms", "for": "1ms", "crash": "db" })"});
    EXPECT_EQ(calls.served, (Times{3, 77})); // 54 + 20 + a handshake
    EXPECT_EQ(calls.pool().connections, 1U);
}

TEST(DatabaseCrash, AnAnswerOnItsWayStillArrivesOverABrokenConnection) {
    const Calls calls({.timeline = R"("down": { "at": "1054500us", "crash": "db" })"});
    EXPECT_EQ(calls.outcomes, (Outcomes{Outcome::kOk}));
    EXPECT_EQ(calls.pool().connections, 0U);
    EXPECT_EQ(calls.backends(), 0U);
}

TEST(ServiceCrash, ItsQueriesWorkOnForNobodyAndItsPoolIsGone) {
    const Calls calls({.steps = copies(2),
                       .pool = R"("size": 1)",
                       .timeline = R"("down": { "at": "1021ms", "for": "1ms", "crash": "web" })"});
    const Facts& facts = calls.played.facts;
    EXPECT_EQ(facts.outcomes(What::kJourneyEnded), (Outcomes{Outcome::kReset}));
    EXPECT_EQ(ms(facts.times(What::kJourneyEnded)), (Times{21}));
    EXPECT_EQ(calls.played.total("db", "wasted"), 1);
    EXPECT_EQ(calls.pool().connections, 0U);
    EXPECT_EQ(calls.pool().waiting.length, 0U);
    EXPECT_EQ(calls.backends(), 0U);
    EXPECT_EQ(calls.played.total("db", "connections"),
              52 * kMs); // from being accepted to the end of the query
}

TEST(ServiceCrash, ItsIdleConnectionsAreClosed) {
    const Calls calls({.timeline = R"("down": { "at": "1100ms", "for": "1ms", "crash": "web" })"});
    EXPECT_EQ(calls.pool().connections, 0U);
    EXPECT_EQ(calls.backends(), 0U);
}

/// Four at once, then one at a time every 10 s; a connection that is opened takes 2 ms more.
Setting aged(const std::string& knobs) {
    return {
        .steps =
            R"({ "parallel": [ { "call": "db.q" } ], "count": 4 }, { "repeat": [ { "wait": "10s" }, { "call": "db.q" } ], "count": 20 })",
        .pool = R"("size": 4, )" + knobs,
        .duration = "180s",
        .rate = "0.01/s"};
}

/// When the simulation comes to so many seconds.
Simulation at_s(const Setting& setting, std::int64_t seconds) {
    Simulation simulation(scenario_of(text_of(setting)), 1);
    EXPECT_EQ(simulation.run_until(at_ns(seconds * kSecond)), engine::StopReason::kReachedEnd);
    return simulation;
}
EdgeState pool_of(const Simulation& simulation) {
    return simulation.world().edge_states[simulation.world().instances[1].first_edge_state];
}

TEST(Pool, ClosesWhatHasBeenIdleForTooLongButForTheMinimum) {
    const Setting two = aged(R"("minimum_idle": 2, "idle_timeout": "30s")"); // asked at 100 s
    EXPECT_EQ(pool_of(at_s(two, 149)).connections, 4U);
    EXPECT_EQ(pool_of(at_s(two, 151)).connections, 2U); // 50 s idle at the look of 150 s, but for one
    EXPECT_EQ(at_s(two, 151).world().instances[2].workers_busy, 2U);
    const Setting none = aged(R"("minimum_idle": 0, "idle_timeout": "30s")");
    EXPECT_EQ(pool_of(at_s(none, 151)).connections, 1U); // that which is used again and again
    EXPECT_EQ(pool_of(at_s(aged(R"("idle_timeout": "30s")"), 179)).connections, 4U);
}

TEST(Pool, ClosesWhatIsTooOldWhenItIsGivenBackOrLookedAt) {
    const Setting old = aged(R"("max_lifetime": "40s")"); // less up to a second
    EXPECT_EQ(pool_of(at_s(old, 139)).connections, 4U);
    EXPECT_EQ(pool_of(at_s(old, 141)).connections, 3U); // that of 140 s, given back
    EXPECT_EQ(pool_of(at_s(old, 149)).connections, 3U);
    EXPECT_EQ(pool_of(at_s(old, 152)).connections, 1U); // the look at 150 s, and a new one after it
    const Calls calls(old);
    EXPECT_EQ(calls.played.total("db", "in_service"), (4 + 7) * 50 * kMs);
}

TEST(Pool, AConnectionThatHasRetiredIsNotGivenToWhoeverWaits) {
    const Calls calls({.steps = copies(3), .pool = R"("size": 1, "max_lifetime": "50ms")"});
    EXPECT_EQ(calls.served, (Times{3, 57, 111})); // each opens one of its own
    EXPECT_EQ(calls.backends(), 0U);
}

TEST(Pool, CountsAreConsistentThroughAStorm) {
    const ScenarioPtr scenario =
        scenario_of(text_of({.steps = R"({ "parallel": [ { "call": "db.q", "policy": "p" } ], "count": 3 })",
                             .pool = R"("size": 20, "acquire_timeout": "80ms")",
                             .policy = R"("timeout": "60ms", "retry": { "attempts": 3, "backoff": "none" })",
                             .database = R"("cores": 4, "max_connections": 15)",
                             .timeline = R"("c1": { "at": "800ms", "for": "50ms", "crash": "db" },
                                "c2": { "at": "1s", "for": "50ms", "crash": "web" }, "s": { "at": "1200ms", "for": "200ms",
                                "slow": "db", "factor": 5 })",
                             .duration = "2s",
                             .rate = "100/s"}));
    Simulation simulation(scenario, 3);
    while (simulation.world().now() < scenario->end) {
        run_events(simulation, scenario->end, 3);
        ASSERT_EQ(broken_invariant(simulation), "") << simulation.world().now().ns();
    }
}

} // namespace
} // namespace shaketable::models::pool_test
