#include "analysis/what_if.hpp"

#include "analysis/twin.hpp"

#include <algorithm>

namespace shaketable::analysis {

std::optional<Harm> effect_of(const models::ScenarioPtr& scenario, const std::vector<std::string>& entries,
                              const RunOptions& options) {
    std::vector<const models::TimelineEntry*> acts;
    for (const models::TimelineEntry& entry : scenario->timeline)
        if (std::find(entries.begin(), entries.end(), entry.name) != entries.end())
            acts.push_back(&entry);
    RunAndTwin both = run_beside(models::Simulation(scenario, options.seed.value_or(scenario->config.seed)),
                                 acts, {.limits = options.limits, .keep_going = options.keep_going});
    return both.stopped == engine::StopReason::kReachedEnd ? std::move(both.harm) : std::nullopt;
}

} // namespace shaketable::analysis
