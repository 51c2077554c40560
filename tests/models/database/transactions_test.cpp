// Transactions and their locks, with exact times: legs of 1 ms, statements of 50 ms, commits of 10 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::transactions_test {
namespace {

struct Setting {
    std::string first = R"({ "call": "db.u" })";  // between begin and commit, of "web.first"
    std::string second = R"({ "call": "db.u" })"; // the same of "web.second"
    std::string attempts = "1";
    std::string database = R"("cores": 100)";
    std::string timeline = "";
    std::string pool = R"("size": 10)";
    std::string commit = "10ms";
};

/// Both are asked at the same time, and come to "web" at 1001 ms.
std::string text_of(const Setting& setting) {
    const auto endpoint = [&](const std::string& steps) {
        return R"({ "steps": [ { "transaction": "db", "attempts": )" + setting.attempts + R"(, "steps": [ )" +
               steps + " ] } ] }";
    };
    return R"("duration": "5s", "network": { "latency": "1ms" }, "policies": { "p": { "timeout": "70ms" } },
           "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
             "journeys": { "j": { "steps": [
               { "parallel": [ { "call": "web.first" }, { "call": "web.second" } ] } ] } } },
           "web": { "kind": "service", "pools": { "db": { )" +
           setting.pool + R"( } }, "endpoints": { "first": )" + endpoint(setting.first) + R"(, "second": )" +
           endpoint(setting.second) + R"( } },
           "db": { "kind": "database", "commit": ")" +
           setting.commit + R"(", "tables": { "a": { "rows": 1 }, "b": { "rows": 1 }, "c": {} }, )" +
           setting.database + R"(, "queries": {
             "u": { "time": "50ms", "table": "a", "statement": "update" },
             "v": { "time": "50ms", "table": "b", "statement": "update" },
             "r": { "time": "50ms", "table": "a" },
             "long": { "time": "1s", "table": "a" },
             "any": { "time": "50ms", "table": "c", "statement": "update" },
             "bad": { "time": "50ms", "table": "a", "statement": "update", "error_probability": 1 } } } },
           "timeline": { )" +
           setting.timeline + " }";
}

constexpr std::int64_t kAsked = kSecond + kMs; // when "web" begins

struct Run1 {
    explicit Run1(const Setting& setting) : played(scenario_until(text_of(setting))) {
        const std::uint32_t web = played.component("web");
        for (const Fact& fact : played.facts.of(What::kCallEnded, web))
            if (fact.time < at_ns(kAsked + kSecond - 2 * kMs)) {
                ended.push_back((fact.time.ns() - kAsked) / kMs);
                outcomes.push_back(fact.outcome);
            }
    }
    static std::string scenario_until(std::string text) {
        const std::string whole = R"("duration": "5s")";
        return text.replace(text.find(whole), whole.size(), R"("duration": "1990ms")");
    }
    [[nodiscard]] std::int64_t total(const std::string& metric) const { return played.total("db", metric); }
    [[nodiscard]] std::uint32_t backends() const {
        return played.simulation.world().instances[2].workers_busy;
    }
    [[nodiscard]] std::size_t locks() const { return played.simulation.world().databases[0].locks.locks(); }

    Played played;
    Times ended;
    Outcomes outcomes;
};

constexpr Outcome kOk = Outcome::kOk;

TEST(Transaction, TakesOneConnectionForAllItsStatements) {
    const Run1 run(
        {.first = R"({ "call": "db.u" }, { "call": "db.u" })", .second = R"({ "call": "db.any" })"});
    EXPECT_EQ(run.ended, (Times{54, 54, 66, 106, 118}));
    EXPECT_EQ(run.played.total("web", "pool_db_in_use"), (118 + 66) * kMs);
    EXPECT_EQ(run.total("open_transactions"), (117 - 3 + 65 - 3) * kMs);
    EXPECT_EQ(run.backends(), 2U);
    EXPECT_EQ(run.locks(), 0U);
}

TEST(Transaction, HoldsARowUntilItsCommit) {
    const Run1 run({});
    EXPECT_EQ(run.ended, (Times{54, 66, 66, 78}));
    EXPECT_EQ(run.total("lock_wait"), 12 * kMs);
    EXPECT_EQ(run.total("lock_waiting"), 12 * kMs);
    EXPECT_EQ(run.total("lock_waiting_a"), 12 * kMs);
    EXPECT_EQ(run.locks(), 0U);
}

TEST(Transaction, HoldsItWhileItsClientDoesSomethingElse) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "200ms" })"});
    EXPECT_EQ(run.ended, (Times{54, 266, 266, 278}));
    EXPECT_EQ(run.played.total("web", "pool_db_idle_in_transaction"), (202 + 2) * kMs);
}

