#include "models/service.hpp"

#include "models/database/transactions.hpp"
#include "models/queue/delivery.hpp"
#include "models/queue/topic.hpp"
#include "models/server.hpp"

namespace shaketable::models {

namespace {

bool has_free_worker(const Instance& here) {
    return here.queue.length == 0 && here.workers_busy < here.capacity.workers && here.hangs == 0;
}

void hold_worker(Run& run, FrameRef frame, Instance& here) {
    ++here.workers_busy;
    run.meter(here, kBusyWorkers).raise(run.now());
    frame->has_worker = true;
    frame->state = FrameState::kRunning;
}

void give_worker(Run& run, FrameRef frame, Instance& here) {
    hold_worker(run, frame, here);
    if (!frame->served && !frame->is_branch)
        begin_service(run, frame, here);
    advance(run, frame);
}

} // namespace

void dispatch(Run& run, Instance& here) {
    if (here.dispatching || here.hangs > 0)
        return;
    here.dispatching = true;
    while (here.queue.length > 0 && here.workers_busy < here.capacity.workers) {
        const FrameRef frame = pop_front(run, here.queue);
        if (!frame->served && !frame->is_branch) {
            --here.unserved;
            run.meter(here, kQueueDepth).lower(run.now());
            if (is_overdue(run, frame)) {
                reject(run, frame, stop_reason(run, frame));
                continue;
            }
        }
        give_worker(run, frame, here);
    }
    here.dispatching = false;
}

void arrive_at_service(Run& run, FrameRef frame) {
    Instance& here = run.instance_of(frame);
    enter_server(run, frame, here);
    if (here.crashes > 0) {
        reject(run, frame, Outcome::kRefused);
    } else if (is_overdue(run, frame)) {
        reject(run, frame, stop_reason(run, frame));
    } else if (has_free_worker(here)) {
        hold_worker(run, frame, here);
        begin_service(run, frame, here);
        advance(run, frame);
    } else if (here.unserved >= here.capacity.queue_limit) {
        reject(run, frame, Outcome::kQueueFull);
    } else {
        frame->state = FrameState::kQueued;
        push_back(run, here.queue, frame);
        ++here.unserved;
        run.meter(here, kQueueDepth).raise(run.now());
    }
}

void resume_at_service(Run& run, FrameRef frame) {
    Instance& here = run.instance_of(frame);
    if (!run.component_of(here).event_loop) {
        advance(run, frame);
    } else if (has_free_worker(here)) {
        give_worker(run, frame, here);
    } else {
        frame->state = FrameState::kQueued;
        push_back(run, here.queue, frame);
    }
}

void worker_released(Run& run, Instance& here) {
    SHAKETABLE_ASSERT(here.workers_busy > 0);
    --here.workers_busy;
    run.meter(here, kBusyWorkers).lower(run.now());
    if (here.queue.length > 0)
        dispatch(run, here);
}

void left_service(Run& run, Instance& here, bool had_worker) {
    run.meter(here, kInService).lower(run.now());
    if (had_worker)
        worker_released(run, here);
}

void service_answered(Run& run, FrameRef frame, Outcome outcome) {
    answer_caller(run, frame, run.instance_of(frame), outcome);
}

void withdrawn_from_queue(Run& run, FrameRef frame) {
    Instance& here = run.instance_of(frame);
    remove(run, here.queue, frame);
    --here.unserved;
    run.meter(here, kQueueDepth).lower(run.now());
    reject(run, frame, stop_reason(run, frame));
}

void service_crashed(Run& run, Instance& here) {
    here.queue = FrameList{};
    here.unserved = 0;
    here.workers_busy = 0;
    run.meter(here, kQueueDepth).set(run.now(), 0);
    run.meter(here, kBusyWorkers).set(run.now(), 0);
    run.meter(here, kInService).set(run.now(), here.in_service);
}

void service_restarted(Run& run, Instance& here) {
    recover_coordinator(run, here);
    ask_for_messages(run, here);
    join_groups(run, here);
}

void service_leaves(Run& run, const Instance& here) {
    stop_asking(run, here);
    leave_groups(run, here);
}

const ComponentModel& service_model() { return kServiceModel; }

} // namespace shaketable::models
