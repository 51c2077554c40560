// More or fewer users than usual: see models/client.hpp.
#include "models/client.hpp"
#include "models/conditions.hpp"
#include "models/faults/faults.hpp"

namespace shaketable::models {

namespace {

void act_load(Run& run, const TimelineEntry& entry) {
    set_load(run, entry.component, load_factor(run, entry.component));
}

} // namespace

// From the entries that are active, so that when all have ended the load is exactly as usual.
double load_factor(const Run& run, std::uint32_t client) {
    double factor = 1.0;
    for_each_active(run, act_load, run.instance(run.scenario.components[client].first_instance),
                    [&](const TimelineEntry& active) { factor *= active.amount; });
    return factor;
}

double load_factor_at(const Scenario& scenario, const World& world, std::uint32_t client, engine::Time at) {
    double factor = 1.0;
    for (const TimelineEntry& entry : scenario.timeline)
        if (entry.action.begin == act_load && entry.component == client && begin_of(world, entry) <= at &&
            at < end_of(world, entry))
            factor *= entry.amount;
    return factor;
}

void compile_action(const LoadConfig& config, TimelineEntry& entry) {
    entry.amount = config.factor;
    entry.action = TimelineAction{.begin = act_load, .end = act_load};
}

} // namespace shaketable::models
