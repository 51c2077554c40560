#include "tests/theory/experiment.hpp"

#include "scenarios/compile.hpp"

#include <atomic>
#include <iostream>
#include <thread>

namespace shaketable::theory {

namespace {

std::string milliseconds(double units) { return std::to_string(static_cast<long long>(units)) + "ms"; }

std::uint32_t component_named(const models::Scenario& scenario, const std::string& name) {
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index)
        if (scenario.components[index].name == name)
            return index;
    SHAKETABLE_ASSERT(false);
}

std::vector<Batch> run_seed(const models::ScenarioPtr& scenario, const std::string& watched,
                            std::uint64_t seed, std::size_t batches) {
    const auto count = static_cast<std::int64_t>(batches);
    const engine::Duration batch = engine::Duration::from_ns((scenario->end - scenario->zero).ns() / count);
    StationProbe probe(
        {.component = component_named(*scenario, watched), .from = scenario->zero, .batch = batch});
    models::Simulation simulation(scenario, seed);
    simulation.observe(&probe);
    const engine::StopReason reason = simulation.run_until(scenario->end);
    SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd);
    return probe.batches(scenario->end);
}

} // namespace

models::ScenarioPtr scenario_of(const Experiment& experiment, const std::vector<std::string>& broken) {
    const std::string path =
        std::string(SHAKETABLE_SOURCE_DIR) + "/tests/theory/scenarios/" + experiment.scenario + ".json";
    std::vector<std::string> settings = experiment.settings;
    settings.push_back("/duration=" + milliseconds(experiment.units));
    settings.push_back("/warm_up=" + milliseconds(experiment.warm_up_units));
    settings.insert(settings.end(), broken.begin(), broken.end());
    const auto file = scenarios::load_file(path);
    SHAKETABLE_ASSERT(file.ok());
    auto compiled = scenarios::compile(file.value(), "", settings);
    if (!compiled)
        for (const scenarios::InputError& error : compiled.error())
            std::cerr << scenarios::text_of(error) << '\n';
    return compiled.value();
}

std::vector<Batch> run(const Experiment& experiment, const Effort& effort) {
    const models::ScenarioPtr scenario = scenario_of(experiment, effort.broken);
    std::vector<std::vector<Batch>> by_seed(effort.seeds);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t seed = next++; seed < effort.seeds; seed = next++)
            by_seed[seed] = run_seed(scenario, experiment.watched, seed + 1, effort.batches);
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < effort.threads; ++i)
            helpers.emplace_back(work);
        work();
    }
    std::vector<Batch> all;
    for (const std::vector<Batch>& batches : by_seed)
        all.insert(all.end(), batches.begin(), batches.end());
    return all;
}

} // namespace shaketable::theory
