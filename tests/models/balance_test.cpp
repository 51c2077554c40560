// Which replica an attempt goes to.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace shaketable::models::balance_test {
namespace {

/// Calls of 1 ms, evenly 1000 times a second for 10 s, to one of four replicas, of which the last is slow.
std::string four_replicas(const std::string& policy, const std::string& factor = "1") {
    return R"("duration": "10s", "network": { "latency": "0s" }, "policies": { "p": { )" + policy + R"( } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "1000/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service", "replicas": 4, "workers": 1, "endpoints": { "e": { "steps": [ { "work": "900us" } ] } } } },
        "timeline": { "limp": { "at": "0s", "slow": "web", "replica": 3, "factor": )" +
           factor + " } }";
}

Times arrivals_by_replica(const std::string& scenario) {
    const Played played(scenario);
    Times counts(4);
    for (const Fact& fact : played.facts.of(What::kArrived))
        ++counts[fact.replica];
    return counts;
}

TEST(Balance, IsRoundRobinUnlessStated) {
    const Times counts = arrivals_by_replica(four_replicas("", "50"));
    EXPECT_LE(*std::max_element(counts.begin(), counts.end()), 2500);
    EXPECT_GE(*std::min_element(counts.begin(), counts.end()), 2499);
}

TEST(Balance, AtRandomGivesEachReplicaItsShare) {
    for (const std::int64_t count : arrivals_by_replica(four_replicas(R"("balance": "random")", "50")))
        EXPECT_NEAR(static_cast<double>(count), 2500.0, 4.0 * std::sqrt(10'000.0 * 0.25 * 0.75));
}

TEST(Balance, LeastRequestTakesTheFirstOfEquals) {
    // Each call is over before the next.
    EXPECT_EQ(arrivals_by_replica(four_replicas(R"("balance": "least_request")"))[0], 9999);
}

TEST(Balance, LeastRequestAvoidsTheReplicaThatIsSlow) {
    const Times of_two =
        arrivals_by_replica(four_replicas(R"("balance": "least_request", "choices": 2)", "50"));
    EXPECT_LT(of_two[3], 900); // 22 a second is what it can do, and it is drawn alone once in 16
    EXPECT_GT(of_two[0], 2800);
    const Times of_one =
        arrivals_by_replica(four_replicas(R"("balance": "least_request", "choices": 1)", "50"));
    EXPECT_NEAR(static_cast<double>(of_one[3]), 2500.0, 4.0 * std::sqrt(10'000.0 * 0.25 * 0.75));
}

TEST(Balance, CountsAttemptsOnlyUntilTheCallerGivesUp) {
    // The slow replica still works on what its caller has forgotten.
    const Times counts =
        arrivals_by_replica(four_replicas(R"("balance": "least_request", "timeout": "1ms")", "1000"));
    EXPECT_EQ(counts[0], 9999);
    const Played played(four_replicas(R"("balance": "least_request", "timeout": "5ms")", "10"));
    for (const std::uint32_t attempts : played.simulation.world().outstanding)
        EXPECT_LE(attempts, 1U);
}

TEST(Balance, ForgetsWhatWasUnderWayWhenTheCallerCrashes) {
    const Played played(R"("duration": "3s", "network": { "latency": "0s" },
        "policies": { "p": { "balance": "least_request" } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
        "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
        "web": { "kind": "service", "endpoints": { "e": { "steps": [ { "call": "in.e", "policy": "p" } ] } } },
        "in": { "kind": "service", "replicas": 2, "endpoints": { "e": { "steps": [ { "wait": "1h" } ] } } } },
        "timeline": { "down": { "at": "2950ms", "for": "10ms", "crash": "web" } })");
    EXPECT_EQ(played.simulation.world().outstanding, (std::vector<std::uint32_t>{0, 0}));
}

} // namespace
} // namespace shaketable::models::balance_test
