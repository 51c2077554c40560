#include "tests/theory/experiment.hpp"

#include "scenarios/compile.hpp"

#include <atomic>
#include <iostream>
#include <thread>

namespace shaketable::theory {

namespace {

std::string milliseconds(double units) { return std::to_string(static_cast<long long>(units)) + "ms"; }

} // namespace

std::uint32_t component_named(const models::Scenario& scenario, const std::string& name) {
    for (std::uint32_t index = 0; index < scenario.components.size(); ++index)
        if (scenario.components[index].name == name)
            return index;
    SHAKETABLE_ASSERT(false);
}

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

ProbePlan plan_of(const models::Scenario& scenario, const std::string& watched, std::size_t batches) {
    const auto count = static_cast<std::int64_t>(batches);
    return {.component = component_named(scenario, watched),
            .from = scenario.zero,
            .batch = engine::Duration::from_ns((scenario.end - scenario.zero).ns() / count)};
}

void run_to_end(models::Simulation& simulation) {
    const engine::StopReason reason = simulation.run_until(simulation.scenario().end);
    SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd);
}

void for_each_seed(const Effort& effort, const std::function<void(std::size_t)>& simulate) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t place = next++; place < effort.seeds; place = next++)
            simulate(place);
    };
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < effort.threads; ++i)
        helpers.emplace_back(work);
    work();
}

} // namespace shaketable::theory
