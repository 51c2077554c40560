// A process that stands still: nothing computes, what it waited for finds it deaf, what arrives queues. When
// it goes on, it first learns what it has missed, in the order in which it happened.
#include "models/component_model.hpp"
#include "models/faults/faults.hpp"
#include "models/frames.hpp"

#include <vector>

namespace shaketable::models {

namespace {

void wake_deferred(Run& run, std::uint32_t instance) {
    std::vector<DeferredWake> missed;
    std::erase_if(run.world.deferred, [&](const DeferredWake& wake) {
        if (wake.instance == instance)
            missed.push_back(wake);
        return wake.instance == instance;
    });
    for (const DeferredWake& wake : missed) {
        const FrameRef frame = run.frame(wake.frame);
        if (frame->epoch != wake.epoch)
            continue;
        if (static_cast<Wake>(wake.detail) == Wake::kTimeout) {
            time_out(run, frame);
            continue;
        }
        const Op& op = run.op_of(frame);
        op.resume(run, frame, op, wake.detail);
    }
}

void begin_hang(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        ++run.instance(instance).hangs;
        refresh_speed(run, instance);
    });
}

void end_hang(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        Instance& here = run.instance(instance);
        if (--here.hangs > 0)
            return;
        refresh_speed(run, instance);
        wake_deferred(run, instance);
        if (here.model->went_on != nullptr)
            here.model->went_on(run, here);
    });
}

} // namespace

void compile_action(const HangConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = begin_hang, .end = end_hang};
}

} // namespace shaketable::models
