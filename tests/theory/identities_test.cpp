// Identities that hold on every path, not on average: in whole nanoseconds and whole requests, with no
// tolerance.
#include "models/server_metrics.hpp"
#include "models/simulation.hpp"
#include "tests/theory/experiment.hpp"
#include "tests/theory/settings.hpp"

#include <gtest/gtest.h>

#include <map>

namespace shaketable::theory {
namespace {

using models::ServerMetric;

/// The integral of the number in a station, and the sum of the sojourns of all that left it.
class LittlesLaw : public models::Observer {
  public:
    explicit LittlesLaw(std::uint32_t component) : component_(component) {}

    void on_fact(const models::Fact& fact) override {
        if (fact.component != component_)
            return;
        area_ns_ += static_cast<std::int64_t>(present_.size()) * (fact.time - since_).ns();
        since_ = fact.time;
        if (fact.what == models::What::kArrived)
            present_.emplace(fact.who, fact.time);
        if (fact.what != models::What::kLeft)
            return;
        const auto found = present_.find(fact.who);
        sojourns_ns_ += (fact.time - found->second).ns();
        present_.erase(found);
        if (present_.empty()) {
            ++empty_instants;
            violations += area_ns_ == sojourns_ns_ ? 0 : 1;
        }
    }

    int empty_instants = 0;
    int violations = 0;

