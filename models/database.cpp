#include "models/database.hpp"

#include "models/cpu.hpp"
#include "models/database/access.hpp"
#include "models/database/autovacuum.hpp"
#include "models/database/events.hpp"
#include "models/database/failover.hpp"
#include "models/database/moving.hpp"
#include "models/database/statements.hpp"
#include "models/database/transactions.hpp"
#include "models/pool.hpp"
#include "models/server.hpp"

namespace shaketable::models {

namespace {

void set_off(Run& run, FrameRef frame, FrameRef caller, FrameState state, Leg leg) {
    frame->state = state;
    send_frame(run, run.call_site_of(caller), {.caller = caller, .callee = frame}, leg);
}

/// Marks where statements begin: only the opening of a connection stops there.
Progress execute_connect(Run&, FrameRef, const Op&) { SHAKETABLE_ASSERT(false); }

/// The connection has been opened, for a caller who may have given up.
void resume_connect(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    const FrameRef caller = run.frame(frame->parent);
    if (caller_waits(caller, frame)) {
        set_off(run, frame, caller, FrameState::kAccepted, Leg::kAccepted);
        return;
    }
    close_connections(run, run.instance_of(frame), 1);
    free_frame(run.world, frame);
}

/// Connections of its clients, open or being waited for.
std::uint32_t connections_with(Run& run, Instance& here) {
    if (!run.scenario.has_poolers || run.component_of(here).model_index == kNone)
        return here.workers_busy;
    drop_hung_up(run, here);
    return here.workers_busy + database_of(run, here).connecting.length;
}

/// A new connection is asked for: refused, or accepted, which the caller learns one leg later.
void accept_connection(Run& run, FrameRef frame, Instance& here) {
    const FrameRef caller = run.frame(frame->parent);
    if (!caller_waits(caller, frame)) { // it has hung up already
        free_frame(run.world, frame);
        return;
    }
    if (here.crashes > 0 || connections_with(run, here) >= here.capacity.workers) {
        enter_server(run, frame, here);
        reject(run, frame, Outcome::kRefused);
        return;
    }
    if (!awaits_connection(run, frame))
        open_connection(run, frame, here);
}

/// The caller learns that its connection is open: it sends the query, or, if it has given up, nothing.
void send_first_query(Run& run, FrameRef frame, Instance& here) {
    const FrameRef caller = run.frame(frame->parent);
    if (caller_waits(caller, frame)) {
        set_off(run, frame, caller, FrameState::kInTransit, Leg::kFirstRequest);
        return;
    }
    close_connections(run, here, 1);
    free_frame(run.world, frame);
}

/// The client has closed the connection over which the frame came, if the server had not done so before.
void client_hung_up(Run& run, FrameRef frame, Instance& here) {
    if (const std::uint32_t transaction = run.transaction_of(frame); transaction != kNone) {
        if (run.world.transactions[transaction].was_terminated)
            return;
        roll_back(run, transaction);
    }
    close_connections(run, here, 1);
}

/// A statement of a transaction that is over as far as the server goes.
void turn_away(Run& run, FrameRef frame, Outcome why) {
    Instance& here = run.instance_of(frame);
    const std::uint32_t transaction = run.transaction_of(frame);
    const bool waits = caller_waits(run.frame(frame->parent), frame);
    run.world.transactions[transaction].statement = kNone;
    if (!waits)
        client_hung_up(run, frame, here);
    reject(run, frame, why);
}

inline void begin_query(Run& run, FrameRef frame, Instance& here, Backend backend) {
    if (run.component_of(here).model_index != kNone) {
        const Outcome refused = begin_statement(run, frame);
        if (backend == Backend::kTaken && refused == Outcome::kOk)
            run.world.transactions[run.transaction_of(frame)].has_backend = true;
        else if (backend == Backend::kTaken)
            give_back_backend(run, here);
        if (refused != Outcome::kOk) {
            turn_away(run, frame, refused);
            return;
        }
    }
    frame->state = FrameState::kRunning;
    begin_service(run, frame, here);
    advance(run, frame);
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
    if (run.op_of(frame).execute == execute_connect)
        ++frame->op; // it is open
    enter_server(run, frame, here);
    if (here.crashes > 0) {
        reject(run, frame, Outcome::kRefused);
        return;
    }
    if (is_overdue(run, frame)) {
        const bool hung_up = !caller_waits(run.frame(frame->parent), frame);
        if (hung_up)
            client_hung_up(run, frame, here);
        reject(run, frame, stop_reason(run, frame));
        return;
    }
    const Backend backend = run.scenario.has_poolers ? ask_for_backend(run, frame) : Backend::kNotNeeded;
    if (backend != Backend::kAwaited)
        begin_query(run, frame, here, backend);
}

void resume_query(Run& run, FrameRef frame) { advance(run, frame); }

void query_answered(Run& run, FrameRef frame, Outcome outcome) {
    Instance& here = run.instance_of(frame);
    if (run.scenario.has_statement_timeouts)
        run.world.timers.cancel(frame.index);
    const bool waits = answer_caller(run, frame, here, outcome);
    end_statement(run, frame, outcome, waits);
    if (!waits)
        close_connections(run, here, 1); // the client closed its end long ago
}

void left_database(Run& run, Instance& here, bool) { run.meter(here, kInService).lower(run.now()); }

void database_crashed(Run& run, Instance& here) {
    here.workers_busy = 0;
    run.meter(here, kBusyWorkers).set(run.now(), 0);
    run.meter(here, kInService).set(run.now(), here.in_service);
    drop_idle_connections(run, here.component);
    if (run.component_of(here).model_index != kNone) {
        database_of(run, here).memory.clear(); // cold, when it is started again
        restart_pooler(run, here);
    }
    lose_transactions(run, here);
    lose_autovacuum(run, here);
    if (is_member(run, here))
        member_went_down(run, here);
    fail_moves(run, here);
}

void begin_database(Run& run, std::uint32_t component) {
    const Instance& here = run.instance(run.scenario.components[component].first_instance);
    if (is_member(run, here) && member_of(run, here).is_primary())
        run.meter(here, kIsPrimary).set(run.now(), 1);
    if (run.component_of(here).model_index != kNone)
        show_stored_pages(run, here);
    watch_ages(run, component);
    begin_autovacuum(run, here);
}

void database_restarted(Run& run, Instance& here) {
    if (is_member(run, here))
        member_came_up(run, here);
    begin_autovacuum(run, here);
}

void database_event(Run& run, std::uint32_t index, std::uint16_t component, std::uint32_t about) {
    Instance& here = run.instance(run.scenario.components[component].first_instance);
    const std::uint32_t which = index & ((1U << kDatabaseEventShift) - 1);
    switch (static_cast<DatabaseEvent>(index >> kDatabaseEventShift)) {
    case DatabaseEvent::kIdle:
        time_out_idle(run, which, about);
        return;
    case DatabaseEvent::kRecovery:
        resolve_in_doubt(run, which, about);
        return;
    case DatabaseEvent::kGroup:
        on_group_event(run, here, which, about);
        return;
    case DatabaseEvent::kPool:
        close_old_connections(run, which, about);
        return;
    case DatabaseEvent::kPooler:
        serve_clients(run, here);
        return;
    case DatabaseEvent::kAutovacuum:
        launch_worker(run, here, about);
        return;
    case DatabaseEvent::kMove:
        on_move_event(run, which);
        return;
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

Op connect_op(engine::Duration work) {
    return Op{
        .execute = execute_connect, .resume = resume_connect, .probability = static_cast<double>(work.ns())};
}

void open_connection(Run& run, FrameRef frame, Instance& here) {
    const FrameRef caller = run.frame(frame->parent);
    count_connection(run, here);
    if (run.component_of(here).model_index != kNone)
        run.meter(here, kConnectionsOpened).count();
    caller->on_connection = true;
    if (const std::uint32_t transaction = run.transaction_of(frame); transaction != kNone)
        run.world.transactions[transaction].is_open = true;
    const Op& first = run.op_of(frame);
    if (first.execute == execute_connect)
        start_computing(run, here, frame, engine::round_to_duration(first.probability));
    else
        set_off(run, frame, caller, FrameState::kAccepted, Leg::kAccepted);
}

void begin_at_server(Run& run, FrameRef frame, Backend backend) {
    begin_query(run, frame, run.instance_of(frame), backend);
}

const ComponentModel& database_model() {
    static constexpr ComponentModel kModel = {.begin = begin_database,
                                              .arrive = arrive_at_database,
                                              .answered = query_answered,
                                              .left = left_database,
                                              .resume = resume_query,
                                              .on_event = database_event,
                                              .timed_out = time_out_statement,
                                              .withdrawn = withdraw_statement,
                                              .crashed = database_crashed,
                                              .restarted = database_restarted,
                                              .pooled = true};
    return kModel;
}

} // namespace shaketable::models