TEST(Transaction, ReadersDoNotWaitForRows) {
    const Run1 run({.second = R"({ "call": "db.r" })"});
    EXPECT_EQ(run.ended, (Times{54, 54, 66, 66}));
    EXPECT_EQ(run.total("lock_wait"), 0);
}

TEST(Transaction, OneOfTwoInADeadlockIsTheVictim) {
    const Setting crossed = {.first = R"({ "call": "db.u" }, { "call": "db.v" })",
                             .second = R"({ "call": "db.v" }, { "call": "db.u" })",
                             .database = R"("cores": 100, "deadlock_timeout": "200ms")"};
    const Run1 run(crossed);
    // At 305 ms the victim fails and the other goes on; a rollback there, an answer and a commit here.
    EXPECT_EQ(run.ended, (Times{54, 54, 306, 306, 308, 318}));
    EXPECT_EQ(run.outcomes, (Outcomes{kOk, kOk, Outcome::kDeadlock, kOk, kOk, kOk}));
    EXPECT_EQ(run.total("deadlocks"), 1);
    Setting again = crossed;
    again.attempts = "2";
    const Run1 retried(again);
    EXPECT_EQ(retried.total("deadlocks"), 1);
    EXPECT_EQ(std::count(retried.outcomes.begin(), retried.outcomes.end(), Outcome::kDeadlock), 1);
    EXPECT_EQ(retried.played.facts.outcomes(What::kAnswered, retried.played.component("web")),
              (Outcomes{kOk, kOk}));
    EXPECT_EQ(retried.locks(), 0U);
}

TEST(Transaction, WaitsForALockNoLongerThanLockTimeout) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "200ms" })",
                    .database = R"("cores": 100, "lock_timeout": "30ms")"});
    EXPECT_EQ(run.ended, (Times{54, 84, 86, 266})); // its rollback takes a round trip
    EXPECT_EQ(run.outcomes, (Outcomes{kOk, Outcome::kLockTimeout, kOk, kOk}));
    EXPECT_EQ(run.total("lock_timeouts"), 1);
    EXPECT_EQ(run.backends(), 2U);
}

TEST(StatementTimeout, EndsWhatComputes) {
    const Run1 run({.first = R"({ "call": "db.long" })",
                    .second = R"({ "wait": "40ms" }, { "call": "db.any" })",
                    .database = R"("cores": 1, "statement_timeout": "80ms")"});
    // The other comes at 43 ms, has half a core until 83 ms and all of it from then on.
    EXPECT_EQ(run.ended, (Times{84, 86, 114, 126}));
    EXPECT_EQ(run.outcomes, (Outcomes{Outcome::kStatementTimeout, kOk, kOk, kOk}));
    EXPECT_EQ(run.total("busy_cores"), (83 - 3 + 113 - 83) * kMs * 1000);
}

TEST(StatementTimeout, EndsWhatWaitsForALock) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "200ms" })",
                    .database = R"("cores": 100, "statement_timeout": "80ms")"});
    EXPECT_EQ(run.ended, (Times{54, 84, 86, 266})); // its rollback takes a round trip, the commit 10 ms
    EXPECT_EQ(run.outcomes, (Outcomes{kOk, Outcome::kStatementTimeout, kOk, kOk}));
    EXPECT_EQ(run.total("statement_timeouts"), 1);
    EXPECT_EQ(run.total("lock_wait"), 30 * kMs);
    EXPECT_EQ(run.locks(), 0U);
    EXPECT_EQ(left_behind(run.played.simulation), "");
}

TEST(StatementTimeout, LeavesACommitAlone) {
    const Run1 run({.second = R"({ "call": "db.any" })",
                    .database = R"("cores": 100, "statement_timeout": "60ms")",
                    .commit = "100ms"});
    EXPECT_EQ(run.ended, (Times{54, 54, 156, 156}));
    EXPECT_EQ(run.total("statement_timeouts"), 0);
}

TEST(Transaction, GivesItsLocksBackAsSoonAsAStatementFails) {
    const Run1 run({.first = R"({ "call": "db.bad" })"});
    EXPECT_EQ(run.ended, (Times{54, 54, 56, 66})); // the other's update had waited for no time at all
    EXPECT_EQ(run.outcomes, (Outcomes{Outcome::kError, kOk, kOk, kOk}));
}

