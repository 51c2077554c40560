// A process crash: what is queued and in flight is lost, callers see a reset after one leg. What a lost request had
// asked of others goes on there, for nobody. The restart is cold: empty queue, empty pools.
#include "models/call.hpp"
#include "models/cpu.hpp"
#include "models/faults/faults.hpp"
#include "models/frames.hpp"
#include "models/pool.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

namespace {

void lose_frame(Run& run, std::uint32_t index) {
    const Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    const bool arrived = frame.state != FrameState::kInTransit && frame.state != FrameState::kConnecting;
    if (!frame.is_branch) {
        if (!frame.replied)
            send_answer(run, index, Outcome::kReset);
        if (frame.served)
            --here.in_service;
        if (arrived) {
            ++here.left;
            run.meter(here, kLost).count(run.now());
        }
        run.fact(frame, What::kLeft, Outcome::kReset);
    }
    abandon_call(run, index);
    free_frame(run.world, index);
}

void kill_process(Run& run, std::uint32_t instance) {
    const std::uint32_t component = run.instance(instance).component;
    for (std::uint32_t index = 0; index < run.world.frames.size(); ++index) {
        Frame& frame = run.frame(index);
        if (frame.state == FrameState::kCalling && frame.on_connection &&
            edge_of_call(run, frame).callee == component)
            frame.on_connection = false; // broken with its server; an answer on its way still arrives
        if (frame.state != FrameState::kFree && frame.instance == instance)
            lose_frame(run, index);
    }
    clear_cpu(run, instance);
    run.component_of(run.instance(instance)).model->crashed(run, instance);
    run.component_of(run.instance(instance)).model->left(run, instance);
    close_pools(run, instance);
}

void begin_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (run.instance(instance).crashes++ == 0)
            kill_process(run, instance);
    });
}

void end_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) { --run.instance(instance).crashes; });
}

} // namespace

void compile_action(const CrashConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = begin_crash, .end = end_crash};
}

} // namespace shaketable::models