  private:
    std::uint32_t component_;
    std::map<std::uint64_t, engine::Time> present_;
    engine::Time since_;
    std::int64_t area_ns_ = 0;
    std::int64_t sojourns_ns_ = 0;
};

models::Simulation ran_to_end(const models::ScenarioPtr& scenario, models::Observer* observer = nullptr) {
    models::Simulation simulation(scenario, 1);
    simulation.observe(observer);
    const engine::StopReason reason = simulation.run_until(scenario->end);
    EXPECT_EQ(reason, engine::StopReason::kReachedEnd);
    simulation.finish_recording();
    return simulation;
}

std::uint32_t position_of(const models::Scenario& scenario, const std::string& name) {
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index)
        if (scenario.components[index].name == name)
            return index;
    ADD_FAILURE() << "no component " << name;
    return 0;
}

models::Wide sum_of(const models::Simulation& simulation, const std::string& component, ServerMetric metric) {
    const models::Scenario& scenario = simulation.scenario();
    const models::Component& here = scenario.components[position_of(scenario, component)];
    models::Wide sum = 0;
    for (std::uint32_t replica = 0; replica < here.instances; ++replica)
        sum += simulation.recording()
                   .meters()[here.first_meter + replica * here.metrics.size() + metric]
                   .total()
                   .sum;
    return sum;
}

/// Arrivals end a second before the run does: the last requests are answered by then.
Experiment emptied_station(int servers) {
    return {.scenario = "station",
            .settings = {with_arrivals(0.8 * servers), with_workers(servers), with_cores(servers),
                         R"(/components/users/arrivals/steps={"stop": {"at": "99s", "rate": "0/s"}})"},
            .watched = "station",
            .units = 1e5,
            .warm_up_units = 0.0};
}

models::ScenarioPtr drained() {
    return scenario_of(
        {.scenario = "drained", .settings = {}, .watched = "", .units = 1.2e5, .warm_up_units = 0.0});
}

TEST(Identity, LittlesLawHoldsExactlyAtEveryEmptyInstant) {
    for (const int servers : {1, 3}) {
        const models::ScenarioPtr scenario = scenario_of(emptied_station(servers));
        LittlesLaw law(position_of(*scenario, "station"));
        ran_to_end(scenario, &law);
        EXPECT_EQ(law.violations, 0);
        EXPECT_GT(law.empty_instants, 1000);
    }
}

TEST(Identity, TheMetersOfAnEmptiedStationAgreeWithEachOtherExactly) {
    for (const int servers : {1, 3}) {
        const models::Simulation simulation = ran_to_end(scenario_of(emptied_station(servers)));
        const auto sum = [&](ServerMetric metric) { return sum_of(simulation, "station", metric); };
        EXPECT_GT(sum(models::kArrived), 70'000);
        EXPECT_TRUE(sum(models::kArrived) == sum(models::kAnsweredOk));
        EXPECT_TRUE(sum(models::kQueueDepth) == sum(models::kQueueWait));
        EXPECT_TRUE(sum(models::kBusyWorkers) == sum(models::kServiceTime));
        EXPECT_TRUE(sum(models::kInService) == sum(models::kServiceTime));
        // Latency as the user sees it is wait and service, nothing else.
        const models::JourneyRecord& journey = simulation.recording().journeys()[0];
        EXPECT_TRUE(models::Wide{journey.latency_sum_low} ==
                    sum(models::kQueueWait) + sum(models::kServiceTime));
    }
}

/// What a component's meters and instances say about where its requests are, now.
void expect_all_accounted_for(const models::Simulation& simulation, const std::string& component) {
    const models::Scenario& scenario = simulation.scenario();
    const models::Component& here = scenario.components[position_of(scenario, component)];
    std::uint64_t inside = 0;
    std::uint64_t entered = 0;
    for (std::uint32_t replica = 0; replica < here.instances; ++replica) {
        const models::Instance& instance = simulation.world().instances[here.first_instance + replica];
        inside += instance.unserved + instance.in_service;
        entered += instance.entered;
        EXPECT_EQ(instance.entered, instance.left + instance.unserved + instance.in_service);
    }
    const auto sum = [&](ServerMetric metric) { return sum_of(simulation, component, metric); };
    EXPECT_TRUE(sum(models::kArrived) == models::Wide{entered});
    // A request that has been answered may still be inside, with its cold path; nothing else is counted
    // twice.
    const auto gone =
        sum(models::kAnsweredOk) + sum(models::kAnsweredError) + sum(models::kRejected) + sum(models::kLost);
    EXPECT_TRUE(gone <= sum(models::kArrived) && sum(models::kArrived) <= gone + inside) << component;
}

TEST(Identity, ArrivalsAreDeparturesAndRejectionsAndThoseInside) {
    const models::ScenarioPtr scenario = drained();
    models::Simulation simulation(scenario, 1);
    for (int second = 1; second <= 120; ++second) {
        const engine::StopReason reason =
            simulation.run_until(engine::Time() + engine::Duration::from_seconds(second));
        ASSERT_EQ(reason, engine::StopReason::kReachedEnd);
        models::Simulation copy = simulation;
        copy.finish_recording();
        expect_all_accounted_for(copy, "web");
        expect_all_accounted_for(copy, "db");
    }
}

TEST(Identity, NobodyIsLeftInADrainedSystem) {
    const models::Simulation simulation = ran_to_end(drained());
    EXPECT_EQ(simulation.world().live_frames, 0U);
    for (const std::string component : {"web", "db"}) {
        const auto sum = [&](ServerMetric metric) { return sum_of(simulation, component, metric); };
        EXPECT_TRUE(sum(models::kArrived) == sum(models::kAnsweredOk) + sum(models::kAnsweredError) +
                                                 sum(models::kRejected) + sum(models::kLost))
            << component;
        EXPECT_TRUE(sum(models::kRejected) > 0) << component; // else the run does not show what it should
    }
    EXPECT_TRUE(sum_of(simulation, "web", models::kLost) > 0);
    EXPECT_TRUE(sum_of(simulation, "web", models::kAnsweredError) > 0);
    EXPECT_TRUE(sum_of(simulation, "db", models::kWasted) > 0);
    std::uint64_t begun = 0;
    std::uint64_t ended = 0;
    for (const models::JourneyWindow& window : simulation.recording().journeys()[0].windows) {
        begun += window.begun;
        ended += window.ended();
    }
    EXPECT_EQ(begun, ended);
}

} // namespace
} // namespace shaketable::theory
