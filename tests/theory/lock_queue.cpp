#include "tests/theory/lock_queue.hpp"

#include "models/simulation.hpp"
#include "tests/theory/experiment.hpp"

#include <algorithm>

namespace shaketable::theory {

LockQueue behind_a_long_read(std::uint64_t seed) {
    static const models::ScenarioPtr kScenario = scenario_of(
        {.scenario = "lock-queue", .settings = {}, .watched = "web", .units = 30e3, .warm_up_units = 0.0});
    models::Simulation simulation(kScenario, seed);
    const models::World& world = simulation.world();
    const engine::Time asked = kScenario->timeline[0].at;
    const std::uint32_t web = kScenario->components[component_named(*kScenario, "web")].first_instance;
    const models::EdgeState& pool = world.edge_states[world.instances[web].first_edge_state];
    LockQueue found;
    for (engine::Time until = asked; world.migrations[0].ended_at == engine::Time::latest();
         until = until + engine::Duration::from_ns(1'000'000)) {
        const engine::StopReason reason = simulation.run_until(until);
        SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd && until < kScenario->end);
        found.waiting =
            std::max(found.waiting, static_cast<double>(pool.connections - pool.idle + pool.waiting.length));
        if (found.exhausted_after_s == 0.0 && pool.waiting.length > 0)
            found.exhausted_after_s = (until - asked).seconds();
    }
    found.blocked_s = (world.migrations[0].ended_at - asked).seconds();
    return found;
}

} // namespace shaketable::theory
