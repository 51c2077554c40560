// The evidence of the library's databases names the cause, with true numbers, and not where it is switched
// off.
#include "tests/analysis/told.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis::database_evidence_test {
namespace {

TEST(DatabaseEvidence, NamesTheDatabaseThatIsAskedTooOften) {
    const Told base = told("n-plus-one", "");
    EXPECT_TRUE(base.says("db had no core to spare")) << base.text;
    EXPECT_TRUE(base.says("shop made 843,124 calls of it for the 42,268 requests that it got")) << base.text;
    const Told once = told("n-plus-one", "", {"/components/shop/endpoints/orders/steps/2/count=1"});
    EXPECT_FALSE(once.says("no core to spare")) << once.text;
}

TEST(DatabaseEvidence, NamesTheHotShardItsKeysAndWhatIsDone) {
    const Told base = told("hot-partition", "");
    EXPECT_TRUE(base.says("shard-1 had no core to spare")) << base.text;
    EXPECT_TRUE(base.says("the busiest other database that site calls")) << base.text;
    EXPECT_TRUE(base.says("were for hot keys")) << base.text;
    const Told split = told("hot-partition", "hot-range-split");
    EXPECT_TRUE(split.says("split-1 (move keys famous from shard-3, to shard-0) from 71.0 s to"))
        << split.text;
    const Told even = told("hot-partition", "", {"/shards/famous/hot_share=0"});
    EXPECT_FALSE(even.says("hot keys") || even.says("no core to spare")) << even.text;
}

TEST(DatabaseEvidence, NamesTheTableTheLockAndWhoIsAheadOfAMigration) {
    const Told base = told("bad-migration", "");
    EXPECT_TRUE(
        base.says("locks of orders, which the add-column of add-currency needs for itself alone (ACCESS "
                  "EXCLUSIVE)"))
        << base.text;
    EXPECT_TRUE(
        base.says("When add-currency began, db.sum-up of reports was under way: it ran from 100 s to 125 s"))
        << base.text;
    const Told rewrite = told("bad-migration", "rewrite");
    EXPECT_TRUE(rewrite.says("while it writes every row anew")) << rewrite.text;
    EXPECT_FALSE(rewrite.says("reports")) << rewrite.text;
    const Told free = told("bad-migration", "", {"/components/db/queries/sum-up/table=null"});
    EXPECT_FALSE(free.says("ACCESS EXCLUSIVE") || free.says("reports")) << free.text;
}

TEST(DatabaseEvidence, NamesWhoIsIdleInTransaction) {
    const Told incident = told("flagsmith-2023", "");
    EXPECT_TRUE(incident.says("worker had up to 1 transaction of db open")) << incident.text;
    const Told reading = told("flagsmith-2023", "gocardless");
    EXPECT_TRUE(reading.says("When constraint began, ") && reading.says("of worker was under way"))
        << reading.text;
    EXPECT_FALSE(reading.says("idle in transaction")) << reading.text;
    const Told without = told("flagsmith-2023", "", {"/components/worker/endpoints/run/steps=[]"});
    EXPECT_FALSE(without.says("idle in transaction") || without.says("ACCESS EXCLUSIVE")) << without.text;
    const Told slow = told("long-transaction", "");
    EXPECT_TRUE(slow.says("locks of rows of stock")) << slow.text;
    EXPECT_TRUE(slow.says("in between it calls bank")) << slow.text;
    const Told cold = told("long-transaction", "", {"/components/db/queries/take-from-stock/hot_share=0"});
    EXPECT_FALSE(cold.says("stock") || cold.says("in between")) << cold.text;
}

TEST(DatabaseEvidence, TellsOfRowsAndOfTheIndexThatEndedIt) {
    const Told late = told("missing-index", "index-in-time");
    EXPECT_TRUE(late.says("it looked at 5,270,605,000 rows")) << late.text;
    EXPECT_TRUE(late.says("make-index (migrate db, steps create-index-concurrently orders) from"))
        << late.text;
    const Told free =
        told("missing-index", "index-in-time", {R"(/components/db/storage={ "row_cpu": "0s" })"});
    EXPECT_FALSE(free.says("rows")) << free.text;
}

TEST(DatabaseEvidence, NamesTheQueryItsTableAndWhyItScans) {
    const Told base = told("missing-index", "");
    EXPECT_TRUE(base.says(
        "queries that it answered, all of them for orders-of-customer, which read orders from end to end"))
        << base.text;
    EXPECT_TRUE(base.says("times, as its index by-customer was not built")) << base.text;
    const Told stale = told("missing-index", "stale-statistics");
    EXPECT_TRUE(stale.says("from end to end")) << stale.text;
    EXPECT_TRUE(stale.says("times and not by its index by-customer: the planner expected")) << stale.text;
    EXPECT_FALSE(stale.says("not built")) << stale.text;
    const Told analyzed = told("missing-index", "analyze-in-time");
    EXPECT_TRUE(analyzed.says("analyze (migrate db, steps analyze orders) from")) << analyzed.text;
    const Told true_ones = told("missing-index", "stale-statistics",
                                {"/components/db/queries/orders-of-customer/access/estimated_rows=20"});
    EXPECT_FALSE(true_ones.says("from end to end") || true_ones.says("expected")) << true_ones.text;
}

TEST(DatabaseEvidence, TellsWhatDoesNotFitIntoTheMemory) {
    const Told base = told("foursquare-2010", "");
    EXPECT_TRUE(base.says("its tables and indexes came to ")) << base.text;
    EXPECT_TRUE(base.says(" pages, and its 66 GiB of memory hold 1,081,344")) << base.text;
}

TEST(DatabaseEvidence, TellsWhatAKnobWasSetToAndWhoHadTheConnections) {
    const Told base = told("connection-pool-exhaustion", "");
    EXPECT_TRUE(base.says("release (set /components/db/queries/find/time, to exponential: 5s)")) << base.text;
    EXPECT_TRUE(base.says("; meanwhile one db.find was in service from ")) << base.text;
    const Told quick = told("connection-pool-exhaustion", "", {"/components/shop/pools/db/size=100"});
    EXPECT_FALSE(quick.says("meanwhile")) << quick.text;
}

TEST(DatabaseEvidence, TellsOfWhatIsPreparedBeforeWhoIsIdle) {
    for (const std::string variant : {"", "lock-timeout", "quick-recovery"}) {
        const Told two_phases = told("cross-partition-writes", variant);
        EXPECT_TRUE(two_phases.says("transactions at a time were prepared: only their coordinator"))
            << two_phases.text;
        EXPECT_FALSE(two_phases.says("idle in transaction")) << two_phases.text;
    }
    const Told one = told("cross-partition-writes", "one-shard");
    EXPECT_FALSE(one.says("prepared")) << one.text;
}

TEST(DatabaseEvidence, TellsOfStaleReadsThatHarmHoweverSmallTheLag) {
    const Told workers = told("replication-lag", "four-workers");
    EXPECT_TRUE(workers.says("reads came there before what their own session had written, and "))
        << workers.text;
    EXPECT_TRUE(workers.says(" journeys ended with what was stale")) << workers.text;
    const Told pinned = told("replication-lag", "four-workers-and-pin");
    EXPECT_FALSE(pinned.says("stale")) << pinned.text;
}

TEST(DatabaseEvidence, TellsThatTheNewPrimaryOpensConnectionsForNobody) {
    const Told base = told("failover-storm", "");
    EXPECT_TRUE(
        base.says("db-2 became the primary in place of db, and by the end had accepted 34,743 new "
                  "connections and refused 277,620: to open them kept it 100 % busy, and it answered not one "
                  "statement"))
        << base.text;
    EXPECT_FALSE(base.says("a connection to db,")) << base.text;
    const Told patient = told("failover-storm", "patient");
    EXPECT_TRUE(patient.says("had accepted 250 new connections")) << patient.text;
    EXPECT_FALSE(patient.says("to open them")) << patient.text;
}

TEST(DatabaseEvidence, DoesNotTakeTheDeadPrimaryForALaggingReplica) {
    const Told pooled = told("failover-storm", "pooler");
    EXPECT_FALSE(pooled.says("behind its primary")) << pooled.text;
    EXPECT_TRUE(pooled.says("db-2 became the primary in place of db")) << pooled.text;
    const Told lagging = told("replication-lag", "");
    EXPECT_TRUE(lagging.says("db-replica was up to 12,661 transactions behind its primary")) << lagging.text;
}

/// Each takes two of ten rows, a while after each other, in any order.
const std::string kDeadlocks = R"({
  "shaketable": 1, "title": "Deadlocks", "duration": "60s",
  "components": {
    "users": { "kind": "client", "arrivals": { "rate": "5/s" },
      "journeys": { "move": { "good_within": "500ms", "steps": [ { "call": "app.move", "policy": "user" } ] } } },
    "app": { "kind": "service", "workers": 100, "pools": { "db": { "size": 50 } },
      "endpoints": { "move": { "steps": [
        { "transaction": "db", "steps": [ { "call": "db.take" }, { "wait": "20ms" }, { "call": "db.take" } ] } ] } } },
    "db": { "kind": "database", "tables": { "seats": { "rows": 10 } },
      "queries": { "take": { "time": "2ms", "table": "seats", "statement": "update" } } }
  },
  "policies": { "user": { "timeout": "5s" } },
  "timeline": { "rush": { "at": "20s", "for": "20s", "load": "users", "factor": 10 } }
})";

