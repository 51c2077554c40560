// A process crash: what is queued and in flight is lost, callers see a reset after one leg. What a lost
// request had asked of others goes on there, for nobody. The restart is cold: empty queue, empty pools.
// A host crash: the same, but callers hear nothing, and neither does who sends to it while it is down.
#include "models/cache/flights.hpp"
#include "models/call.hpp"
#include "models/cpu.hpp"
#include "models/database/migration.hpp"
#include "models/database/replication.hpp"
#include "models/faults/faults.hpp"
#include "models/frames.hpp"
#include "models/policies/balance.hpp"
#include "models/policies/hooks.hpp"
#include "models/pool.hpp"
#include "models/server_metrics.hpp"
#include "models/transaction_step.hpp"
#include "models/versions.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace shaketable::models {

namespace {

void lose_frame(Run& run, FrameRef frame, LossNotice told) {
    Instance& here = run.instance_of(frame);
    const bool arrived = frame->state != FrameState::kInTransit && !is_connecting(*frame);
    if (!frame->is_branch) {
        const FrameRef caller = run.frame(frame->parent);
        if (told == LossNotice::kReset && !frame->replied && caller_waits(caller, frame))
            send_answer(run, caller, frame, Outcome::kReset);
        if (frame->served)
            --here.in_service;
        else if (told == LossNotice::kSilence)
            forget_unserved(caller, frame);
        if (arrived) {
            ++here.left;
            run.meter(here, kLost).count();
        }
        run.fact(here, frame, What::kLeft, Outcome::kReset);
    }
    abandon_call(run, frame);
    abandon_transaction(run, frame);
    abandon_migration(run, frame);
    forget_flight(run, frame);
    free_frame(run.world, frame);
}

/// The frames of an instance, oldest first. Never in the order in which they are kept: it depends on what
/// other components do, and would decide who asks again first.
std::vector<FrameRef> frames_of(const Run& run, std::uint32_t instance) {
    std::vector<FrameRef> found;
    for (std::uint32_t index = 0; index < run.world.frames.size(); ++index) {
        const FrameRef frame = run.frame(index);
        if (frame->state != FrameState::kFree && frame->instance == instance)
            found.push_back(frame);
    }
    std::sort(found.begin(), found.end(), [](FrameRef a, FrameRef b) {
        return std::tie(a->since, a->key.bits, a->lineage) < std::tie(b->since, b->key.bits, b->lineage);
    });
    return found;
}

void break_connections_to(Run& run, std::uint32_t component) {
    for (std::uint32_t index = 0; index < run.world.frames.size(); ++index) {
        const FrameRef frame = run.frame(index);
        if (frame->state == FrameState::kCalling && frame->on_connection &&
            edge_of_call(run, frame).callee == component)
            frame->on_connection = false; // an answer on its way still arrives
    }
}

void restart_process(Run& run, Instance& here) {
    configure_at_restart(run, here);
    come_up(run, here);
}

void begin_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (run.instance(instance).crashes++ == 0)
            kill_process(run, instance, LossNotice::kReset);
    });
}

void end_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (--run.instance(instance).crashes == 0)
            restart_process(run, run.instance(instance));
    });
}

void begin_host_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (run.instance(instance).host_crashes++ == 0)
            kill_process(run, instance, LossNotice::kSilence);
    });
}

void end_host_crash(Run& run, const TimelineEntry& entry) {
    for_each_target(run, entry, [&](std::uint32_t instance) {
        if (--run.instance(instance).host_crashes == 0)
            restart_process(run, run.instance(instance));
    });
}

} // namespace

void kill_process(Run& run, std::uint32_t instance, LossNotice told) {
    Instance& here = run.instance(instance);
    break_connections_to(run, here.component);
    for (const FrameRef frame : frames_of(run, instance))
        lose_frame(run, frame, told);
    clear_cpu(run, here);
    here.model->crashed(run, here);
    close_pools(run, here);
    restart_policies(run, here);
    forget_outstanding(run, here);
}

void come_up(Run& run, Instance& here) {
    if (here.model->restarted != nullptr && is_up(here))
        here.model->restarted(run, here);
}

void vanish(Run& run, Instance& here, FrameRef frame) {
    run.fact(here, frame, What::kMessageLost);
    forget_unserved(run.frame(frame->parent), frame);
    free_frame(run.world, frame);
}

void compile_action(const HostCrashConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = begin_host_crash, .end = end_host_crash};
}

void compile_action(const CrashConfig&, TimelineEntry& entry) {
    entry.action = TimelineAction{.begin = begin_crash, .end = end_crash};
}

} // namespace shaketable::models
