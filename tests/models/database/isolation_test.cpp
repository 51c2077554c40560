// Transactions above READ COMMITTED, with exact times: legs of 1 ms, statements of 50 ms, commits of 10 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::models::isolation_test {
namespace {

constexpr Outcome kFine = Outcome::kOk;
constexpr Outcome kUnserializable = Outcome::kSerializationFailure;

struct Pair {
    std::string first = R"({ "call": "db.u" })";
    std::string second = R"({ "call": "db.u" })";
    std::string level = "repeatable_read"; // of the second
    std::string attempts = "1";
    std::string first_level = "read_committed"; // empty: it is no transaction, but statements
};

/// Both are asked at the same time, and come to "web" at 1001 ms.
std::string text_of(const Pair& pair) {
    const auto endpoint = [&](const std::string& level, const std::string& steps) {
        if (level.empty())
            return R"({ "steps": [ )" + steps + " ] }";
        return R"({ "steps": [ { "transaction": "db", "attempts": )" + pair.attempts + R"(, "isolation": ")" +
               level + R"(", "steps": [ )" + steps + " ] } ] }";
    };
    return R"("duration": "1990ms", "network": { "latency": "1ms" },
           "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
             "journeys": { "j": { "steps": [
               { "parallel": [ { "call": "web.first" }, { "call": "web.second" } ] } ] } } },
           "web": { "kind": "service", "endpoints": { "first": )" +
           endpoint(pair.first_level, pair.first) + R"(, "second": )" + endpoint(pair.level, pair.second) +
           R"( } },
           "db": { "kind": "database", "cores": 100, "commit": "10ms",
             "tables": { "a": { "rows": 1 }, "b": { "rows": 1 }, "c": { "rows": 1000000000000 } }, "queries": {
             "u": { "time": "50ms", "table": "a", "statement": "update" },
             "v": { "time": "50ms", "table": "b", "statement": "update" },
             "r": { "time": "50ms", "table": "a" },
             "q": { "time": "50ms", "table": "b" },
             "any": { "time": "50ms", "table": "c", "statement": "update", "rows": 10 },
             "some": { "time": "50ms", "table": "c", "rows": 1000 },
             "none": { "time": "50ms" },
             "bad": { "time": "50ms", "table": "a", "statement": "update", "error_probability": 1 } } } })";
}

struct Ran {
    explicit Ran(const Pair& pair) : played(text_of(pair)) {
        for (const Fact& fact : played.facts.of(What::kCallEnded, played.component("web"))) {
            ended.push_back((fact.time.ns() - kSecond - kMs) / kMs);
            outcomes.push_back(fact.outcome);
        }
        EXPECT_EQ(broken_invariant(played.simulation), "");
        EXPECT_EQ(played.simulation.world().databases[0].locks.locks(), 0U);
    }
    [[nodiscard]] std::int64_t failures() const { return played.total("db", "serialization_failures"); }

    Played played;
    Times ended;
    Outcomes outcomes;
};

TEST(Isolation, FailsWhoWaitsForARowAsSoonAsItsHolderCommits) {
    const Ran run({});
    EXPECT_EQ(run.ended, (Times{54, 66, 66, 68})); // its rollback takes a round trip
    EXPECT_EQ(run.outcomes, (Outcomes{kFine, kFine, kUnserializable, kFine}));
    EXPECT_EQ(run.played.total("db", "lock_wait"), 12 * kMs);
    EXPECT_EQ(run.failures(), 1);
}

TEST(Isolation, LetsItGoOnWhenItsHolderIsRolledBack) {
    const Ran run({.first = R"({ "call": "db.u" }, { "call": "db.bad" })"});
    EXPECT_EQ(run.ended, (Times{54, 106, 106, 108, 118}));
    EXPECT_EQ(run.outcomes, (Outcomes{kFine, Outcome::kError, kFine, kFine, kFine}));
    EXPECT_EQ(run.failures(), 0);
}

TEST(Isolation, CountsAStatementOfItsOwnAsCommittedIfItIsAnswered) {
    const Ran run({.first_level = ""});
    EXPECT_EQ(run.ended, (Times{54, 54, 56}));
    EXPECT_EQ(run.outcomes, (Outcomes{kFine, kUnserializable, kFine}));
    const Ran fails({.first = R"({ "call": "db.bad" })", .first_level = ""});
    EXPECT_EQ(fails.ended, (Times{54, 54, 66}));
    EXPECT_EQ(fails.failures(), 0);
}

TEST(Isolation, TakesItsSnapshotWithTheFirstStatementThere) {
    // The other's commit is done at 65 ms: after the statement of 3 ms has begun, or before that of 69 ms.
    const Ran early({.second = R"({ "call": "db.none" }, { "wait": "20ms" }, { "call": "db.u" })"});
    EXPECT_EQ(early.ended, (Times{54, 54, 66, 126, 128}));
    EXPECT_EQ(early.outcomes, (Outcomes{kFine, kFine, kFine, kUnserializable, kFine}));
    const Ran late({.second = R"({ "wait": "66ms" }, { "call": "db.u" })"});
    EXPECT_EQ(late.ended, (Times{54, 66, 120, 132}));
    EXPECT_EQ(late.failures(), 0);
}

