// The scenarios of the library do what they expect of themselves, and because of the mechanism that their
// story names: with it switched off, at least one expectation breaks. Twenty seeds are in tests/theory.
#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace shaketable::analysis {
namespace {

std::string path_of(const std::string& name) {
    return std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library/" + name + ".json";
}

/// As it stands, with settings, at seed 1.
Result run_base(const std::string& name, const scenarios::Settings& settings) {
    const auto file = scenarios::load_file(path_of(name));
    return run_variant(scenarios::compile(file.value(), "", settings).value(), {.seed = 1});
}

std::string broken_of(const Result& result) {
    std::string names;
    for (const ExpectationResult& expectation : result.expectations)
        if (!expectation.holds)
            names += expectation.name + ": " + expectation.expected + ", was " + expectation.measured + "\n";
    return names;
}

class LibraryScenario : public testing::TestWithParam<std::string> {};

TEST_P(LibraryScenario, DoesInEachVariantWhatItExpects) {
    const auto file = scenarios::load_file(path_of(GetParam()));
    ASSERT_TRUE(file.ok());
    for (const std::string_view variant : file.value().variant_names()) {
        const Result result = run_variant(scenarios::compile(file.value(), variant).value(), {.seed = 1});
        EXPECT_FALSE(result.expectations.empty()) << variant;
        EXPECT_TRUE(result.meets_expectations()) << variant << "\n" << broken_of(result);
    }
}

/// All that expect something.
std::vector<std::string> names_in_library() {
    std::vector<std::string> names;
    for (const scenarios::LibraryEntry& entry :
         scenarios::library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library"))
        if (entry.name != "hello")
            names.push_back(entry.name);
    return names;
}

INSTANTIATE_TEST_SUITE_P(Library, LibraryScenario, testing::ValuesIn(names_in_library()), [](const auto& of) {
    std::string name;
    for (const char letter : of.param)
        name += letter == '-' ? '_' : letter;
    return name;
});

TEST(Library, HasNoScenarioBesidesThoseThatExpectSomethingAndTheSmallest) {
    for (const scenarios::LibraryEntry& entry :
         scenarios::library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library")) {
        const auto file = scenarios::load_file(entry.path);
        ASSERT_TRUE(file.ok()) << entry.path;
        const auto scenario = scenarios::compile(file.value(), "");
        ASSERT_TRUE(scenario.ok()) << entry.path;
        EXPECT_EQ(scenario.value()->config.expect.empty(), entry.name == "hello") << entry.name;
    }
}

/// A scenario of the library, and the settings that switch off the mechanism that its story names.
struct Ablation {
    std::string scenario;
    scenarios::Settings settings;
};

void PrintTo(const Ablation& ablation, std::ostream* out) {
    *out << ablation.scenario;
    for (const std::string& setting : ablation.settings)
        *out << " " << setting;
}

class LibraryMechanism : public testing::TestWithParam<Ablation> {};

TEST_P(LibraryMechanism, SwitchedOffBreaksAnExpectation) {
    const Result result = run_base(GetParam().scenario, GetParam().settings);
    EXPECT_FALSE(result.meets_expectations());
}

const Ablation kAblations[] = {
    // Callers that give up ask again.
    {"retry-storm", {"/policies/to-orders/retry/attempts=1", "/policies/to-db/retry/attempts=1"}},
    {"hotos21-retry", {"/policies/query/retry/attempts=1"}},
    {"metastable", {"/policies/user/retry/attempts=1"}},
    // Nobody gives up, and the database works for nobody in vain. In retry-storm refusals are tried again,
    // too.
    {"hotos21-retry", {"/policies/query/timeout=null"}},
    // The server drops what nobody waits for any more.
    {"metastable", {"/policies/user/propagate_deadline=true"}},
    // The queue is shorter than the time-out.
    {"metastable", {"/components/web/queue_limit=50"}},
    // One row that many want is held while the bank thinks.
    {"long-transaction", {"/components/db/queries/take-from-stock/hot_share=0"}},
    // A report has the table, so the migration waits, and everybody behind it.
    {"bad-migration", {"/components/db/queries/sum-up/table=null"}},
    // A transaction that is left open has read the table.
    {"flagsmith-2023", {"/components/worker/endpoints/run/steps=[]"}},
    // Two pages of a hundred are not in memory.
    {"foursquare-2010", {"/components/shard-0/storage/memory_gib=70"}},
    // The pool is smaller than what the slow queries take.
    {"connection-pool-exhaustion", {"/components/shop/pools/db/size=100"}},
    // A scan takes longer with every row; a page asks once more for every order.
    {"missing-index", {R"(/components/db/storage={ "row_cpu": "0s" })"}},
    {"n-plus-one", {"/components/shop/endpoints/orders/steps/2/count=1"}},
    // Opening a connection is work, and who gives up asks for another one.
    {"failover-storm", {"/components/db/connection=0s", "/components/db-2/connection=0s"}},
    {"failover-storm", {"/policies/user/retry/attempts=1", "/policies/to-db/retry/attempts=1"}},
    // What is prepared waits for its coordinator, which is away.
    {"cross-partition-writes",
     {"/timeline/server-dies/for=1ms", "/components/bank/endpoints/pay/steps/1/recovery=0s"}},
    // One key lies in one shard, and all shards have the same callers.
    {"hot-partition", {"/shards/famous/hot_share=0"}},
    // One worker applies what many have written.
    {"replication-lag", {"/components/db-replica/replica/apply=0s"}},
    // The database can do without the cache.
    {"cache-cold-start", {"/components/db/cores=30"}},
    // Messages are lost; a lie lives as long as its value does, and where nothing is kept nothing is untrue.
    {"cache-lies", {"/components/cache/keys/articles/ttl=1s"}},
    {"cache-lies", {"/components/cache/memory_mib=0.01"}},
    // Callers wait for what they have asked, and store it.
    {"look-aside", {"/policies/db/timeout=30s", "/policies/user/timeout=60s"}},
    // It does not expire at the peak.
    {"thundering-herd", {"/components/cache/keys/pages/ttl=1h"}},
    // The releases write two formats, and share the keys.
    {"versioned-keys", {"/components/cache/keys/profiles/versioned=true"}},
    // All replicas leak alike, until the kernel kills them.
    {"memory-leak", {"/timeline/deploy/to=0"}},
    {"memory-leak", {"/components/shop/memory/limit_mib=100000"}},
    // What is in a replica's memory goes with its process.
    {"sticky-state", {R"(/components/shop/endpoints/page/steps/0={ "work": "1ms" })"}},
    // A replica takes a while to start, and CPU ends at 100 %.
    {"autoscaler-lag",
     {"/components/web/lifecycle/start=0s", "/components/web/probes/readiness/period=1s",
      R"(/components/web/autoscaler/metrics=[{"metric":"concurrency","target":3}])"}},
    // Runs begin beside those that are not over, and those that failed begin anew.
    {"runaway-job", {"/components/report/concurrency_policy=forbid"}},
    {"runaway-job", {"/components/report/backoff_limit=0"}},
    // Nobody looks at the clock.
    {"thundering-herd-minute", {"/components/agents/spread=1m"}},
    // Log-ins that nobody waits for any more are worked on; all ask at the same time.
    {"thundering-herd-reconnect", {"/policies/to-auth/propagate_deadline=true"}},
    {"thundering-herd-reconnect",
     {"/policies/reconnect/retry/backoff=exponential", "/policies/reconnect/retry/cap=1m",
      "/policies/reconnect/retry/jitter=full"}},
    // Whoever comes while nobody works waits, and the headroom is small.
    {"queue-backlog", {"/components/mailer/replicas=24"}},
    // A message fails each time, and comes back each time.
    {"poison-message", {"/timeline/bad-release/to=0"}},
    {"poison-message", {"/components/orders/max_receives=1"}},
    // Cold work is on the hot path.
    {"cold-path-leak", {"/components/shop/endpoints/checkout/steps/3={ \"wait\": \"0s\" }"}},
    // Who takes a build from the queue looks at all that wait.
    {"circleci-2015", {"/components/db/storage/row_cpu=1us"}},
    // Values live shorter; the coordinator of all background work has no time for that many rewrites, and
    // each commit waits for the replica.
    {"github-2026", {"/components/background/time=100us"}},
    {"github-2026", {"/components/users-replica/replica/synchronous=off"}},
    {"github-2026", {"/timeline/ttl/to=360s"}},
    // Brokers keep what they know of producers in their heap.
    {"pagerduty-2025", {"/components/broker/memory/per_request_kib=0"}},
    // Low CPU takes servers away.
    {"slack-2021", {"/components/web/autoscaler/down/select=disabled"}},
    // Attempts of the layers multiply.
    {"sre-64-attempts", {"/policies/of-javascript/retry/attempts=1"}},
    {"sre-64-attempts", {"/policies/of-frontend/retry/attempts=1"}},
    {"sre-64-attempts", {"/policies/of-backend/retry/attempts=1"}},
};
INSTANTIATE_TEST_SUITE_P(Library, LibraryMechanism, testing::ValuesIn(kAblations));

} // namespace
} // namespace shaketable::analysis
