#include "models/service.hpp"

#include "models/call.hpp"
#include "models/frames.hpp"
#include "models/server.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

namespace {

void show_queue(Run& run, const Instance& here) {
    run.meter(here, kQueueDepth).set(run.now(), here.unserved);
}

void show_workers(Run& run, const Instance& here) {
    run.meter(here, kBusyWorkers).set(run.now(), here.workers_busy);
}

void give_worker(Run& run, std::uint32_t index, Frame& frame, Instance& here) {
    ++here.workers_busy;
    frame.has_worker = true;
    frame.state = FrameState::kRunning;
    show_workers(run, here);
    if (!frame.served && !frame.is_branch)
        begin_service(run, frame, here);
    advance(run, index);
}

/// Gives free workers to those who queue. Not re-entered: a request that ends at once leaves it to the outer
/// loop.
void dispatch(Run& run, Instance& here) {
    if (here.dispatching)
        return;
    here.dispatching = true;
    while (here.queue.length > 0 && here.workers_busy < run.component_of(here).workers) {
        const std::uint32_t index = pop_front(run.world, here.queue);
        Frame& frame = run.frame(index);
        if (!frame.served && !frame.is_branch) {
            --here.unserved;
            show_queue(run, here);
        }
        give_worker(run, index, frame, here);
    }
    here.dispatching = false;
}

bool has_free_worker(const Run& run, const Instance& here) {
    return here.queue.length == 0 && here.workers_busy < run.component_of(here).workers;
}

void arrive_at_service(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    enter_server(run, frame, here);
    if (here.crashes > 0) {
        reject(run, index, Outcome::kRefused);
    } else if (has_free_worker(run, here)) {
        give_worker(run, index, frame, here);
    } else if (here.unserved >= run.component_of(here).queue_limit) {
        reject(run, index, Outcome::kQueueFull);
    } else {
        frame.state = FrameState::kQueued;
        push_back(run.world, here.queue, index);
        ++here.unserved;
        show_queue(run, here);
    }
}

void resume_at_service(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    if (!run.component_of(here).event_loop) {
        advance(run, index);
    } else if (has_free_worker(run, here)) {
        give_worker(run, index, frame, here);
    } else {
        frame.state = FrameState::kQueued;
        push_back(run.world, here.queue, index);
    }
}

void worker_released(Run& run, Instance& here) {
    SHAKETABLE_ASSERT(here.workers_busy > 0);
    --here.workers_busy;
    show_workers(run, here);
    if (here.queue.length > 0)
        dispatch(run, here);
}

void left_service(Run& run, Instance& here, bool had_worker) {
    show_in_service(run, here);
    if (had_worker)
        worker_released(run, here);
}

void service_answered(Run& run, std::uint32_t index, Outcome outcome) { answer_caller(run, index, outcome); }

void service_crashed(Run& run, std::uint32_t instance) {
    Instance& here = run.instance(instance);
    here.queue = FrameList{};
    here.unserved = 0;
    here.workers_busy = 0;
    show_queue(run, here);
    show_workers(run, here);
}

} // namespace

const ComponentModel& service_model() {
    static constexpr ComponentModel kModel = {.arrive = arrive_at_service,
                                              .answered = service_answered,
                                              .left = left_service,
                                              .released = worker_released,
                                              .resume = resume_at_service,
                                              .crashed = service_crashed};
    return kModel;
}

} // namespace shaketable::models
