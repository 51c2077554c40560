// A scenario of tests/theory/scenarios/ simulated for as long as a figure needs, and what one component of it
// did.
#pragma once

#include "models/scenario.hpp"
#include "tests/theory/station_probe.hpp"

#include <functional>
#include <string>
#include <vector>

namespace shaketable::theory {

/// Every scenario here has a mean service time of 1 ms: the unit of the closed forms.
inline constexpr double kUnitNs = 1e6;

struct Experiment {
    std::string scenario;              // the file's name without .json
    std::vector<std::string> settings; // as --set takes them
    std::string watched;               // the component
    double units = 0.0;                // measured time, in mean service times
    double warm_up_units = 2000.0;     // over ten relaxation times at a load of 0.8
};

/// How much is simulated: one seed cut into batches, or many seeds, each of them a batch.
struct Effort {
    std::size_t seeds = 1;
    std::size_t batches = 40; // a seed
    double tolerance = 1.0;   // times that of the table
    std::size_t threads = 1;
    std::vector<std::string> broken = {}; // settings on top: to see that a check can fail
};

/// ./dev test, and ./dev validate.
[[nodiscard]] inline Effort quick() { return {}; }
[[nodiscard]] inline Effort thorough() { return {.seeds = 20, .batches = 1, .tolerance = 0.4, .threads = 2}; }

[[nodiscard]] models::ScenarioPtr scenario_of(const Experiment& experiment,
                                              const std::vector<std::string>& broken = {});
/// Its position; there is one of that name.
[[nodiscard]] std::uint32_t component_named(const models::Scenario& scenario, const std::string& name);
[[nodiscard]] ProbePlan plan_of(const models::Scenario& scenario, const std::string& watched,
                                std::size_t batches);
/// Runs the simulation to its scenario's end.
void run_to_end(models::Simulation& simulation);

/// `simulate(place)` for each place of the effort's seeds, on its threads.
void for_each_seed(const Effort& effort, const std::function<void(std::size_t)>& simulate);

/// The batches of all seeds, in their order; `run_seed(seed)` gives those of one.
template <class Batch, class RunSeed>
[[nodiscard]] std::vector<Batch> over_seeds(const Effort& effort, const RunSeed& run_seed) {
    std::vector<std::vector<Batch>> by_seed(effort.seeds);
    for_each_seed(effort, [&](std::size_t place) { by_seed[place] = run_seed(std::uint64_t{place} + 1); });
    std::vector<Batch> all;
    for (const std::vector<Batch>& batches : by_seed)
        all.insert(all.end(), batches.begin(), batches.end());
    return all;
}

/// What a probe saw of the experiment.
template <class Probe>
[[nodiscard]] std::vector<typename Probe::Batch> run(const Experiment& experiment, const Effort& effort) {
    const models::ScenarioPtr scenario = scenario_of(experiment, effort.broken);
    return over_seeds<typename Probe::Batch>(effort, [&](std::uint64_t seed) {
        Probe probe(plan_of(*scenario, experiment.watched, effort.batches));
        models::Simulation simulation(scenario, seed);
        simulation.observe(&probe);
        run_to_end(simulation);
        return probe.batches(scenario->end);
    });
}

} // namespace shaketable::theory
