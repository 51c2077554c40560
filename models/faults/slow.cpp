#include "models/cpu.hpp"
#include "models/faults/faults.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

// However many entries overlap: far from where arithmetic ends.
constexpr double kFastest = 1e-12;
constexpr double kSlowest = 1e12;

void act_slow(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) { refresh_speed(run, instance); });
}

} // namespace

// From the entries that are active, not by multiplying and dividing: when all have ended, the speed is
// exactly 1.
void refresh_speed(Run& run, std::uint32_t instance) {
    Instance& here = run.instance(instance);
    double factor = here.slowness;
    for_each_active(run, act_slow, here, [&](const TimelineEntry& active) { factor *= active.amount; });
    set_speed(run, here, here.hangs > 0 ? 0.0 : 1.0 / std::clamp(factor, kFastest, kSlowest));
}

void compile_action(const SlowConfig& config, TimelineEntry& entry) {
    entry.amount = config.factor;
    entry.action = TimelineAction{.begin = act_slow, .end = act_slow};
}

} // namespace shaketable::models
