// A knob changed while the system runs: see models/versions.hpp.
#include "models/faults/faults.hpp"
#include "models/versions.hpp"

namespace shaketable::models {

namespace {

void act_set(Run& run, const TimelineEntry& entry) {
    if (entry.sets == Sets::kNetwork) {
        configure_network(run);
    } else if (entry.sets == Sets::kComponent) {
        for_each_target(run, entry, [&](std::uint32_t instance) { configure(run, run.instance(instance)); });
    } else {
        for (Instance& instance : run.world.instances)
            configure(run, instance);
    }
}

} // namespace

void compile_action(const SetConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = act_set, .end = act_set};
}

} // namespace shaketable::models
