// Sums over components: what they allow, and that no sum wraps.
#include "models/budgets.hpp"
#include "models/compile.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace shaketable::models::budgets_test {
namespace {

StepConfig call(const std::string& endpoint) {
    return StepConfig{
        "",
        CallStepConfig{
            .target = {endpoint}, .policy = {}, .read_from = {}, .pin = {}, .key = {}, .all_shards = false}};
}

ComponentConfig service(std::int64_t replicas, StepsConfig steps = {}) {
    ServiceConfig config;
    config.replicas = replicas;
    config.endpoints.entries.emplace_back("e", EndpointConfig{std::move(steps)});
    return ComponentConfig{config};
}

ComponentConfig closed_client(std::int64_t users) {
    ClientConfig config;
    config.users = UsersConfig{.count = users};
    JourneyConfig journey;
    journey.steps.push_back(StepConfig{"", WaitStepConfig{}});
    config.journeys.entries.emplace_back("j", std::move(journey));
    return ComponentConfig{config};
}

ComponentConfig contended_database(std::int64_t connections) {
    DatabaseConfig config;
    config.max_connections = connections;
    config.contention = ContentionConfig{UslConfig{}};
    config.queries.entries.emplace_back("q", QueryConfig{});
    return ComponentConfig{config};
}

void add(ScenarioConfig& scenario, const std::string& prefix, int count, const ComponentConfig& component) {
    for (int number = 0; number < count; ++number)
        scenario.components.entries.emplace_back(prefix + std::to_string(number), component);
}

/// The problems, one a line.
std::string problems_of(const ScenarioConfig& config) {
    const auto compiled = compile_scenario(config);
    std::string text;
    if (!compiled)
        for (const Problem& problem : compiled.error())
            text += problem.pointer + " " + problem.found + "; " + problem.accepted + "\n";
    return text;
}

TEST(Budgets, AllowTenThousandComponentsAHundredThousandReplicasAndAMillionUsers) {
    ScenarioConfig config;
    StepsConfig calls;
    for (int number = 0; number < 50; ++number)
        calls.push_back(call("s" + std::to_string(number) + ".e"));
    add(config, "s", 9'989, service(1));
    add(config, "big", 1, service(100'000, calls));
    add(config, "u", 10, closed_client(100'000));
    const auto compiled = compile_scenario(config);
    ASSERT_TRUE(compiled.ok()) << problems_of(config);
    EXPECT_EQ(compiled.value()->users, 1'000'000U);
    EXPECT_EQ(compiled.value()->clients[9].first_user, 900'000U);
    EXPECT_EQ(compiled.value()->instances, 109'999U);
}

TEST(Budgets, RefuseUsersWhoseNumberWraps) {
    ScenarioConfig config;
    add(config, "u", 430, closed_client(10'000'000)); // 4.3e9: a few million in 32 bits
    EXPECT_EQ(problems_of(config), "/components has 4300000000 users in all, 10000000 of them for \"u0\"; "
                                   "at most 10000000 users\n");
}

TEST(Budgets, RefuseEndsOfEdgesWhoseNumberWraps) {
    ScenarioConfig config;
    StepsConfig calls;
    for (int number = 0; number < 42'950; ++number)
        calls.push_back(call("s" + std::to_string(number) + ".e"));
    add(config, "s", 42'950, service(1));
    add(config, "big", 1, service(100'000, calls));
    EXPECT_EQ(problems_of(config),
              "/components has 4295000000 ends of edges in all, 4295000000 of them for \"big0\"; "
              "at most 10000000 ends of edges\n");
}

TEST(Budgets, RefuseTooManyInstancesAndTheirMeters) {
    ScenarioConfig config;
    add(config, "s", 7, service(100'000));
    EXPECT_EQ(
        problems_of(config),
        "/components has 700000 instances in all, 100000 of them for \"s0\"; at most 500000 instances\n"
        "/components has 11900000 meters in all, 1700000 of them for \"s0\"; at most 10000000 meters\n");
}

/// `callers` instances that call as many replicas as `callees` says, under a policy.
ScenarioConfig calling(std::int64_t callers, std::int64_t callees, const PolicyConfig& policy) {
    ScenarioConfig config;
    config.policies.entries.emplace_back("p", policy);
    StepConfig step = call("callee0.e");
    std::get<CallStepConfig>(step.verb).policy = PolicyRef{"p"};
    add(config, "caller", 1, service(callers, {step}));
    add(config, "callee", 1, service(callees));
    return config;
}

TEST(Budgets, RefuseMoreCountsOfALoadBalancerThanMemoryHolds) {
    PolicyConfig policy;
    policy.balance = Balance::kLeastRequest;
    EXPECT_EQ(problems_of(calling(4'000, 5'000, policy)), "");
    EXPECT_EQ(problems_of(calling(100'000, 100'000, policy)),
              "/components has 10000000000 counts of attempts under way in all, 10000000000 of them for "
              "\"caller0\"; at most 20000000 counts of attempts under way\n");
}

TEST(Budgets, CountAPartOfAPolicyForEachInstanceThatCalls) {
    PolicyConfig policy;
    policy.circuit_breaker.emplace();
    policy.adaptive_throttling.emplace();
    const auto compiled = compile_scenario(calling(1'000, 1, policy));
    ASSERT_TRUE(compiled.ok());
    ASSERT_EQ(compiled.value()->policy_states.size(), 2U);
    EXPECT_EQ(std::accumulate(compiled.value()->policy_state_counts.begin(),
                              compiled.value()->policy_state_counts.end(), 0U),
              2'000U);
}

TEST(Budgets, RefuseMoreComponentsThanAnEventCanName) {
    ScenarioConfig config;
    add(config, "s", 65'536, service(1));
    EXPECT_EQ(problems_of(config), "/components has 65536 components in all; at most 65535 components\n");
}

TEST(Budgets, RefuseContentionCurvesBeforeTheyFillTheMemory) {
    ScenarioConfig config;
    add(config, "d", 60'000, contended_database(1'000'000)); // 480 GB if they were made
    EXPECT_EQ(problems_of(config),
              "/components has 60000000000 points of contention curves in all, 1000000 of them for \"d0\"; "
              "at most 20000000 points of contention curves\n");
}

ComponentConfig cache(std::int64_t nodes, int spaces, std::int64_t keys) {
    CacheConfig config;
    config.nodes = nodes;
    KeySpaceConfig of_keys;
    of_keys.keys = keys;
    for (int space = 0; space < spaces; ++space)
        config.keys.entries.emplace_back("k" + std::to_string(space), of_keys);
    return ComponentConfig{config};
}

TEST(Budgets, RefuseMoreKeySpacesThanAFrameCanName) {
    ScenarioConfig config;
    add(config, "c", 1, cache(1, 65'536, 1));
    EXPECT_EQ(problems_of(config), "/components has 65536 key spaces in all; at most 65535 key spaces\n");
}

TEST(Budgets, RefuseManyNodesWithManyKeys) {
    ScenarioConfig config;
    add(config, "c", 1, cache(1'000, 1, 10'000'000));
    EXPECT_EQ(problems_of(config),
              "/components has 10000000000 keys of nodes in all, 10000000000 of them for "
              "\"c0\"; at most 1000000000 keys of nodes\n");
}

TEST(SeriesBudget, AllowsAYearInMinutes) {
    ScenarioConfig config;
    config.duration = engine::Duration::from_seconds(365 * 86'400);
    config.window = engine::Duration::from_seconds(60);
    add(config, "s", 50, service(1));
    EXPECT_EQ(problems_of(config), "");
}

TEST(SeriesBudget, RefusesWindowsThatFitIntoNoMemory) {
    ScenarioConfig config;
    config.duration = engine::Duration::from_seconds(10 * 365 * 86'400);
    add(config, "s", 10, service(1));
    EXPECT_EQ(
        problems_of(config),
        "/duration is 315360000 windows long, which take 1597 GiB for 170 meters and 0 journeys; at most "
        "3158064s, or a window of at least 100s\n");
    config.duration = engine::Duration::from_seconds(3'158'064);
    EXPECT_EQ(problems_of(config), "");
    config.duration = engine::Duration::from_seconds(10 * 365 * 86'400);
    config.window = engine::Duration::from_seconds(100);
    EXPECT_EQ(problems_of(config), "");
}

StepConfig parallel(std::int64_t count, StepsConfig steps) {
    ParallelStepConfig config;
    config.steps = std::move(steps);
    config.count = count;
    return StepConfig{"", config};
}

StepsConfig waits(std::size_t count) { return StepsConfig(count, StepConfig{"", WaitStepConfig{}}); }

std::string problems_of(const StepConfig& step) {
    ScenarioConfig config;
    add(config, "s", 1, service(1, {step}));
    return problems_of(config);
}

TEST(BranchBudget, AllowsAMillionBranches) {
    EXPECT_EQ(problems_of(parallel(100'000, waits(10))), "");
    EXPECT_EQ(problems_of(parallel(1'000, {parallel(999, waits(1))})), "");
}

TEST(BranchBudget, RefusesBranchesWhoseNumberWraps) {
    EXPECT_EQ(problems_of(parallel(65'536, waits(65'536))),
              "/components/s0/endpoints/e/steps/0/parallel begins 4294967296 branches: 65536 copies of 65536 "
              "steps; at most 1000000 branches\n");
}

TEST(BranchBudget, CountsTheParallelsInsideForEachCopy) {
    EXPECT_EQ(problems_of(parallel(100'000, {parallel(100'000, waits(1))})),
              "/components/s0/endpoints/e/steps/0/parallel begins 10000100000 branches: 100000 copies of 1 "
              "step, in each of which 100000 more begin; at most 1000000 branches\n");
}

TEST(BranchBudget, BlamesTheInnermostParallelOnly) {
    EXPECT_EQ(problems_of(parallel(2, {parallel(100'000, waits(11))})),
              "/components/s0/endpoints/e/steps/0/parallel/0/parallel begins 1100000 branches: 100000 copies "
              "of 11 steps; at most 1000000 branches\n");
}

TEST(BranchBudget, CountsParallelsOneAfterAnotherApart) {
    ScenarioConfig config;
    add(config, "s", 1, service(1, {parallel(100'000, waits(6)), parallel(100'000, waits(6))}));
    EXPECT_EQ(problems_of(config), "");
}

} // namespace
} // namespace shaketable::models::budgets_test
