// What can be seen of instances and of requests in flight.
#include "models/instance_view.hpp"
#include "models/request_view.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::views_test {
namespace {

/// A journey at 100 ms; each leg takes 10 ms, the service's work 20 ms, the query 50 ms.
constexpr const char* kChain = R"("duration": "1s", "network": { "latency": "10ms" },
  "components": {
    "users": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
               "journeys": { "buy": { "steps": [ { "call": "web.buy" } ] } } },
    "web": { "kind": "service", "replicas": 2, "workers": 5, "cores": 3, "pools": { "db": { "size": 4 } },
             "endpoints": { "look": { "steps": [ { "work": "1ms" } ] },
                            "buy": { "steps": [ { "work": "20ms" }, { "call": "db.write" } ] } } },
    "db": { "kind": "database", "max_connections": 7, "cores": 2, "queries": { "write": { "time": "50ms" } } } },
  "timeline": { "slow": { "at": "105ms", "slow": "db", "factor": 2 },
                "dead": { "at": "105ms", "crash": "web", "replica": 1 } })";
enum Index : std::uint32_t { kUsers, kWeb, kDb };

Simulation chain_at(std::int64_t ms) {
    Simulation simulation(scenario_of(kChain), 1);
    EXPECT_EQ(simulation.run_until(at_ns(ms * kMs)), engine::StopReason::kReachedEnd);
    return simulation;
}

/// Of the only request that has begun at a component by then.
std::optional<RequestView> request_at(std::int64_t ms, std::uint32_t component) {
    Simulation simulation(scenario_of(kChain), 1);
    Facts facts;
    simulation.observe(&facts);
    EXPECT_EQ(simulation.run_until(at_ns(ms * kMs)), engine::StopReason::kReachedEnd);
    for (const Fact& fact : facts.all)
        if (fact.component == component && (fact.what == What::kJourneyBegan || fact.what == What::kArrived))
            return request_view(simulation, component, fact.who);
    return std::nullopt;
}

TEST(InstanceView, ShowsWhatAServiceHolds) {
    const Simulation simulation = chain_at(115);
    const InstanceView web = instance_view(simulation, kWeb, 0);
    EXPECT_EQ(web.kind, "service");
    EXPECT_EQ(web.replicas, 2U);
    EXPECT_FALSE(web.crashed);
    EXPECT_EQ(web.queued, 0U);
    EXPECT_EQ(web.in_service, 1U);
    EXPECT_EQ(web.workers_busy, 1U);
    EXPECT_EQ(web.workers, 5U);
    EXPECT_EQ(web.computing, 1U);
    EXPECT_EQ(web.cores, 3.0);
    EXPECT_TRUE(instance_view(simulation, kWeb, 1).crashed);
}

TEST(InstanceView, ShowsPoolsAndConnections) {
    const Simulation simulation = chain_at(190); // 130 asked, 140 accepted, 160 the query arrives
    const InstanceView web = instance_view(simulation, kWeb, 0);
    ASSERT_EQ(web.pools.size(), 1U);
    EXPECT_EQ(web.pools.front().callee, "db");
    EXPECT_EQ(web.pools.front().in_use, 1U);
    EXPECT_EQ(web.pools.front().size, 4U);
    EXPECT_EQ(web.pools.front().waiting, 0U);
    const InstanceView db = instance_view(simulation, kDb, 0);
    EXPECT_EQ(db.workers_busy, 1U);
    EXPECT_EQ(db.workers, 7U);
    EXPECT_EQ(db.speed, 0.5);
    EXPECT_EQ(instance_view(simulation, kUsers, 0).in_service, 1U);
}

/// From 1 s on a report reads the table for a minute. At 1.1 s a change of the table waits for it, and
/// whoever comes to read it then waits for the change.
constexpr const char* kBlocked = R"("duration": "3s", "components": {
    "analyst": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
                 "journeys": { "read": { "steps": [ { "call": "reports.make" } ] } } },
    "reports": { "kind": "service", "workers": 1,
                 "endpoints": { "make": { "steps": [ { "call": "db.sum-up" } ] } } },
    "users": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
               "journeys": { "read": { "steps": [ { "call": "web.look" } ] } } },
    "web": { "kind": "service", "pools": { "db": { "size": 50 } },
             "endpoints": { "look": { "steps": [ { "call": "db.look" } ] } } },
    "db": { "kind": "database", "max_connections": 100, "cores": 8, "tables": { "t": { "rows": 100 } },
            "queries": { "look": { "time": "1ms", "table": "t" }, "sum-up": { "time": "60s", "table": "t" } } } },
  "timeline": { "change": { "at": "1100ms", "migrate": "db", "steps": [ { "ddl": "add-column", "table": "t" } ] } })";

TEST(LockHolds, TellWhoInTheEndHoldsUpThoseThatWait) {
    const ScenarioPtr scenario = scenario_of(kBlocked);
    Simulation simulation(scenario, 1);
    EXPECT_EQ(simulation.run_until(at_ns(1050 * kMs)), engine::StopReason::kReachedEnd);
    EXPECT_TRUE(lock_holds(simulation).empty()) << "to read disturbs nobody who reads";
    EXPECT_EQ(simulation.run_until(at_ns(1550 * kMs)), engine::StopReason::kReachedEnd);
    const std::vector<LockHold> holds = lock_holds(simulation);
    ASSERT_EQ(holds.size(), 1U);
    EXPECT_EQ(scenario->components[holds[0].component].name, "reports");
    EXPECT_EQ(scenario->components[holds[0].database].name, "db");
    EXPECT_GE(holds[0].waiting, 4U); // who came at 1.2, 1.3, 1.4 and 1.5 s
    EXPECT_LE(holds[0].waiting, 6U); // and the change, and who came with it
}

TEST(RequestView, NamesAJourneyAndWhatItWaitsFor) {
    const auto journey = request_at(105, kUsers);
    ASSERT_TRUE(journey);
    EXPECT_EQ(journey->client, "users");
    EXPECT_EQ(journey->journey, "buy");
    EXPECT_EQ(journey->endpoint, "");
    EXPECT_EQ(journey->calling, "web.buy");
    EXPECT_EQ(journey->doing, "waiting_for_an_answer");
    EXPECT_FALSE(journey->caller);
}

TEST(RequestView, NamesARequestsEndpointAndCaller) {
    const auto computing = request_at(115, kWeb);
    ASSERT_TRUE(computing);
    EXPECT_EQ(computing->endpoint, "buy");
    EXPECT_EQ(computing->calling, "");
    EXPECT_EQ(computing->doing, "computing");
    ASSERT_TRUE(computing->caller);
    EXPECT_EQ(computing->caller->component, kUsers);

    const auto calling = request_at(165, kWeb);
    EXPECT_EQ(calling->calling, "db.write");
    const auto query = request_at(165, kDb);
    EXPECT_EQ(query->endpoint, "write");
    EXPECT_EQ(query->journey, "buy");
    EXPECT_EQ(query->caller->component, kWeb);
}

TEST(RequestView, IsNothingForWhatIsNotInFlight) {
    const Simulation simulation = chain_at(105);
    EXPECT_FALSE(request_view(simulation, kWeb, 12345));
    EXPECT_FALSE(request_at(105, kDb));
}

} // namespace
} // namespace shaketable::models::views_test
