// More or fewer users than usual: see models/client.hpp.
#include "models/client.hpp"
#include "models/faults/faults.hpp"

namespace shaketable::models {

namespace {

// From the entries that are active, so that when all have ended the load is exactly as usual.
void act_load(Run& run, const TimelineEntry& entry) {
    const Component& client = run.scenario.components[entry.component];
    double factor = 1.0;
    for_each_active(run, act_load, run.instance(client.first_instance),
                    [&](const TimelineEntry& active) { factor *= active.amount; });
    set_load(run, entry.component, factor);
}

} // namespace

void compile_action(const LoadConfig& config, TimelineEntry& entry) {
    entry.amount = config.factor;
    entry.action = TimelineAction{.begin = act_load, .end = act_load};
}

} // namespace shaketable::models
