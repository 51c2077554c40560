#include "models/cpu.hpp"
#include "models/faults/faults.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

// However many entries overlap: far from where arithmetic ends.
constexpr double kFastest = 1e-12;
constexpr double kSlowest = 1e12;

// From the entries that are active, not by multiplying and dividing: when all have ended, the speed is
// exactly 1.
void act_slow(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        double factor = 1.0;
        for_each_active(run, entry, run.instance(instance),
                        [&](const TimelineEntry& active) { factor *= active.amount; });
        set_speed(run, run.instance(instance), 1.0 / std::clamp(factor, kFastest, kSlowest));
    });
}

} // namespace

void compile_action(const SlowConfig& config, TimelineEntry& entry) {
    entry.amount = config.factor;
    entry.action = TimelineAction{.begin = act_slow, .end = act_slow};
}

} // namespace shaketable::models
