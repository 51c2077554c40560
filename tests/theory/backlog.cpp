#include "tests/theory/backlog.hpp"

#include "models/simulation.hpp"
#include "scenarios/compile.hpp"
#include "tests/theory/experiment.hpp"

namespace shaketable::theory {

Backlog after_an_outage(const std::vector<std::string>& settings, std::uint64_t seed) {
    const auto file =
        scenarios::load_file(std::string(SHAKETABLE_SOURCE_DIR) + "/tests/theory/scenarios/backlog.json");
    SHAKETABLE_ASSERT(file.ok());
    const auto compiled = scenarios::compile(file.value(), "", settings);
    SHAKETABLE_ASSERT(compiled.ok());
    const models::ScenarioPtr& scenario = compiled.value();
    models::Simulation simulation(scenario, seed);
    const models::MessageStore& store = simulation.world().queues.of[0].store;
    const engine::Time back = scenario->timeline[0].at + scenario->timeline[0].lasts;
    SHAKETABLE_ASSERT(simulation.run_until(back) == engine::StopReason::kReachedEnd);
    Backlog found{.most = static_cast<double>(store.waiting())};
    engine::Time now = back;
    while (store.waiting() > 0) {
        now = now + engine::Duration::from_ns(10'000'000);
        SHAKETABLE_ASSERT(now < scenario->end);
        SHAKETABLE_ASSERT(simulation.run_until(now) == engine::StopReason::kReachedEnd);
    }
    found.drained_s = (now - back).seconds();
    return found;
}

} // namespace shaketable::theory
