// ANALYZE and TRUNCATE: how many rows queries examine before and after. A query comes every second, from 1 s
// to 9 s; the migration begins at 4.5 s.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::whole_table_test {
namespace {

struct Setting {
    std::string rows = "1000";
    std::string query = R"("access": { "index": "by-key", "rows": 10 })";
    std::string steps = "";    // of the migration; none: there is no migration
    std::string options = "";  // of it
    std::string database = ""; // knobs behind others
    std::string timeline = "";
};

std::string text_of(const Setting& setting) {
    const std::string migration = setting.steps.empty()
                                      ? ""
                                      : R"("m": { "at": "4500ms", "migrate": "db", "steps": [ )" +
                                            setting.steps + " ]" + setting.options + " }";
    return R"("duration": "10s", "components": {
          "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
            "journeys": { "j": { "steps": [ { "call": "web.ask" } ] } } },
          "web": { "kind": "service", "workers": 100, "pools": { "db": { "size": 50 } },
            "endpoints": { "ask": { "steps": [ { "call": "db.q" } ] } } },
          "db": { "kind": "database", "cores": 100, "tables": {
              "t": { "rows": )" +
           setting.rows + R"(, "indexes": { "by-key": {} } }, "u": { "rows": 1000 } },
            "queries": { "q": { "time": "1ms", "table": "t", )" +
           setting.query + R"( } })" + setting.database + R"( } },
        "timeline": { )" +
           migration + setting.timeline + " }";
}

struct Asked {
    explicit Asked(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
    }
    [[nodiscard]] std::int64_t examined() const { return played.total("db", "rows_examined"); }
    [[nodiscard]] const TableState& table() const { return played.simulation.world().databases[0].tables[0]; }

    Played played;
};

constexpr const char* kAnalyze = R"({ "ddl": "analyze", "table": "t" })";
constexpr const char* kTruncate = R"({ "ddl": "truncate", "table": "t" })";

TEST(Statistics, ThatAreStaleAreBelievedUntilAnAnalyze) {
    const std::string scan = R"("access": { "index": "by-key", "rows": 10, "estimated_rows": 900 })";
    EXPECT_EQ(Asked({.query = scan}).examined(), 9 * 1000);
    EXPECT_EQ(Asked({.query = scan, .steps = kAnalyze}).examined(), 4 * 1000 + 5 * 10);
    const std::string index = R"("access": { "index": "by-key", "rows": 900, "estimated_rows": 10 })";
    EXPECT_EQ(Asked({.query = index}).examined(), 9 * 900);
    EXPECT_EQ(Asked({.query = index, .steps = kAnalyze}).examined(), 4 * 900 + 5 * 1000);
}

TEST(Statistics, AreToldByWhatWasExpectedAndWhatMatched) {
    const Asked stale({.query = R"("access": { "index": "by-key", "rows": 10, "estimated_rows": 900 })",
                       .steps = kAnalyze});
    EXPECT_EQ(stale.played.total("db", "rows_expected_q"), 4 * 900 + 5 * 10);
    EXPECT_EQ(stale.played.total("db", "rows_matched_q"), 9 * 10);
    EXPECT_EQ(stale.played.total("db", "rows_examined_q"), 4 * 1000 + 5 * 10);
    EXPECT_EQ(stale.played.total("db", "scans_q"), 4);
}

TEST(Statistics, StayStaleWhereAnotherTableIsAnalyzed) {
    EXPECT_EQ(Asked({.query = R"("access": { "index": "by-key", "rows": 10, "estimated_rows": 900 })",
                     .steps = R"({ "ddl": "analyze", "table": "u" }, { "ddl": "vacuum", "table": "t" })"})
                  .examined(),
              9 * 1000);
}

// The n-th query finds 100 + 1000 (n - 1) rows. Half of them are always too many for the index.
TEST(Statistics, AreBelievedOfAShareOfTheTableHoweverItGrows) {
    const std::string insert =
        R"("statement": "insert", "rows": 1000, "access": { "index": "by-key", "rows": 2, "estimated_rows": 50 })";
    EXPECT_EQ(Asked({.rows = "100", .query = insert}).examined(), 9 * 100 + 1000 * 36);
    EXPECT_EQ(Asked({.rows = "100", .query = insert, .steps = kAnalyze}).examined(),
              4 * 100 + 1000 * 6 + 5 * 2);
}

TEST(Statistics, ThatAreTrueLetThePlanChangeAsTheTableGrows) {
    EXPECT_EQ(
        Asked({.rows = "100",
               .query = R"("statement": "insert", "rows": 1000, "access": { "index": "by-key", "rows": 2 })"})
            .examined(),
        100 + 8 * 2);
}

TEST(Statistics, OfACopyAreItsOwn) {
    const ScenarioPtr scenario =
        scenario_of(text_of({.query = R"("access": { "index": "by-key", "rows": 10, "estimated_rows": 900 })",
                             .steps = kAnalyze}));
    Simulation first(scenario, 1);
    ASSERT_EQ(first.run_until(at_ns(4 * kSecond)), engine::StopReason::kReachedEnd);
    const Simulation copy = first;
    ASSERT_EQ(first.run_until(at_ns(5 * kSecond)), engine::StopReason::kReachedEnd);
    EXPECT_EQ(first.world().databases[0].tables[0].rows_of_estimates, 0.0);
    EXPECT_EQ(copy.world().databases[0].tables[0].rows_of_estimates, 1000.0);
    EXPECT_NE(digest(first.world()), digest(copy.world()));
}

// Rows of 100 bytes on pages of 1000: 100 pages.
TEST(Truncate, LeavesOneRowOnOnePage) {
    const Asked run({.query = R"("access": {})",
                     .steps = kTruncate,
                     .database = R"(, "storage": { "page_bytes": 1000, "memory_gib": 1 })"});
    EXPECT_EQ(run.examined(), 4 * 1000 + 5 * 1);
    EXPECT_EQ(run.played.total("db", "pages_looked_up"), 4 * 100 + 5 * 1);
    EXPECT_EQ(run.table().rows, 1);
    EXPECT_EQ(run.table().room, 1);
}

TEST(Truncate, LeavesTheTableToThoseWhoInsertAgain) {
    const Asked run({.query = R"("statement": "insert", "rows": 100, "access": {})", .steps = kTruncate});
    EXPECT_EQ(run.examined(), 4 * 1000 + 600 + 5 * 1 + 1000);
    EXPECT_EQ(run.table().rows, 1 + 500);
}

TEST(Truncate, TakesTheDeadRowsAlong) {
    const Asked run({.query = R"("statement": "update", "rows": 5, "hot_rows": 1000, "hot_share": 1)",
                     .steps = kTruncate,
                     .database = R"(, "autovacuum": {})"});
    EXPECT_EQ(run.table().dead, 5 * 5);
    EXPECT_EQ(run.table().rows, 1);
    const Asked own({.query = R"("statement": "select")",
                     .steps = std::string(R"({ "backfill": "t" }, )") + kTruncate,
                     .options = R"(, "in_one_transaction": true)",
                     .database = R"(, "autovacuum": {})"});
    EXPECT_EQ(own.table().dead, 0);
}

// It is committed at 6.5 s if nothing happens: the query that comes at 5 s is lost with the server, at 5.2 s.
TEST(Truncate, IsUndoneByACrashBeforeItsCommit) {
    const Asked run({.query = R"("access": {})",
                     .steps = kTruncate,
                     .database = R"(, "commit": "2s")",
                     .timeline = R"(, "down": { "at": "5200ms", "for": "100ms", "crash": "db" })"});
    EXPECT_TRUE(run.played.simulation.world().migrations[0].failed);
    EXPECT_EQ(run.examined(), 8 * 1000);
}

// The second statement waits for a query that takes 3 s, and runs into its lock_timeout.
TEST(Truncate, IsUndoneWhereItsTransactionFails) {
    const std::string truncates = std::string(kTruncate) + ", " + kTruncate + R"(, { "wait": "10ms" }, )";
    const Setting setting = {.query = R"("access": {} }, "slow": { "time": "3s", "table": "u")",
                             .steps = truncates + R"({ "ddl": "add-column", "table": "u" })",
                             .options = R"(, "in_one_transaction": true, "lock_timeout": "300ms")"};
    std::string text = text_of(setting);
    const std::string before = R"("web": { "kind")";
    text.replace(text.find(before), before.size(),
                 R"("other": { "kind": "client", "arrivals": { "pattern": "even", "rate": "0/s", "steps": {
                        "go": { "at": "4s", "rate": "1000/s" }, "stop": { "at": "4002ms", "rate": "0/s" } } },
                        "journeys": { "j": { "steps": [ { "call": "web.slow" } ] } } }, )" +
                     before);
    const std::string endpoints = R"("endpoints": { )";
    text.replace(text.find(endpoints), endpoints.size(),
                 endpoints + R"("slow": { "steps": [ { "call": "db.slow" } ] }, )");
    const Played played(text);
    EXPECT_EQ(broken_invariant(played.simulation), "");
    EXPECT_TRUE(played.simulation.world().migrations[0].failed);
    EXPECT_EQ(played.total("db", "lock_timeouts"), 1);
    EXPECT_EQ(played.total("db", "rows_examined"), 9 * 1000);
}

} // namespace
} // namespace shaketable::models::whole_table_test
