#include "tests/determinism/library_runs.hpp"

#include "analysis/build_result.hpp"
#include "analysis/result_json.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <nlohmann/json.hpp>

namespace shaketable::determinism {

std::vector<LibraryRun> library_runs() {
    std::vector<LibraryRun> runs;
    const std::string directory = std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library";
    for (const scenarios::LibraryEntry& entry : scenarios::library_entries(directory)) {
        const auto file = scenarios::load_file(entry.path);
        SHAKETABLE_ASSERT(file.ok());
        for (const std::string_view variant : file.value().variant_names()) {
            auto scenario = scenarios::compile(file.value(), variant);
            SHAKETABLE_ASSERT(scenario.ok());
            runs.push_back(
                LibraryRun{.name = entry.name + " " + std::string(variant), .scenario = scenario.value()});
        }
    }
    return runs;
}

std::vector<LibraryRun> base_runs() {
    std::vector<LibraryRun> runs = library_runs();
    std::erase_if(runs, [](const LibraryRun& run) { return !run.name.ends_with(" base"); });
    return runs;
}

models::Simulation start(const LibraryRun& run) {
    return models::Simulation(run.scenario, run.scenario->config.seed);
}

Identity identity_of(models::Simulation& simulation) {
    simulation.finish_recording();
    const engine::Clockwork& clockwork = simulation.world().clockwork;
    return Identity{.fingerprint = simulation.fingerprint(),
                    .events = clockwork.events,
                    .result = analysis::json_text(analysis::document_of(
                        {{.result = analysis::build_result(simulation), .machine = {}}}))};
}

Identity run_to_end(models::Simulation simulation) {
    const engine::StopReason reason = simulation.run_until(simulation.scenario().end);
    SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd);
    return identity_of(simulation);
}

Identity run_enough(models::Simulation simulation) {
    const engine::StopReason reason =
        simulation.run_until(simulation.scenario().end, {.events = kEnoughEvents});
    SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd ||
                      reason == engine::StopReason::kTooManyEvents);
    return identity_of(simulation);
}

} // namespace shaketable::determinism
