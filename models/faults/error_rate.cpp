#include "models/faults/faults.hpp"

namespace shaketable::models {

namespace {

void act_error_rate(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        Instance& here = run.instance(instance);
        double correct = 1.0;
        for_each_active(run, act_error_rate, here,
                        [&](const TimelineEntry& active) { correct *= 1.0 - active.amount; });
        here.error_probability = 1.0 - correct;
    });
}

} // namespace

void compile_action(const ErrorRateConfig& config, TimelineEntry& entry) {
    entry.amount = config.probability;
    entry.action = TimelineAction{.begin = act_error_rate, .end = act_error_rate};
}

} // namespace shaketable::models
