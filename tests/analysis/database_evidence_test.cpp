// The evidence of the library's databases names the cause, with true numbers, and not where it is switched
// off.
#include "tests/analysis/told.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis::database_evidence_test {
namespace {

TEST(DatabaseEvidence, NamesTheDatabaseThatIsAskedTooOften) {
    const Told base = told("n-plus-one", "");
    EXPECT_TRUE(base.says("db had no core to spare")) << base.text;
    EXPECT_TRUE(base.says("shop made 835,705 calls of it for the 39,795 requests that it got")) << base.text;
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
    const Told incident = told("flagsmith-2023", "gocardless");
    EXPECT_TRUE(incident.says("worker had up to 1 transaction of db open")) << incident.text;
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

TEST(DatabaseEvidence, DoesNotTakeTheDeadPrimaryForALaggingReplica) {
    const Told pooled = told("failover-storm", "pooler");
    EXPECT_FALSE(pooled.says("behind its primary")) << pooled.text;
    EXPECT_TRUE(pooled.says("db-2 became the primary in place of db")) << pooled.text;
    const Told lagging = told("replication-lag", "");
    EXPECT_TRUE(lagging.says("db-replica was up to 12,661 transactions behind its primary")) << lagging.text;
}

} // namespace
} // namespace shaketable::analysis::database_evidence_test