TEST(Isolation, OfReadCommittedFailsNobody) {
    for (const std::string second : {R"({ "call": "db.u" })", R"({ "call": "db.r" }, { "call": "db.u" })"}) {
        const Ran run({.second = second, .level = "read_committed", .first_level = "serializable"});
        EXPECT_TRUE(std::all_of(run.outcomes.begin(), run.outcomes.end(),
                                [](Outcome outcome) { return outcome == kFine; }));
        EXPECT_EQ(run.failures(), 0);
    }
}

TEST(Isolation, IsTriedAgainAsAWhole) {
    const Ran run({.attempts = "2"});
    // Its second attempt begins at 68 ms, with a snapshot of its own.
    EXPECT_EQ(run.ended, (Times{54, 66, 66, 68, 120, 132}));
    EXPECT_EQ(run.outcomes, (Outcomes{kFine, kFine, kUnserializable, kFine, kFine, kFine}));
    EXPECT_EQ(run.failures(), 1);
}

TEST(Isolation, FailsACommitBeforeItIsFlushed) {
    // Each reads what the other changes; the first of the two commits, at 107 ms, dooms the other.
    const std::string skew = R"({ "call": "db.r" }, { "call": "db.v" })";
    const Ran run({.first = skew,
                   .second = R"({ "call": "db.q" }, { "call": "db.u" })",
                   .level = "serializable",
                   .first_level = "serializable"});
    EXPECT_EQ(run.ended, (Times{54, 54, 106, 106, 108, 110, 118}));
    EXPECT_EQ(run.outcomes, (Outcomes{kFine, kFine, kFine, kFine, kUnserializable, kFine, kFine}));
    const Ran snapshots({.first = skew,
                         .second = R"({ "call": "db.q" }, { "call": "db.u" })",
                         .level = "repeatable_read",
                         .first_level = "serializable"});
    EXPECT_EQ(snapshots.failures(), 0);
}

TEST(Isolation, IsNotAskedOfADatabaseWithoutIt) {
    const Ran run({.level = "read_committed"});
    for (const MetricSpec& metric : run.played.simulation.scenario().components[2].metrics)
        EXPECT_NE(metric.name, "serialization_failures");
}

TEST(Isolation, NeverFailsTransactionsOnDisjointRows) {
    const std::string steps = R"({ "call": "db.some" }, { "call": "db.any" }, { "call": "db.any" })";
    const Ran run({.first = steps, .second = steps, .level = "serializable", .first_level = "serializable"});
    EXPECT_EQ(run.failures(), 0);
    EXPECT_EQ(run.outcomes.size(), 8U);
}

// By row, the first of those that overlap wins, and all others that begin before it has committed fail: a
// queue with one server and no room, whose work is the time from a snapshot to its commit. So the share of
// those that fail is Erlang's, however long which of them take: rho / (1 + rho); at low rates the rate times
// the length over the rows.
TEST(Isolation, LosesAsErlangSaysAtRepeatableRead) {
    const Played played(R"("duration": "4000s", "network": { "latency": "0s" }, "components": {
        "user": { "kind": "client", "arrivals": { "rate": "60/s" }, "journeys": {
          "slow": { "weight": 1, "steps": [ { "call": "web.slow" } ] },
          "quick": { "weight": 2, "steps": [ { "call": "web.quick" } ] } } },
        "web": { "kind": "service", "workers": 10000, "pools": { "db": { "size": 10000 } }, "endpoints": {
          "slow": { "steps": [ { "transaction": "db", "isolation": "repeatable_read", "steps": [
            { "call": "db.u" }, { "wait": { "exponential": "30ms" } } ] } ] },
          "quick": { "steps": [ { "transaction": "db", "isolation": "repeatable_read", "steps": [
            { "call": "db.u" }, { "wait": "5ms" } ] } ] } } },
        "db": { "kind": "database", "max_connections": 10000, "commit": "3ms", "cores": 1000,
          "tables": { "t": { "rows": 3 } }, "deadlock_timeout": "1000s",
          "queries": { "u": { "time": "2ms", "table": "t", "statement": "update" } } } })");
    const double rho = (20.0 * 0.035 + 40.0 * 0.010) / 3.0;
    const auto failed = static_cast<double>(played.total("db", "serialization_failures"));
    const auto all =
        static_cast<double>(played.total("web", "answered_ok") + played.total("web", "answered_error"));
    EXPECT_NEAR(failed / all, rho / (1.0 + rho), 0.004); // four standard deviations
    EXPECT_EQ(played.total("db", "deadlocks"), 0);
}

} // namespace
} // namespace shaketable::models::isolation_test
