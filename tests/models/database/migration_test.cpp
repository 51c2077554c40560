// Migrations, with exact times: legs of 1 ms, statements of 10 ms, commits of 100 ms. A transaction that has
// read (or written) the table begins at 1 s and keeps its locks for three seconds; a query comes every 500
// ms; the migration begins at 2 s.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::models::migration_test {
namespace {

struct Setting {
    std::string steps = R"({ "ddl": "add-check", "table": "t" })"; // of the migration
    std::string options = "";                                      // of the migration
    std::string database = R"("max_connections": 100)";
    std::string statement = "db.read"; // of the transaction, which then waits
    std::string wait = "3s";
    std::string timeline = "";
    std::string isolation = "read_committed"; // of the transaction
};

std::string text_of(const Setting& setting) {
    return R"("duration": "8s", "network": { "latency": "1ms" },
        "components": {
          "reporter": { "kind": "client",
            "arrivals": { "pattern": "even", "rate": "1/s", "steps": { "no-more": { "at": "1500ms", "rate": "0/s" } } },
            "journeys": { "j": { "steps": [ { "call": "web.report" } ] } } },
          "user": { "kind": "client", "arrivals": { "rate": "2/s", "pattern": "even" },
            "journeys": { "j": { "steps": [ { "call": "web.read" } ] } } },
          "web": { "kind": "service", "workers": 100, "pools": { "db": { "size": 50 } }, "endpoints": {
            "report": { "steps": [ { "transaction": "db", "isolation": ")" +
           setting.isolation + R"(", "steps": [
              { "call": ")" +
           setting.statement + R"(" }, { "wait": ")" + setting.wait + R"(" } ] } ] },
            "read": { "steps": [ { "call": "db.read" } ] } } },
          "db": { "kind": "database", "cores": 100, "commit": "100ms",
            "maintenance_rates": { "scan": "1000/s", "index": "500/s", "rewrite": "250/s", "update": "1000/s",
                                   "foreign_key": "1000/s" },
            "tables": { "t": { "rows": 1000 }, "r": { "rows": 10 } },
            "queries": { "read": { "time": "10ms", "table": "t" },
                         "slow": { "time": "6s", "table": "t" },
                         "write": { "time": "10ms", "table": "t", "statement": "update", "hot_share": 1 } }, )" +
           setting.database + R"( } },
        "timeline": { "m": { "at": "2s", "migrate": "db", "steps": [ )" +
           setting.steps + " ] " + setting.options + " }" + setting.timeline + " }";
}

struct Migrated {
    explicit Migrated(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
        if (state().ended_at != engine::Time::latest())
            ended_ms = state().ended_at.ns() / kMs;
        const Times ends = played.facts.times(What::kFaultEnded);
        EXPECT_EQ(std::count(ends.begin(), ends.end(), state().ended_at.ns()), ended_ms < 0 ? 0 : 1);
    }
    [[nodiscard]] const MigrationState& state() const { return played.simulation.world().migrations[0]; }
    [[nodiscard]] std::int64_t lock_wait_ms() const { return played.total("db", "lock_wait") / kMs; }
    [[nodiscard]] std::int64_t invalid_ms() const { return played.total("db", "invalid_indexes") / kMs; }

    Played played;
    std::int64_t ended_ms = -1;
};

TEST(Migration, StopsAllWhoComeAfterItWhileItWaitsForOneBeforeIt) {
    const Migrated run({});
    EXPECT_EQ(run.ended_ms, 4114 + 1000 + 100); // the transaction's end; scan; commit
    EXPECT_FALSE(run.state().failed);
    const std::int64_t queries = 3212 + 2710 + 2210 + 1710 + 1210 + 712 + 210; // of 2 s to 5 s
    EXPECT_EQ(run.lock_wait_ms(), 2114 + queries);
}

TEST(Migration, LetsTheQueueGoAtItsLockTimeoutAndTriesAgain) {
    const Migrated run({.options = R"(, "lock_timeout": "500ms", "attempts": 3, "pause": "1s")"});
    EXPECT_EQ(run.ended_ms, 5000 + 1000 + 100); // after 2000 to 2500, and 3500 to 4000
    EXPECT_FALSE(run.state().failed);
    EXPECT_EQ(run.lock_wait_ms(), 500 + 500 + 498 + 498 + 1098 + 598 + 98);
    EXPECT_EQ(run.played.total("db", "lock_timeouts"), 2);
}

TEST(Migration, FailsWithItsLastAttempt) {
    const Migrated run({.options = R"(, "lock_timeout": "500ms", "attempts": 2, "pause": "1s")"});
    EXPECT_EQ(run.ended_ms, 4000);
    EXPECT_TRUE(run.state().failed);
}

TEST(Migration, WaitsAsLongAsTheDatabaseSaysWhereItSaysNothing) {
    const Migrated run({.database = R"("lock_timeout": "300ms")"});
    EXPECT_EQ(run.ended_ms, 2300);
    EXPECT_TRUE(run.state().failed);
}

TEST(Migration, OfAForeignKeyInTwoStepsStopsNoReader) {
    const Migrated run({.steps = R"({ "ddl": "add-foreign-key-not-valid", "table": "t", "references": "r" },
                                    { "ddl": "validate-foreign-key", "table": "t", "references": "r" })"});
    EXPECT_EQ(run.ended_ms, 2100 + 1000 + 100);
    EXPECT_EQ(run.lock_wait_ms(), 0);
}

// Ten rows to a page, memory for ten pages; the disk reads a hundred a second.
const std::string kSmallMemory =
    R"("storage": { "memory_gib": 0.00001, "page_bytes": 1024, "scanned_pages": "100/s", "reads": "50/s", "page_read": "1ms" })";

TEST(Migration, ReadsFromTheDiskWhatIsNotInMemory) {
    for (const std::string ddl : {"add-check", "create-index", "vacuum-full"}) {
        const Migrated run({.steps = R"({ "ddl": ")" + ddl + R"(", "table": "t" })",
                            .database = kSmallMemory,
                            .wait = "1ms"});
        const std::int64_t work = ddl == "add-check" ? 1000 : ddl == "create-index" ? 2000 : 4000;
        const std::int64_t read = run.played.total("db", "pages_read");
        EXPECT_EQ(run.ended_ms, 2000 + read * 10 + work + 100) << ddl;
        EXPECT_EQ(read, 97 - 10) << "of its pages ten are in memory";
    }
}

TEST(Migration, ReadsTheBatchesOfABackfillOneAfterTheOther) {
    const Migrated run({.steps = R"({ "backfill": "t", "batch": 100, "pause": "0s" })",
                        .database = kSmallMemory,
                        .wait = "1ms"});
    const std::int64_t read = run.played.total("db", "pages_read");
    EXPECT_EQ(run.ended_ms, 2000 + read * 10 + 1000 + 10 * 100) << "ten commits";
    EXPECT_TRUE(read >= 87 && read <= 107) << read << ": a page may be of two batches";
}

TEST(Migration, LosesItsLocksWithItsServersProcess) {
    const Migrated run(
        {.wait = "1ms", .timeline = R"(, "down": { "at": "2500ms", "for": "100ms", "crash": "db" })"});
    EXPECT_TRUE(run.state().failed);
    EXPECT_EQ(run.ended_ms, 2500);
    EXPECT_EQ(run.played.simulation.world().databases[0].locks.locks(), 0U);
}

TEST(Migration, GivesItsLocksBackWhateverItsLastStepIs) {
    const Migrated run({.steps = R"({ "ddl": "add-check", "table": "r" }, { "wait": "200ms" })",
                        .options = R"(, "in_one_transaction": true)"});
    EXPECT_EQ(run.ended_ms, 2000 + 10 + 100 + 200);
    EXPECT_EQ(run.played.simulation.world().databases[0].locks.locks(), 0U);
}

TEST(Migration, KeepsEveryLockUntilTheEndWhereItIsOneTransaction) {
    const std::string steps = R"({ "ddl": "add-column", "table": "t" }, { "wait": "1s" },
                                 { "ddl": "add-column", "table": "r" })";
    const Migrated each({.steps = steps, .wait = "1ms"});
    EXPECT_EQ(each.ended_ms, 2100 + 1000 + 100);
    EXPECT_EQ(each.lock_wait_ms(), 98);
    const Migrated whole({.steps = steps, .options = R"(, "in_one_transaction": true)", .wait = "1ms"});
    EXPECT_EQ(whole.ended_ms, 3000 + 100);
    EXPECT_EQ(whole.lock_wait_ms(), 1098 + 598 + 96);
}

TEST(Migration, BeginsAgainFromTheFirstStepWhereItIsOneTransaction) {
    const Migrated run(
        {.steps = R"({ "ddl": "add-column", "table": "r" }, { "ddl": "add-column", "table": "t" })",
         .options = R"(, "in_one_transaction": true, "lock_timeout": "1s", "attempts": 9,
                                        "pause": "500ms")"});
    EXPECT_EQ(run.ended_ms, 4114 + 100); // from 3500 on it waits for the second time
    EXPECT_EQ(run.state().attempts, 1U);
}

constexpr const char* kConcurrently = R"({ "ddl": "create-index-concurrently", "table": "t" })";

TEST(ConcurrentIndex, StopsNobodyAndDoesNotWaitForReaders) {
    const Migrated run({.steps = kConcurrently});
    EXPECT_EQ(run.ended_ms, 2000 + 2000 + 1000 + 100); // builds, scans again, commits
    EXPECT_EQ(run.lock_wait_ms(), 0);
    EXPECT_EQ(run.invalid_ms(), 3000);
}

TEST(ConcurrentIndex, WaitsForTheTransactionsOfWriters) {
    const Migrated run({.steps = kConcurrently, .statement = "db.write"});
    EXPECT_EQ(run.ended_ms, 4114 + 2000 + 1000 + 100);
    EXPECT_EQ(run.lock_wait_ms(), 2114); // its own
}

TEST(ConcurrentIndex, WaitsInTheEndForStatementsThatBeganBefore) {
    const Migrated run({.steps = kConcurrently, .statement = "db.slow", .wait = "1ms"});
    EXPECT_EQ(run.ended_ms, 7105 + 100); // the transaction with the slow statement has committed
}

TEST(ConcurrentIndex, WaitsInTheEndForSnapshotsThatAreOlder) {
    const Migrated run({.steps = kConcurrently, .wait = "6s", .isolation = "repeatable_read"});
    EXPECT_EQ(run.ended_ms, 7114 + 100); // the transaction that has only read, and waits since
}

TEST(Backfill, ChangesRowsLikeAnyOther) {
    const Migrated run({.steps = R"({ "backfill": "t", "batch": 1000 })",
                        .statement = "db.read\" }, { \"wait\": \"5s\" }, { \"call\": \"db.write",
                        .isolation = "repeatable_read"});
    EXPECT_EQ(run.played.total("db", "serialization_failures"), 1);
}

TEST(ConcurrentIndex, IsLeftBehindInvalidWhenItsBuildFails) {
    const Migrated once(
        {.steps = kConcurrently, .options = R"(, "lock_timeout": "500ms")", .statement = "db.write"});
    EXPECT_TRUE(once.state().failed);
    EXPECT_TRUE(once.state().has_invalid_index);
    EXPECT_EQ(once.invalid_ms(), 8000 - 2000);
    const Migrated again({.steps = kConcurrently,
                          .options = R"(, "lock_timeout": "500ms", "attempts": 2, "pause": "2s")",
                          .statement = "db.write"});
    EXPECT_FALSE(again.state().failed);
    EXPECT_FALSE(again.state().has_invalid_index);
    EXPECT_EQ(again.ended_ms, 4500 + 2000 + 1000 + 100);
    EXPECT_EQ(again.invalid_ms(), 7500 - 2000);
}

TEST(ConcurrentIndex, IsDroppedOnceReadersToo) {
    const Migrated run({.steps = R"({ "ddl": "drop-index-concurrently", "table": "t" })"});
    EXPECT_EQ(run.ended_ms, 4114 + 100);
    EXPECT_EQ(run.lock_wait_ms(), 2114);
}

TEST(Backfill, LocksOneBatchAfterTheOther) {
    const Migrated free({.steps = R"({ "backfill": "t", "batch": 100, "pause": "50ms" })"});
    EXPECT_EQ(free.ended_ms, 2000 + 10 * 200 + 9 * 50);
    const Migrated waits({.steps = R"({ "backfill": "t", "batch": 100 })", .statement = "db.write"});
    EXPECT_EQ(waits.ended_ms, 4114 + 10 * 200); // row 0 is in the first batch
}

TEST(Backfill, LeavesNoChangesBehindInACrash) {
    const Migrated run({.steps = R"({ "backfill": "t", "batch": 1000 })",
                        .timeline = R"(, "down": { "at": "2900ms", "for": "1s", "crash": "db" })",
                        .isolation = "repeatable_read"});
    EXPECT_TRUE(run.state().failed);
    EXPECT_EQ(run.played.simulation.world().databases[0].changes.writers(), 0U);
}

TEST(Migration, FailsWithACrashOfTheServer) {
    const Migrated run(
        {.timeline = R"(, "down": { "at": "3s", "for": "1s", "crash": "db", "role": "environment" })"});
    EXPECT_TRUE(run.state().failed);
    EXPECT_EQ(run.ended_ms, 3000);
}

TEST(Migration, FailsAtOnceWhereNoConnectionIsLeft) {
    const Migrated run({.database = R"("max_connections": 1)"});
    EXPECT_TRUE(run.state().failed);
    EXPECT_EQ(run.ended_ms, 2000);
}

} // namespace
} // namespace shaketable::models::migration_test
