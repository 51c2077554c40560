#include "models/process.hpp"

#include "models/cache/flights.hpp"
#include "models/call.hpp"
#include "models/cpu.hpp"
#include "models/database/migration.hpp"
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

/// The process that stood still is gone.
void forget_standstill(Run& run, std::uint32_t instance) {
    Instance& here = run.instance(instance);
    if (here.hangs == 0)
        return;
    here.hangs = 0;
    std::erase_if(run.world.deferred,
                  [instance](const DeferredWake& wake) { return wake.instance == instance; });
    refresh_speed(run, instance);
}

} // namespace

void kill_process(Run& run, std::uint32_t instance, LossNotice told) {
    Instance& here = run.instance(instance);
    break_connections_to(run, here.component);
    for (const FrameRef frame : frames_of(run, instance))
        lose_frame(run, frame, told);
    clear_cpu(run, here);
    forget_standstill(run, instance);
    here.killed_at = run.now();
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

void restart_process(Run& run, Instance& here) {
    configure_at_restart(run, here);
    come_up(run, here);
}

void stand_still(Run& run, std::uint32_t instance) {
    ++run.instance(instance).hangs;
    refresh_speed(run, instance);
}

void go_on_again(Run& run, std::uint32_t instance) {
    Instance& here = run.instance(instance);
    if (--here.hangs > 0)
        return;
    refresh_speed(run, instance);
    wake_deferred(run, instance);
    if (here.model->went_on != nullptr)
        here.model->went_on(run, here);
}

} // namespace shaketable::models
