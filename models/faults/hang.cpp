// A process that stands still (models/process.hpp). One that is killed meanwhile is gone; the next does not.
#include "models/conditions.hpp"
#include "models/faults/faults.hpp"
#include "models/process.hpp"

namespace shaketable::models {

namespace {

void begin_hang(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) { stand_still(run, instance); });
}

void end_hang(Run& run, const TimelineEntry& entry) {
    const engine::Time began = begin_of(run.world, entry);
    for_each_target(run, entry, [&](std::uint32_t instance) {
        const Instance& here = run.instance(instance);
        if (here.hangs > 0 && here.killed_at <= began)
            go_on_again(run, instance);
    });
}

} // namespace

void compile_action(const HangConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = begin_hang, .end = end_hang};
}

} // namespace shaketable::models
