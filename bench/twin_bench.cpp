// twin_bench NAME VARIANT [REPETITIONS]: what a run beside its twin costs, harm and the join of its journeys
// included, against the run and its twin run one after the other without either; one line of JSON. Both in
// turn, REPETITIONS times (7), so that whatever else the machine does hits both alike.
//
// The timeline is moved to the very beginning and the warm-up is left out, so that the twin shares nothing
// with the run.
#include "analysis/twin.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace shaketable;

double seconds_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

models::ScenarioPtr loaded(const std::string& name, const std::string& variant) {
    const auto path = scenarios::resolve_scenario(name);
    const auto file = path ? scenarios::load_file(path.value()) : path.error();
    auto scenario = file ? scenarios::compile(file.value(), variant, {"/warm_up=0s"}) : file.error();
    if (!scenario) {
        for (const scenarios::InputError& error : scenario.error())
            std::fprintf(stderr, "twin_bench: %s\n", scenarios::text_of(error).c_str());
        std::exit(2);
    }
    models::Scenario early = *scenario.value();
    for (models::TimelineEntry& entry : early.timeline)
        entry.at = engine::Time();
    return std::make_shared<const models::Scenario>(std::move(early));
}

void run_to_end(models::Simulation simulation) {
    if (simulation.run_until(simulation.scenario().end) != engine::StopReason::kReachedEnd)
        std::exit(4);
}

double seconds_of_two_runs(const models::ScenarioPtr& scenario) {
    const double begin = seconds_now();
    run_to_end(models::Simulation(scenario, 1));
    models::Simulation twin(scenario, 1);
    for (const models::TimelineEntry* entry : analysis::entries_dropped_by_twin(*scenario))
        twin.drop(*entry);
    run_to_end(std::move(twin));
    return seconds_now() - begin;
}

double seconds_of_run_and_twin(const models::ScenarioPtr& scenario) {
    const double begin = seconds_now();
    const analysis::RunAndTwin both = analysis::run_beside_twin(models::Simulation(scenario, 1), {});
    if (!both.harm)
        std::exit(4);
    return seconds_now() - begin;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int count, char** arguments) {
    if (count < 3) {
        std::fputs("usage: twin_bench NAME VARIANT [REPETITIONS]\n", stderr);
        return 2;
    }
    const models::ScenarioPtr scenario = loaded(arguments[1], arguments[2]);
    const int repetitions = count > 3 ? std::max(1, std::atoi(arguments[3])) : 7;
    std::vector<double> plain;
    std::vector<double> beside;
    std::vector<double> ratios;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        plain.push_back(seconds_of_two_runs(scenario));
        beside.push_back(seconds_of_run_and_twin(scenario));
        ratios.push_back(beside.back() / plain.back());
    }
    std::printf(
        R"({"scenario": "%s", "variant": "%s", "two_runs_s": %.4f, "run_and_twin_s": %.4f, "ratio": %.3f})"
        "\n",
        arguments[1], arguments[2], median(plain), median(beside), median(ratios));
    return 0;
}
