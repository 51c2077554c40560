// A process crash: what is queued and in flight is lost, callers see a reset after one leg. What a lost
// request had asked of others goes on there, for nobody. The restart is cold: empty queue, empty pools.
#include "models/call.hpp"
#include "models/cpu.hpp"
#include "models/faults/faults.hpp"
#include "models/frames.hpp"
#include "models/pool.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace shaketable::models {

namespace {

void lose_frame(Run& run, std::uint32_t index) {
    const Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    const bool arrived = frame.state != FrameState::kInTransit && frame.state != FrameState::kConnecting;
    if (!frame.is_branch) {
        if (!frame.replied && caller_waits(run, frame))
            send_answer(run, frame, Outcome::kReset);
        if (frame.served)
            --here.in_service;
        if (arrived) {
            ++here.left;
            run.meter(here, kLost).count();
        }
        run.fact(frame, What::kLeft, Outcome::kReset);
    }
    abandon_call(run, index);
    free_frame(run.world, index);
}

/// The frames of an instance, oldest first. Never in the order in which they are kept: it depends on what
/// other components do, and would decide who asks again first.
std::vector<std::uint32_t> frames_of(const Run& run, std::uint32_t instance) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t index = 0; index < run.world.frames.size(); ++index)
        if (run.frame(index).state != FrameState::kFree && run.frame(index).instance == instance)
            found.push_back(index);
    std::sort(found.begin(), found.end(), [&](std::uint32_t left, std::uint32_t right) {
        const Frame& a = run.frame(left);
        const Frame& b = run.frame(right);
        return std::tie(a.since, a.key.bits, a.lineage) < std::tie(b.since, b.key.bits, b.lineage);
    });
    return found;
}

void kill_process(Run& run, std::uint32_t instance) {
    const std::uint32_t component = run.instance(instance).component;
    for (Frame& frame : run.world.frames)
        if (frame.state == FrameState::kCalling && frame.on_connection &&
            edge_of_call(run, frame).callee == component)
            frame.on_connection = false; // broken with its server; an answer on its way still arrives
    for (const std::uint32_t index : frames_of(run, instance))
        lose_frame(run, index);
    clear_cpu(run, instance);
    run.component_of(run.instance(instance)).model->crashed(run, instance);
    run.component_of(run.instance(instance)).model->left(run, run.instance(instance), false);
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
