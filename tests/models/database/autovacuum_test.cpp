// Dead rows and autovacuum, with exact times: legs of 1 ms; a table of 1000 rows, ten on a page; a row takes
// 1 us of a core. In the settings that say nothing else a statement at 1 s changes all rows: from 1005 ms on
// the table has 2000, on 200 pages, of which each has dead ones. A worker starts every 10 s.
#include "models/database/access.hpp"
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::autovacuum_test {
namespace {

struct Setting {
    std::string autovacuum = R"("naptime": "10s")";
    std::string change = R"("statement": "update", "rows": 1000)";
    std::string change_rate = R"("rate": "1/s", "steps": { "no-more": { "at": "1500ms", "rate": "0/s" } })";
    std::string other = R"({ "wait": "0s" })"; // of another client, steps of a service
    std::string other_rate = R"("rate": "0.5/s", "steps": { "no-more": { "at": "2500ms", "rate": "0/s" } })";
    std::string rows = "1000";
    std::string table = "";
    std::string row_cpu = "1us";
    std::string storage = "";
    std::string timeline = "";
    std::string more = "";
    std::string duration = "15s";
};

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration + R"(", "network": { "latency": "1ms" }, "components": {
        "user": { "kind": "client", "arrivals": { "pattern": "even", )" +
           setting.change_rate + R"( }, "journeys": { "j": { "steps": [ { "call": "web.change" } ] } } },
        "other": { "kind": "client", "arrivals": { "pattern": "even", )" +
           setting.other_rate + R"( }, "journeys": { "j": { "steps": [ { "call": "web.other" } ] } } },
        "web": { "kind": "service", "workers": 1000, "pools": { "db": { "size": 100 } }, "endpoints": {
          "change": { "steps": [ { "call": "db.change" } ] }, "other": { "steps": [ )" +
           setting.other + R"( ] } } },
        "db": { "kind": "database", "cores": 100, "commit": "0s", "storage": { "page_bytes": 8190, "row_cpu": ")" +
           setting.row_cpu + R"(" )" + setting.storage +
           R"( }, "maintenance_rates": { "scan": "500/s", "rewrite": "1000/s", "update": "1000/s" },
          "tables": { "t": { "row_bytes": 819, "rows": )" +
           setting.rows + setting.table + R"( }, "u": { "rows": 1000, "row_bytes": 819 } },
          "queries": { "change": { "time": "1ms", "table": "t", )" +
           setting.change + R"( },
                       "change-u": { "time": "1ms", "table": "u", "statement": "update", "rows": 1000 },
                       "one-of-t": { "time": "1ms", "table": "t", "statement": "update" },
                       "one": { "time": "1ms", "table": "u", "statement": "update" },
                       "read": { "time": "1ms", "table": "u" },
                       "slow-read": { "time": "20s", "table": "u" },
                       "all": { "time": "1ms", "table": "t", "access": {} } },
          "autovacuum": { )" +
           setting.autovacuum + " } }" + setting.more + R"( }, "timeline": { )" + setting.timeline + " }";
}

struct Vacuumed {
    explicit Vacuumed(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
    }
    [[nodiscard]] const TableState& table(std::size_t of = 0, std::size_t server = 0) const {
        return played.simulation.world().databases[server].tables[of];
    }
    [[nodiscard]] std::int64_t total(const std::string& metric, const std::string& of = "db") const {
        return played.total(of, metric);
    }
    [[nodiscard]] std::int64_t vacuumed_us() const { return total("vacuums_under_way") / kUs; }

    Played played;
};

constexpr const char* kEverySecond = R"("rate": "1/s")";

TEST(DeadRows, AreLeftByUpdatesAndDeletesButNotByInserts) {
    const auto after_nine = [](const std::string& change) {
        return Vacuumed(
                   {.autovacuum = "", .change = change, .change_rate = kEverySecond, .duration = "9500ms"})
            .table();
    };
    const TableState updated = after_nine(R"("statement": "update", "rows": 10)");
    EXPECT_EQ(updated.rows, 1000);
    EXPECT_EQ(updated.dead, 90);
    EXPECT_EQ(updated.room, 1090);
    const TableState deleted = after_nine(R"("statement": "delete", "rows": 10)");
    EXPECT_EQ(deleted.rows, 910);
    EXPECT_EQ(deleted.dead, 90);
    EXPECT_EQ(deleted.room, 1000);
    const TableState inserted = after_nine(R"("statement": "insert", "rows": 10)");
    EXPECT_EQ(inserted.rows, 1090);
    EXPECT_EQ(inserted.dead, 0);
    EXPECT_EQ(inserted.room, 1090);
    EXPECT_EQ(after_nine(R"("statement": "select-for-update", "rows": 10)").dead, 0);
}

TEST(DeadRows, AreNoMoreThanThereWereRows) {
    const auto after_nine = [](const std::string& change) {
        return Vacuumed({.autovacuum = "",
                         .change = change,
                         .change_rate = kEverySecond,
                         .rows = "25",
                         .duration = "9500ms"})
            .table();
    };
    EXPECT_EQ(after_nine(R"("statement": "delete", "rows": 10)").dead, 24);
    EXPECT_EQ(after_nine(R"("statement": "delete", "rows": 10)").rows, 1);
}

TEST(DeadRows, AreLookedAtByScans) {
    // n-th of 9: 1 ms beside (1000 + 100 n) us.
    const Vacuumed run({.autovacuum = "",
                        .change = R"("statement": "update", "rows": 100, "access": {})",
                        .change_rate = kEverySecond,
                        .duration = "9500ms"});
    EXPECT_EQ(run.total("service_time") / kUs, 9 * 2000 + 100 * (8 * 9 / 2));
    EXPECT_EQ(run.total("rows_examined"), 9 * 1000 + 100 * (8 * 9 / 2));
}

TEST(DeadRows, AreAmongThoseThatAnIndexLeadsTo) {
    const Vacuumed run(
        {.autovacuum = "",
         .change = R"("statement": "update", "rows": 100, "access": { "index": "i", "rows": 10 })",
         .change_rate = kEverySecond,
         .table = R"(, "indexes": { "i": {} })",
         .duration = "9500ms"});
    EXPECT_EQ(run.total("rows_examined"), 9 * 10 + (8 * 9 / 2)); // a tenth more each time
}

// A scan of 10 pages is cheaper than an index that leads to 5 of their 100 rows; not one of 20 pages.
TEST(DeadRows, MakeThePlannerPreferAnIndex) {
    const PlannerView small = {.rows = 100, .pages = 10, .matches = 5, .has_index = true};
    PlannerView bloated = small;
    bloated.pages = 20;
    ASSERT_EQ(choose_plan(small), Plan::kScan);
    ASSERT_EQ(choose_plan(bloated), Plan::kIndex);
    const std::string change = R"("statement": "update", "rows": 100, "access": { "index": "i", "rows": 5 })";
    const auto examined = [&](const std::string& duration) {
        return Vacuumed({.autovacuum = "",
                         .change = change,
                         .change_rate = kEverySecond,
                         .rows = "100",
                         .table = R"(, "indexes": { "i": {} })",
                         .duration = duration})
            .total("rows_examined");
    };
    EXPECT_EQ(examined("1500ms"), 100);         // the scan
    EXPECT_EQ(examined("2500ms"), 100 + 5 * 2); // rows and their dead ones
}

TEST(Autovacuum, BeginsWithOneDeadRowMoreThanItsThreshold) {
    const auto ended = [](int rows, const std::string& autovacuum) {
        return Vacuumed({.autovacuum = R"("naptime": "10s", )" + autovacuum,
                         .change = R"("statement": "update", "rows": )" + std::to_string(rows)})
            .total("vacuums_ended");
    };
    EXPECT_EQ(ended(250, R"("workers": 3)"), 0); // 50 and a fifth of 1000
    EXPECT_EQ(ended(251, R"("workers": 3)"), 1);
    EXPECT_EQ(ended(100, R"("vacuum_scale_factor": 0.1, "vacuum_threshold": 0)"), 0);
    EXPECT_EQ(ended(101, R"("vacuum_scale_factor": 0.1, "vacuum_threshold": 0)"), 1);
}

// 200 pages at 21: after ten of them 2 ms x 210 / 200. Nothing is waited for behind the last.
TEST(Autovacuum, SleepsForWhatItCosts) {
    const Vacuumed run({});
    EXPECT_EQ(run.vacuumed_us(), 19 * 2100 + 2000);
    EXPECT_EQ(run.total("vacuums_ended"), 1);
    EXPECT_EQ(run.total("rows_removed"), 1000);
    EXPECT_EQ(run.total("dead_rows") / kUs, 1000 * (10'000'000LL + 19 * 2100 + 2000 - 1'005'000));
    EXPECT_EQ(run.table().dead, 0);
    EXPECT_EQ(run.table().rows, 1000);
    EXPECT_EQ(Vacuumed({.autovacuum = R"("naptime": "10s", "cost_delay": "0s")"}).vacuumed_us(), 2000);
    // One page costs more than four times the limit: 8 ms for each.
    EXPECT_EQ(Vacuumed({.autovacuum = R"("naptime": "10s", "cost_limit": 5)"}).vacuumed_us(),
              199 * 8000 + 2000);
}

// Its 2000 entries are on 7 pages: after 2.1 ms for the table they cost 147; the table's pages once more, 1
// each: 53 of them, 2 ms, and the rest.
TEST(Autovacuum, GoesThroughIndexesAndThenTheTableOnceMore) {
    const Vacuumed run({.table = R"(, "indexes": { "not-built": { "built": false }, "i": {} })"});
    EXPECT_EQ(run.vacuumed_us(), 19 * 2100 + 2000 + 2100 + 2000 + 2000);
}

// Of 200 pages the memory has the last 50, written just now. Ten reads at a thousand a second are 10 ms.
TEST(Autovacuum, ReadsFromTheDiskWhatIsNotInMemory) {
    const std::string memory = R"(, "scanned_pages": "1000/s", "memory_gib": )" +
                               std::to_string(50.5 * 8190 / (1024.0 * 1024 * 1024));
    const Vacuumed run({.storage = memory});
    EXPECT_EQ(run.total("vacuum_pages_read"), 150);
    EXPECT_EQ(run.vacuumed_us(), 15 * (10'000 + 2200) + 4 * 2100 + 2000);
    EXPECT_EQ(run.played.simulation.world().databases[0].memory.size(), 50U);
}

// The second worker starts 20 ms after the first. Until then that is alone; then both have half of the limit
// until the first ends; in the end the second is alone.
TEST(Autovacuum, SharesItsLimitAmongItsWorkers) {
    const auto run = [](const std::string& workers) {
        return Vacuumed(
            {.autovacuum =
                 R"("naptime": "20ms", "vacuum_threshold": 900, "vacuum_scale_factor": 0, "workers": )" +
                 workers,
             .change_rate = R"("rate": "1/s", "steps": { "no-more": { "at": "1500ms", "rate": "0/s" } })",
             .other = R"({ "call": "db.change-u" })",
             .other_rate = R"("rate": "1/s", "steps": { "no-more": { "at": "1500ms", "rate": "0/s" } })",
             .row_cpu = "0s",
             .duration = "3s"});
    };
    EXPECT_EQ(run("1").vacuumed_us(), 2 * 19 * 2100);
    EXPECT_NEAR(static_cast<double>(run("3").vacuumed_us()), 20'000 + 2 * 2 * 19'900 + 20'000, 4'000);
    EXPECT_EQ(run("3").total("vacuums_ended"), 2);
}

// At 2.2 s the only worker has still to do with "t", for 1.594 s from 1.1 s on; when it ends, "u" is due.
TEST(Autovacuum, StartsAWorkerThatIsDueAsSoonAsOneHasEnded) {
    const Vacuumed run({.autovacuum = R"("naptime": "1100ms", "cost_limit": 5, "workers": 1)",
                        .other = R"({ "call": "db.change-u" })",
                        .duration = "3200ms"});
    EXPECT_EQ(run.total("vacuums_ended"), 1);
    EXPECT_EQ(run.vacuumed_us(), 3'200'000 - 1'100'000);
}

/// Two changes of the table, one before and one after the other client's transaction begins; the vacuum
/// begins while that is under way.
Setting beside(const std::string& steps) {
    return {.change_rate = R"("rate": "0.3/s", "steps": { "no-more": { "at": "7s", "rate": "0/s" } })",
            .other = steps,
            .other_rate = R"("rate": "0.2/s", "steps": { "no-more": { "at": "6s", "rate": "0/s" } })"};
}

TEST(Autovacuum, KeepsWhatDiedAfterTheOldestTransactionBegan) {
    Setting setting =
        beside(R"({ "transaction": "db", "steps": [ { "call": "db.one" }, { "wait": "12s" } ] })");
    const Vacuumed kept(setting);
    EXPECT_EQ(kept.total("rows_removed"), 1000);
    EXPECT_EQ(kept.table().dead, 1000);
    setting.duration = "25s";
    const Vacuumed later(setting); // the second worker finds the transaction over
    EXPECT_EQ(later.total("rows_removed"), 2000);
    EXPECT_EQ(later.total("vacuums_ended"), 2);
    EXPECT_EQ(later.table().dead, 0);
}

TEST(Autovacuum, KeepsNothingForATransactionThatHasReadAndWaits) {
    const Vacuumed run(
        beside(R"({ "transaction": "db", "steps": [ { "call": "db.read" }, { "wait": "12s" } ] })"));
    EXPECT_EQ(run.total("rows_removed"), 2000);
}

TEST(Autovacuum, KeepsWhatDiedAfterASnapshotThatIsKept) {
    const Vacuumed run(beside(
        R"({ "transaction": "db", "isolation": "repeatable_read", "steps": [ { "call": "db.read" }, { "wait": "1s" },
             { "call": "db.read" }, { "wait": "11s" } ] })"));
    EXPECT_EQ(run.total("rows_removed"), 1000); // that of the first statement
}

TEST(Autovacuum, KeepsWhatDiedAfterAStatementBeganThatStillRuns) {
    const Vacuumed run(beside(R"({ "call": "db.slow-read" })"));
    EXPECT_EQ(run.total("rows_removed"), 1000);
}

TEST(DeadRows, AreNoneBeforeTheirTransactionIsOver) {
    Setting setting = {
        .change_rate = R"("rate": "0/s")",
        .other = R"({ "transaction": "db", "steps": [ { "call": "db.change" }, { "wait": "12s" } ] })"};
    EXPECT_EQ(Vacuumed(setting).total("vacuums_under_way"), 0); // at 10 s it is open
    EXPECT_EQ(Vacuumed(setting).table().dead, 1000);
    setting.duration = "25s";
    EXPECT_EQ(Vacuumed(setting).total("rows_removed"), 1000);
}

TEST(DeadRows, LeaveRoomThatNewRowsTakeButTheTableStaysAsLarge) {
    Setting setting = {
        .autovacuum = R"("naptime": "5s")", .change_rate = R"("rate": "0.14/s")", .duration = "31s"};
    const Vacuumed run(setting); // after each of the changes at 7.1, 14.3, 21.4 and 28.6 s
    EXPECT_EQ(run.total("vacuums_ended"), 4);
    EXPECT_EQ(run.table().room, 2000);
    setting.autovacuum = R"("naptime": "10d")";
    EXPECT_EQ(Vacuumed(setting).table().room, 5000);
}

TEST(DeadRows, LeaveTheirRoomToFewerRowsToo) {
    const Vacuumed run(
        {.other = R"({ "call": "db.one-of-t" })", .other_rate = R"("rate": "0.08/s")"}); // at 12.5 s
    EXPECT_EQ(run.table().dead, 1);
    EXPECT_EQ(run.table().room, 2000);
}

// A row that dies while its table is vacuumed, at 10,023 ms, is not mixed up with those that died at 9905.
TEST(DeadRows, OfTheTimeOfAVacuumAreKept) {
    const Vacuumed run({.change_rate = R"("rate": "0.10101/s")",
                        .other = R"({ "call": "db.one-of-t" })",
                        .other_rate = R"("rate": "0.0998/s")"});
    EXPECT_EQ(run.total("rows_removed"), 1000);
    EXPECT_EQ(run.table().dead, 1);
}

std::string migration(const std::string& at, const std::string& ddl) {
    return R"("m": { "at": ")" + at + R"(", "migrate": "db", "steps": [ { "ddl": ")" + ddl +
           R"(", "table": "t" } ] })";
}

TEST(DeadRows, AreRemovedByVacuumWhichLeavesTheRoomAndByVacuumFullWhichDoesNot) {
    const Vacuumed plain({.autovacuum = R"("naptime": "10d")", .timeline = migration("5s", "vacuum")});
    EXPECT_EQ(plain.table().dead, 0);
    EXPECT_EQ(plain.table().room, 2000);
    EXPECT_EQ(plain.total("rows_removed"), 1000);
    const Vacuumed full({.autovacuum = R"("naptime": "10d")", .timeline = migration("5s", "vacuum-full")});
    EXPECT_EQ(full.table().dead, 0);
    EXPECT_EQ(full.table().room, 1000);
}

TEST(DeadRows, AreLeftByBackfills) {
    const Vacuumed run(
        {.autovacuum = R"("naptime": "10d")",
         .change_rate = R"("rate": "0/s")",
         .timeline =
             R"("m": { "at": "1s", "migrate": "db", "steps": [ { "backfill": "t", "batch": 100 } ] })"});
    EXPECT_EQ(run.table().dead, 1000);
    EXPECT_EQ(run.table().rows, 1000);
}

/// A vacuum of 199 times 8 ms from 10 s on.
constexpr const char* kSlow = R"("naptime": "10s", "cost_limit": 5)";

TEST(Autovacuum, IsCancelledByWhomItKeepsWaitingForTheDeadlockTimeout) {
    const Vacuumed run({.autovacuum = kSlow, .timeline = migration("10100ms", "add-column")});
    EXPECT_EQ(run.total("vacuums_cancelled"), 1);
    EXPECT_EQ(run.total("vacuums_ended"), 0);
    const engine::Time ended = run.played.simulation.world().migrations[0].ended_at;
    EXPECT_GE(ended, at_ns(11'100 * kMs));
    EXPECT_LE(ended, at_ns(11'109 * kMs)); // its sleep
    EXPECT_EQ(run.vacuumed_us() / 1000, (ended - at_ns(10'000 * kMs)).ns() / kMs);
    EXPECT_EQ(run.table().dead, 1000); // it begins anew
}

TEST(Autovacuum, IsWaitedForByWhoCameLessThanTheDeadlockTimeoutBeforeItsEnd) {
    const Vacuumed run({.autovacuum = kSlow, .timeline = migration("11s", "add-column")});
    EXPECT_EQ(run.total("vacuums_cancelled"), 0);
    EXPECT_EQ(run.played.simulation.world().migrations[0].ended_at,
              at_ns(10'000 * kMs + (199 * 8000 + 2000) * kUs));
}

TEST(Autovacuum, StopsNeitherReadersNorWriters) {
    const Vacuumed run({.autovacuum = kSlow,
                        .change_rate = kEverySecond,
                        .other = R"({ "call": "db.all" })",
                        .other_rate = R"("rate": "5/s")",
                        .duration = "12s"});
    EXPECT_GT(run.vacuumed_us(), 1'500'000);
    EXPECT_EQ(run.total("lock_wait"), 0);
}

TEST(Autovacuum, SkipsATableWhoseLockItCannotHaveAtOnce) {
    // From 9 to 11 s the migration has the same lock; the worker at 20 s finds it free.
    const Vacuumed skipped({.timeline = migration("9s", "validate-check"), .duration = "15s"});
    EXPECT_EQ(skipped.total("vacuums_under_way"), 0);
    EXPECT_EQ(skipped.total("lock_waiting"), 0);
    const Vacuumed later({.timeline = migration("9s", "validate-check"), .duration = "25s"});
    EXPECT_EQ(later.total("vacuums_ended"), 1);
}

TEST(Autovacuum, IsLostInACrashAndBeginsWithTheServer) {
    const Setting setting = {
        .autovacuum = kSlow,
        .timeline = R"("down": { "at": "10500ms", "for": "1s", "crash": "db", "role": "environment" })",
        .duration = "21490ms"};
    const Vacuumed lost(setting);
    EXPECT_EQ(lost.vacuumed_us(), 500'000);
    EXPECT_EQ(lost.table().dead, 1000);
    EXPECT_EQ(lost.played.simulation.world().databases[0].locks.locks(), 0U);
    Setting longer = setting;
    longer.duration = "25s";
    const Vacuumed again(longer); // 10 s after 11.5 s
    EXPECT_EQ(again.total("vacuums_ended"), 1);
    EXPECT_EQ(again.vacuumed_us(), 500'000 + 199 * 8000 + 2000);
}

TEST(Autovacuum, IsThePrimarysAndChangesTheReplicasTablesToo) {
    const std::string replica =
        R"(, "db-2": { "kind": "database", "cores": 100, "storage": { "row_cpu": "1us" }, "replica": { "of": "db" } })";
    const Vacuumed run({.more = replica});
    EXPECT_EQ(run.total("vacuums_ended"), 1);
    EXPECT_EQ(run.total("vacuums_ended", "db-2"), 0);
    EXPECT_EQ(run.table(0, 1).dead, 0);
    EXPECT_EQ(run.table(0, 1).room, 2000);
    EXPECT_EQ(run.total("dead_rows", "db-2"), run.total("dead_rows"));
}

TEST(Autovacuum, IsTheNewPrimarysAfterAFailover) {
    const std::string replica =
        R"(, "db-2": { "kind": "database", "cores": 100, "replica": { "of": "db" } })";
    const Vacuumed run(
        {.autovacuum = R"("naptime": "10s" }, "failover": { "detection": "1s", "promotion": "1s" )",
         .timeline = R"("down": { "at": "5s", "crash": "db" })",
         .more = replica});
    EXPECT_EQ(run.total("vacuums_ended"), 0);
    EXPECT_EQ(run.total("vacuums_ended", "db-2"), 1);
    EXPECT_EQ(run.table(0, 1).dead, 0);
    EXPECT_EQ(run.table(0, 0).dead, 0);
}

} // namespace
} // namespace shaketable::models::autovacuum_test
