// The evidence of the library's databases names the cause, with true numbers, and not where it is switched
// off.
#include "analysis/evidence.hpp"
#include "analysis/figure_text.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/result_json.hpp"
#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::analysis::database_evidence_test {
namespace {

struct Told {
    Json entry;
    std::string text = {}; // a line each

    [[nodiscard]] bool says(const std::string& words) const { return text.find(words) != std::string::npos; }
};

bool is_text_of(const std::string& text, double figure) {
    return text == seconds_text(figure) || text == percent_text(figure) || text == number_text(figure) ||
           text == plain_text(figure) ||
           (figure == std::floor(figure) && text == count_text(static_cast<std::uint64_t>(std::abs(figure))));
}

Told told(const std::string& scenario, const std::string& variant, const scenarios::Settings& settings = {}) {
    const auto path = scenarios::resolve_scenario(scenario);
    const auto file = scenarios::load_file(path.value());
    const auto compiled = scenarios::compile(file.value(), variant, settings);
    Told told{.entry = json_of(Entry{.result = run_variant(compiled.value(), {.seed = 1})})};
    for (const Evidence& sentence : evidence_of(told.entry)) {
        told.text += sentence.text + "\n";
        for (const EvidenceNumber& number : sentence.numbers) {
            const Json& value = told.entry.at(Json::json_pointer(number.pointer));
            EXPECT_TRUE(value.is_number() && is_text_of(number.text, value.get<double>()))
                << number.text << " is not " << value << " at " << number.pointer;
        }
    }
    return told;
}

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
