#include "models/database.hpp"

#include "models/call.hpp"
#include "models/frames.hpp"
#include "models/pool.hpp"
#include "models/server.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

namespace {

void show_connections(Run& run, const Instance& here) {
    run.meter(here, kBusyWorkers).set(run.now(), here.workers_busy);
}

/// A new connection is asked for: refused, or accepted and the query comes one round trip later.
void accept_connection(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    if (!caller_waits(run, frame)) { // it has hung up already
        free_frame(run.world, index);
        return;
    }
    if (here.crashes > 0 || here.workers_busy >= run.component_of(here).workers) {
        enter_server(run, frame, here);
        reject(run, index, Outcome::kRefused);
        return;
    }
    ++here.workers_busy;
    show_connections(run, here);
    Frame& caller = run.frame(frame.parent);
    caller.on_connection = true;
    frame.state = FrameState::kInTransit;
    const engine::Duration leg = leg_latency(run, frame, run.call_site_of(caller), Leg::kHandshake);
    run.queue().push_after(leg * 2, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kArrive),
                                                    .index = index,
                                                    .epoch = frame.epoch});
}

void arrive_at_database(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    if (frame.state == FrameState::kConnecting) {
        accept_connection(run, index);
        return;
    }
    Instance& here = run.instance(frame.instance);
    enter_server(run, frame, here);
    if (here.crashes > 0) {
        reject(run, index, Outcome::kRefused);
        return;
    }
    frame.state = FrameState::kRunning;
    begin_service(run, frame, here);
    advance(run, index);
}

void resume_query(Run& run, std::uint32_t index) { advance(run, index); }

void query_answered(Run& run, std::uint32_t index, Outcome outcome) {
    if (answer_caller(run, index, outcome))
        return;
    Instance& here = run.instance(run.frame(index).instance);
    SHAKETABLE_ASSERT(here.workers_busy > 0);
    --here.workers_busy; // the client closed it long ago
    show_connections(run, here);
}

void left_database(Run& run, Instance& here, bool) { show_in_service(run, here); }

void database_crashed(Run& run, std::uint32_t instance) {
    Instance& here = run.instance(instance);
    here.workers_busy = 0;
    show_connections(run, here);
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
