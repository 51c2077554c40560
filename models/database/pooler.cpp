#include "models/database/pooler.hpp"

#include "models/database.hpp"
#include "models/database/events.hpp"
#include "models/database/transactions.hpp"
#include "models/frames.hpp"
#include "models/server.hpp"
#include "models/server_metrics.hpp"

#include <vector>

namespace shaketable::models {

namespace {

bool has_session_pooler(const Run& run, const Instance& here) {
    return run.component_of(here).model_index != kNone && plan_of(run, here).backend_for_session;
}

void show_waiting(Run& run, const Instance& here) {
    run.meter(here, kBackendWaiting)
        .set(run.now(), here.queue.length + database_of(run, here).connecting.length);
}

void take_backend(Run& run, const Instance& here) {
    ++database_of(run, here).backends_busy;
    run.meter(here, kBackends).raise(run.now());
}

void leave_queue(Run& run, FrameRef statement, Instance& here) {
    remove(run, here.queue, statement);
    begin_wait(statement, FrameState::kRunning);
    --here.unserved;
    run.meter(here, kQueueDepth).lower(run.now());
    show_waiting(run, here);
}

/// A statement that waited no more; its connection is closed.
void turn_away_waiting(Run& run, FrameRef statement, Instance& here, Outcome why) {
    if (const std::uint32_t index = run.transaction_of(statement); index != kNone) {
        Transaction& of = run.world.transactions[index];
        of.statement = kNone;
        of.is_open = false;
        roll_back(run, index);
    }
    close_connections(run, here, 1);
    reject(run, statement, why);
}

/// Whether it is part of a transaction that has its backend, or learns that it is over.
bool goes_on(const Run& run, FrameRef statement) {
    const std::uint32_t index = run.transaction_of(statement);
    return index != kNone &&
           (run.world.transactions[index].has_backend || run.world.transactions[index].was_terminated);
}

/// The connections that are asked for, and may be opened now.
void admit(Run& run, Instance& here) {
    DatabaseState& database = database_of(run, here);
    while (database.connecting.length > 0 && database.backends_busy < plan_of(run, here).backends) {
        const FrameRef first = pop_front(run, database.connecting);
        begin_wait(first, FrameState::kConnecting); // its time-out is off
        show_waiting(run, here);
        const FrameRef caller = run.frame(first->parent);
        if (!caller_waits(caller, first)) { // it has hung up meanwhile
            free_frame(run.world, first);
            continue;
        }
        run.meter(here, kBackendWait).time(run.now() - first->since);
        open_connection(run, first, here);
    }
}

/// Marks where statements begin: who has what it needs steps over it.
Progress execute_pooler(Run&, FrameRef, const Op&) { SHAKETABLE_ASSERT(false); }

/// It has waited for too long.
void resume_pooler(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    Instance& here = run.instance_of(frame);
    if (frame->state == FrameState::kQueued) {
        leave_queue(run, frame, here);
        turn_away_waiting(run, frame, here, Outcome::kPoolTimeout);
        return;
    }
    remove(run, database_of(run, here).connecting, frame);
    show_waiting(run, here);
    enter_server(run, frame, here);
    reject(run, frame, Outcome::kPoolTimeout);
}

} // namespace

Op pooler_op() { return Op{.execute = execute_pooler, .resume = resume_pooler}; }

Backend ask_for_backend(Run& run, FrameRef statement) {
    if (run.op_of(statement).execute != execute_pooler)
        return Backend::kNotNeeded;
    Instance& here = run.instance_of(statement);
    const DatabasePlan& plan = plan_of(run, here);
    if (plan.backend_for_session || goes_on(run, statement)) {
        ++statement->op;
        return Backend::kNotNeeded;
    }
    if (here.queue.length == 0 && database_of(run, here).backends_busy < plan.backends) {
        run.meter(here, kBackendWait).time(engine::Duration());
        take_backend(run, here);
        ++statement->op;
        return Backend::kTaken;
    }
    drop_hung_up(run, here);
    begin_wait(statement, FrameState::kQueued);
    push_back(run, here.queue, statement);
    ++here.unserved;
    run.meter(here, kQueueDepth).raise(run.now());
    show_waiting(run, here);
    wake_at(run, statement, run.now() + plan.backend_timeout, Wake::kPoolTimeout);
    return Backend::kAwaited;
}

void drop_hung_up(Run& run, Instance& here) {
    DatabaseState& database = database_of(run, here);
    std::vector<std::uint32_t> gone;
    for (const FrameList* const list : {&here.queue, &database.connecting})
        for (std::uint32_t index = list->first; index != kNone; index = run.frame(index)->next)
            if (const FrameRef frame = run.frame(index); !caller_waits(run.frame(frame->parent), frame))
                gone.push_back(index);
    for (const std::uint32_t index : gone) {
        const FrameRef frame = run.frame(index);
        if (frame->state == FrameState::kQueued) {
            leave_queue(run, frame, here);
            turn_away_waiting(run, frame, here, Outcome::kCancelled);
            continue;
        }
        remove(run, database.connecting, frame);
        free_frame(run.world, frame);
    }
    show_waiting(run, here);
}

bool awaits_connection(Run& run, FrameRef connecting) {
    Instance& here = run.instance_of(connecting);
    if (run.op_of(connecting).execute != execute_pooler || !plan_of(run, here).backend_for_session)
        return false;
    connecting->since = run.now();
    begin_wait(connecting, FrameState::kConnecting);
    push_back(run, database_of(run, here).connecting, connecting);
    show_waiting(run, here);
    wake_at(run, connecting, run.now() + plan_of(run, here).backend_timeout, Wake::kPoolTimeout);
    admit(run, here);
    return true;
}

void give_back_backend(Run& run, Instance& here) {
    DatabaseState& database = database_of(run, here);
    SHAKETABLE_ASSERT(database.backends_busy > 0);
    --database.backends_busy;
    run.meter(here, kBackends).lower(run.now());
    if (here.queue.length == 0 || database.will_dispatch)
        return;
    database.will_dispatch = true; // not at once: whoever gives it back is in the middle of something
    push_database_event(run, run.now(), here.component, DatabaseEvent::kPooler);
}

void serve_clients(Run& run, Instance& here) {
    DatabaseState& database = database_of(run, here);
    while (here.queue.length > 0 && database.backends_busy < plan_of(run, here).backends) {
        const FrameRef first = run.frame(here.queue.first);
        leave_queue(run, first, here);
        if (!caller_waits(run.frame(first->parent), first)) { // it has hung up meanwhile
            turn_away_waiting(run, first, here, Outcome::kCancelled);
            continue;
        }
        run.meter(here, kBackendWait).time(run.now() - first->since);
        take_backend(run, here);
        ++first->op;
        begin_at_server(run, first, Backend::kTaken);
    }
    database.will_dispatch = false;
}

void count_connection(Run& run, Instance& here) {
    ++here.workers_busy;
    run.meter(here, kBusyWorkers).raise(run.now());
    if (has_session_pooler(run, here))
        take_backend(run, here);
}

void close_connections(Run& run, Instance& here, std::uint32_t connections) {
    SHAKETABLE_ASSERT(here.workers_busy >= connections);
    here.workers_busy -= connections;
    run.meter(here, kBusyWorkers).set(run.now(), here.workers_busy);
    if (!has_session_pooler(run, here))
        return;
    DatabaseState& database = database_of(run, here);
    SHAKETABLE_ASSERT(database.backends_busy >= connections);
    database.backends_busy -= connections;
    run.meter(here, kBackends).set(run.now(), database.backends_busy);
    admit(run, here);
}

void withdraw_statement(Run& run, FrameRef statement) {
    Instance& here = run.instance_of(statement);
    leave_queue(run, statement, here);
    turn_away_waiting(run, statement, here, stop_reason(run, statement));
}

void restart_pooler(Run& run, Instance& here) {
    DatabaseState& database = database_of(run, here);
    here.queue = FrameList{};
    here.unserved = 0;
    database.connecting = FrameList{};
    database.backends_busy = 0;
    run.meter(here, kQueueDepth).set(run.now(), 0);
    run.meter(here, kBackendWaiting).set(run.now(), 0);
    run.meter(here, kBackends).set(run.now(), 0);
}

} // namespace shaketable::models