TEST(DatabaseEvidence, TellsOfDeadlocks) {
    const Told rush = told_of_text(kDeadlocks);
    EXPECT_TRUE(rush.says(
        "statements were ended as victims of deadlocks, in which each transaction waited for a lock "
        "that another one of them held"))
        << rush.text;
    const Told one =
        told_of_text(kDeadlocks, {R"(/components/app/endpoints/move/steps/0/steps=[{ "call": "db.take" }])"});
    EXPECT_FALSE(one.says("deadlock")) << one.text;
}

/// The primary is cut off from its replica, and dies.
const std::string kLostWrites = R"({
  "shaketable": 1, "title": "Lost writes", "duration": "60s",
  "components": {
    "users": { "kind": "client", "arrivals": { "rate": "50/s" },
      "journeys": { "write": { "good_within": "500ms", "steps": [ { "call": "app.write", "policy": "user" } ] } } },
    "app": { "kind": "service", "workers": 200, "pools": { "db": { "size": 50 }, "db-2": { "size": 50 } },
      "endpoints": { "write": { "steps": [ { "call": "db.write" } ] } } },
    "db": { "kind": "database", "tables": { "notes": { "rows": 1000 } },
      "failover": { "detection": "5s", "promotion": "1s" },
      "queries": { "write": { "time": "2ms", "table": "notes", "statement": "insert" } } },
    "db-2": { "kind": "database", "replica": { "of": "db", "synchronous": "off" } }
  },
  "policies": { "user": { "timeout": "2s" } },
  "timeline": {
    "cut": { "at": "20s", "for": "10s", "cut": "db->db-2" },
    "dies": { "at": "22s", "for": "20s", "host_crash": "db" }
  }
})";

TEST(DatabaseEvidence, TellsWritesThatWereLostFromThoseThatNobodyWasToldOf) {
    const Told lost = told_of_text(kLostWrites);
    EXPECT_TRUE(lost.says("transactions that the old one had committed never reached it")) << lost.text;
    EXPECT_FALSE(lost.says("nobody had been told")) << lost.text;
    const Told waited = told_of_text(kLostWrites, {R"(/components/db-2/replica/synchronous="received")"});
    EXPECT_TRUE(waited.says(
        "transactions never reached it whose commit still waited for it on the old one: nobody had "
        "been told that they were committed"))
        << waited.text;
    EXPECT_FALSE(waited.says("the old one had committed")) << waited.text;
}

} // namespace
} // namespace shaketable::analysis::database_evidence_test
