#include "models/database.hpp"

#include "models/pool.hpp"
#include "models/server.hpp"

namespace shaketable::models {

namespace {

void set_off(Run& run, FrameRef frame, FrameRef caller, FrameState state, Leg leg) {
    frame->state = state;
    send_frame(run, run.call_site_of(caller), {.caller = caller, .callee = frame}, leg);
}

void close_connection(Run& run, Instance& here) {
    SHAKETABLE_ASSERT(here.workers_busy > 0);
    --here.workers_busy;
    run.meter(here, kBusyWorkers).lower(run.now());
}

/// A new connection is asked for: refused, or accepted, which the caller learns one leg later.
void accept_connection(Run& run, FrameRef frame, Instance& here) {
    const FrameRef caller = run.frame(frame->parent);
    if (!caller_waits(caller, frame)) { // it has hung up already
        free_frame(run.world, frame);
        return;
    }
    if (here.crashes > 0 || here.workers_busy >= here.capacity.workers) {
        enter_server(run, frame, here);
        reject(run, frame, Outcome::kRefused);
        return;
    }
    ++here.workers_busy;
    run.meter(here, kBusyWorkers).raise(run.now());
    caller->on_connection = true;
    set_off(run, frame, caller, FrameState::kAccepted, Leg::kAccepted);
}

/// The caller learns that its connection is open: it sends the query, or, if it has given up, nothing.
void send_first_query(Run& run, FrameRef frame, Instance& here) {
    const FrameRef caller = run.frame(frame->parent);
    if (caller_waits(caller, frame)) {
        set_off(run, frame, caller, FrameState::kInTransit, Leg::kFirstRequest);
        return;
    }
    close_connection(run, here);
    free_frame(run.world, frame);
}

void arrive_at_database(Run& run, FrameRef frame) {
    Instance& here = run.instance_of(frame);
    if (frame->state == FrameState::kConnecting) {
        accept_connection(run, frame, here);
        return;
    }
    if (frame->state == FrameState::kAccepted) {
        send_first_query(run, frame, here);
        return;
    }
    enter_server(run, frame, here);
    if (here.crashes > 0) {
        reject(run, frame, Outcome::kRefused);
        return;
    }
    if (is_overdue(run, frame)) {
        const bool hung_up = !caller_waits(run.frame(frame->parent), frame);
        reject(run, frame, stop_reason(run, frame));
        if (hung_up)
            close_connection(run, here);
        return;
    }
    frame->state = FrameState::kRunning;
    begin_service(run, frame, here);
    advance(run, frame);
}

void resume_query(Run& run, FrameRef frame) { advance(run, frame); }

void query_answered(Run& run, FrameRef frame, Outcome outcome) {
    Instance& here = run.instance_of(frame);
    if (!answer_caller(run, frame, here, outcome))
        close_connection(run, here); // the client closed its end long ago
}

void left_database(Run& run, Instance& here, bool) { run.meter(here, kInService).lower(run.now()); }

void database_crashed(Run& run, Instance& here) {
    here.workers_busy = 0;
    run.meter(here, kBusyWorkers).set(run.now(), 0);
    run.meter(here, kInService).set(run.now(), here.in_service);
    drop_idle_connections(run, here.component);
}

} // namespace

const ComponentModel& database_model() {
    static constexpr ComponentModel kModel = {.arrive = arrive_at_database,
                                              .answered = query_answered,
                                              .left = left_database,
                                              .resume = resume_query,
                                              .crashed = database_crashed,
                                              .pooled = true};
    return kModel;
}

} // namespace shaketable::models
