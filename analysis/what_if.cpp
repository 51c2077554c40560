#include "analysis/what_if.hpp"

#include "analysis/twin.hpp"

namespace shaketable::analysis {

std::optional<Harm> effect_of(const models::ScenarioPtr& with, const models::ScenarioPtr& without,
                              const RunOptions& options) {
    const std::uint64_t seed = options.seed.value_or(without->config.seed);
    RunAndTwin both = run_beside(models::Simulation(ending(with, options.until), seed),
                                 models::Simulation(ending(without, options.until), seed),
                                 {.limits = options.limits, .keep_going = options.keep_going});
    return both.stopped == engine::StopReason::kReachedEnd ? std::move(both.harm) : std::nullopt;
}

} // namespace shaketable::analysis
