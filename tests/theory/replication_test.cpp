// A replica as the second of two queues in tandem: what leaves the primary, an M/M/1 whose jobs share its
// core, is a Poisson stream (Burke; Kelly, "Reversibility and Stochastic Networks"), so that the lag is the
// sojourn in a second queue, whatever the first one does.
#include "models/simulation.hpp"
#include "tests/theory/experiment.hpp"
#include "tests/theory/settings.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace shaketable::theory {
namespace {

constexpr double kReplicationTolerance = 0.02;
constexpr std::uint64_t kReplicationSeeds = 8;
constexpr double kUnits = 500e3;

struct Lag {
    double mean_units = 0.0;
    double unapplied = 0.0; // over time
};

Lag measured(const std::vector<std::string>& settings, std::uint64_t seed) {
    const models::ScenarioPtr scenario =
        scenario_of({.scenario = "replica", .settings = settings, .watched = "db-2", .units = kUnits});
    models::Simulation simulation(scenario, seed);
    run_to_end(simulation);
    simulation.finish_recording();
    const models::Component& replica = scenario->components[component_named(*scenario, "db-2")];
    Lag lag;
    for (std::size_t metric = 0; metric < replica.metrics.size(); ++metric) {
        const models::MeterSum total = simulation.recording().meters()[replica.first_meter + metric].total();
        if (replica.metrics[metric].name == "replication_lag")
            lag.mean_units = static_cast<double>(total.sum) / static_cast<double>(total.count) / kUnitNs;
        if (replica.metrics[metric].name == "unapplied")
            lag.unapplied =
                static_cast<double>(total.sum) / static_cast<double>((scenario->end - scenario->zero).ns());
    }
    return lag;
}

/// Both figures against a lag, in mean service times, at so many arrivals in one.
void expect_lag(const std::vector<std::string>& settings, double lag, double arrivals) {
    double sum = 0.0;
    double squares = 0.0;
    double unapplied = 0.0;
    for (std::uint64_t seed = 1; seed <= kReplicationSeeds; ++seed) {
        const Lag one = measured(settings, seed);
        sum += one.mean_units;
        squares += one.mean_units * one.mean_units;
        unapplied += one.unapplied;
    }
    const auto n = static_cast<double>(kReplicationSeeds);
    const double mean = sum / n;
    EXPECT_NEAR(mean, lag, kReplicationTolerance * lag);
    EXPECT_NEAR(unapplied / n, arrivals * lag, kReplicationTolerance * arrivals * lag) << "Little's law";
    EXPECT_LT(std::sqrt((squares / n - mean * mean) / (n - 1.0)), 0.5 * kReplicationTolerance * lag)
        << "too few units to tell";
}

std::string with_apply(const std::string& distribution) {
    return "/components/db-2/replica/apply=" + distribution;
}

TEST(Replication, LagsByTheSojournInTheSecondOfTwoQueues) {
    expect_lag({with_arrivals(0.5)}, 1.0 / (1.0 - 0.5), 0.5);
    expect_lag({with_arrivals(0.8)}, 1.0 / (1.0 - 0.8), 0.8);
    expect_lag({with_arrivals(0.5), with_apply(R"({ "exponential": "1500us" })")}, 1.0 / (1.0 / 1.5 - 0.5),
               0.5);
}

TEST(Replication, LagsAsPollaczekAndKhinchineSayWithConstantWork) {
    expect_lag({with_arrivals(0.8), with_apply("\"1ms\"")}, 1.0 + 0.8 / (2.0 * (1.0 - 0.8)), 0.8);
}

} // namespace
} // namespace shaketable::theory