TEST(Transaction, ThatWaitsForItsClientTooLongIsEnded) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "500ms" }, { "call": "db.u" })",
                    .second = R"({ "wait": "10ms" }, { "call": "db.u" })",
                    .database = R"("cores": 100, "idle_in_transaction_session_timeout": "100ms")"});
    // Ended at 153 ms; the other has its row then; the client learns with its next statement.
    EXPECT_EQ(run.ended, (Times{54, 154, 166, 556}));
    EXPECT_EQ(run.outcomes, (Outcomes{kOk, kOk, kOk, Outcome::kReset}));
    EXPECT_EQ(run.total("idle_timeouts"), 1);
    EXPECT_EQ(run.backends(), 1U);
}

TEST(Transaction, WhoseClientGivesUpOnAStatementIsRolledBackWhenThatIsDone) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "200ms" })",
                    .second = R"({ "call": "db.u", "policy": "p" })"});
    // It waits for the row until 265 ms, though nobody wants it any more since 70 ms.
    EXPECT_EQ(run.ended, (Times{54, 70, 266}));
    EXPECT_EQ(run.outcomes, (Outcomes{kOk, Outcome::kTimedOutInService, kOk}));
    EXPECT_EQ(run.total("lock_wait"), (265 - 53) * kMs);
    EXPECT_EQ(run.backends(), 1U);
    EXPECT_EQ(run.locks(), 0U);
}

TEST(Transaction, WaitsForAConnectionAtItsBeginning) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "200ms" })",
                    .second = R"({ "call": "db.any" })",
                    .pool = R"("size": 1, "acquire_timeout": "100ms")"});
    EXPECT_EQ(run.ended, (Times{54, 266}));
    EXPECT_EQ(run.played.facts.times(What::kAnswered, run.played.component("web")),
              (Times{kAsked + 100 * kMs, kAsked + 266 * kMs}));
}

TEST(Transaction, OfACrashedClientIsRolledBack) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "500ms" })",
                    .second = R"({ "wait": "500ms" })",
                    .timeline = R"("down": { "at": "1101ms", "for": "100ms", "crash": "web" })"});
    EXPECT_EQ(run.ended, (Times{54}));
    EXPECT_EQ(run.locks(), 0U);
    EXPECT_EQ(run.backends(), 0U);
    EXPECT_EQ(run.total("open_transactions"), (100 - 3) * kMs);
    EXPECT_EQ(broken_invariant(run.played.simulation), "");
}

TEST(Transaction, OfACrashedServerIsGone) {
    const Run1 run({.first = R"({ "call": "db.u" }, { "wait": "200ms" }, { "call": "db.u" })",
                    .second = R"({ "call": "db.any" }, { "call": "db.u" })",
                    .timeline = R"("down": { "at": "1101ms", "for": "50ms", "crash": "db" })"});
    // The second statement of the one is lost as it runs, the other's finds its connection closed.
    EXPECT_EQ(run.ended, (Times{54, 54, 101, 256}));
    EXPECT_EQ(run.outcomes, (Outcomes{kOk, kOk, Outcome::kReset, Outcome::kReset}));
    EXPECT_EQ(run.locks(), 0U);
    EXPECT_EQ(run.backends(), 0U);
    EXPECT_EQ(broken_invariant(run.played.simulation), "");
}

// A row that everybody wants is a queue with one server: held for an exponential time, asked for at random.
TEST(Transaction, WaitsForOneHotRowAsInAnMm1) {
    const Played played(R"("duration": "4000s", "network": { "latency": "0s" }, "components": {
        "user": { "kind": "client", "arrivals": { "rate": "50/s" }, "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
        "web": { "kind": "service", "workers": 10000, "pools": { "db": { "size": 10000, "acquire_timeout": "1000s" } },
          "endpoints": { "e": { "steps": [ { "transaction": "db", "steps": [ { "call": "db.u" },
            { "wait": { "exponential": "10ms" } } ] } ] } } },
        "db": { "kind": "database", "max_connections": 10000, "commit": "0s", "cores": 1000, "tables": { "t": { "rows": 1 } },
          "deadlock_timeout": "1000s",
          "queries": { "u": { "time": "1ns", "table": "t", "statement": "update" } } } })");
    const auto transactions = static_cast<double>(played.total("web", "answered_ok"));
    const double mean_wait_ms = static_cast<double>(played.total("db", "lock_wait")) / transactions / 1e6;
    EXPECT_NEAR(mean_wait_ms, 10.0, 0.3); // rho / (mu - lambda), with rho = 0.5
    const double waiting = static_cast<double>(played.total("db", "lock_waiting")) / 4000e9;
    EXPECT_NEAR(waiting, 0.5, 0.02); // Little
}

} // namespace
} // namespace shaketable::models::transactions_test
