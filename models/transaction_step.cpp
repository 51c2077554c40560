#include "models/transaction_step.hpp"

#include "models/call.hpp"
#include "models/database/transactions.hpp"
#include "models/frames.hpp"
#include "models/pool.hpp"
#include "models/route.hpp"

#include <utility>

namespace shaketable::models {

namespace {

Transaction& transaction_around(Run& run, FrameRef frame) {
    return run.world.transactions[run.transaction_of(frame)];
}

const TransactionPlan& step_of(const Run& run, const Op& op) { return run.scenario.transactions[op.a]; }

const Edge& edge_of(const Run& run, const Op& op) { return run.scenario.edges[step_of(run, op).edge]; }

void begin_attempt(Run& run, FrameRef trunk, const Op& asked) {
    ++trunk->attempt;
    if (step_of(run, asked).route != kNone)
        trunk->op = choose_route(run, trunk, step_of(run, asked).route);
    const Op& op = run.op_of(trunk);
    trunk->tried_at = run.now();
    begin_wait(trunk, FrameState::kRunning);
    yield_worker(run, trunk);
    acquire_connection(run, trunk, edge_of(run, op));
}

/// The frame goes on there.
void go_to(Run& run, FrameRef trunk, std::uint32_t op) {
    begin_wait(trunk, FrameState::kRunning);
    trunk->op = op;
    if (trunk->has_worker)
        advance(run, trunk);
    else
        run.instance_of(trunk).model->resume(run, trunk);
}

void begin(Run& run, FrameRef trunk, const Op& op, bool must_open) {
    const Component& database = run.scenario.components[edge_of(run, op).callee];
    const std::uint32_t index = make_transaction(run, database.first_instance);
    Transaction& begun = run.world.transactions[index];
    begun.trunk = trunk.index;
    begun.op = trunk->op;
    begun.attempt = trunk->attempt;
    begun.isolation = step_of(run, op).isolation;
    begun.of_client = true;
    begun.must_open = must_open;
    begun.is_open = !must_open;
    if (step_of(run, op).two_phase) {
        begun.coordinator = trunk->instance;
        begun.recovery = step_of(run, op).recovery;
    }
    run.set_transaction(trunk, index);
    go_to(run, trunk, step_of(run, op).first_op);
}

void give_up(Run& run, FrameRef trunk, Outcome outcome) {
    if (is_overdue(run, trunk))
        stop_frame(run, trunk);
    else
        fail_frame(run, trunk, outcome_of_failed_step(trunk, outcome));
}

/// Transaction and connection are given back; the frame is at the transaction's step again.
void leave(Run& run, FrameRef trunk) {
    const std::uint32_t index = run.transaction_of(trunk);
    const Transaction& over = run.world.transactions[index];
    const Op& op = run.scenario.ops[over.op];
    bool keep = over.is_connected && over.is_open;
    if (keep && over.has_begun) { // it could not be rolled back: the connection is of no more use
        roll_back(run, index);
        server_closes(run, edge_of(run, op), 1);
        keep = false;
    }
    trunk->op = over.op;
    trunk->attempt = over.attempt;
    trunk->has_transaction = false;
    leave_transaction(run, index);
    release_connection(run, trunk, edge_of(run, op), keep);
}

/// It is over, and nothing of it is left at the server but what could not be helped.
void end_in_failure(Run& run, FrameRef trunk) {
    const Transaction& over = transaction_around(run, trunk);
    const Outcome outcome = over.outcome;
    const std::uint32_t origin = over.origin;
    begin_wait(trunk, FrameState::kRunning);
    leave(run, trunk);
    trunk->origin = origin;
    const Op& op = run.op_of(trunk);
    if (is_conflict(outcome) && trunk->attempt < step_of(run, op).attempts && !is_overdue(run, trunk))
        begin_attempt(run, trunk, op);
    else
        give_up(run, trunk, outcome);
}

/// Behind the last of its steps, the commit; or behind the rollback.
Progress execute_end_of_steps(Run& run, FrameRef trunk, const Op&) {
    if (transaction_around(run, trunk).is_rolling_back) {
        end_in_failure(run, trunk);
        return Progress::kSuspended;
    }
    leave(run, trunk);
    ++trunk->op;
    return Progress::kNext;
}

void stop_waiting_for_connection(Run& run, FrameRef trunk, const Op& op, Outcome why) {
    stop_waiting(run, trunk, edge_of(run, op));
    begin_wait(trunk, FrameState::kRunning);
    trunk->origin = edge_of(run, op).callee;
    give_up(run, trunk, why);
}

Progress execute_transaction(Run& run, FrameRef trunk, const Op& op) {
    trunk->attempt = 0;
    begin_attempt(run, trunk, op);
    return Progress::kSuspended;
}

void resume_transaction(Run& run, FrameRef trunk, const Op& op, std::uint16_t detail) {
    switch (static_cast<Wake>(detail & 0xFFU)) {
    case Wake::kHasConnection:
        begin(run, trunk, op, (detail >> 8U) != 0);
        return;
    case Wake::kPoolTimeout:
        if (trunk->state == FrameState::kWaitingForConnection)
            stop_waiting_for_connection(run, trunk, op, Outcome::kPoolTimeout);
        return;
    case Wake::kCancelled:
        stop_waiting_for_connection(run, trunk, op, Outcome::kCancelled);
        return;
    case Wake::kWorkDone:
    case Wake::kWaitOver:
    case Wake::kAnswer:
    case Wake::kConnected:
    case Wake::kTimeout:
    case Wake::kBackoffOver:
    case Wake::kOverallTimeout:
    case Wake::kTurnedAway:
    case Wake::kLockGranted:
    case Wake::kLockTimeout:
    case Wake::kDeadlockCheck:
        break;
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

Op transaction_op(std::uint32_t transaction, engine::Label label) {
    return Op{.execute = execute_transaction, .resume = resume_transaction, .label = label, .a = transaction};
}

Op end_of_transaction_op() { return Op{.execute = execute_end_of_steps}; }

bool is_transaction(const Op& op) { return op.execute == execute_transaction; }

void fail_transaction(Run& run, FrameRef trunk, Outcome outcome) {
    Transaction& failed = transaction_around(run, trunk);
    if (failed.outcome == Outcome::kOk) {
        failed.outcome = outcome;
        failed.origin = trunk->origin;
    }
    if (failed.is_rolling_back || !failed.is_connected || failed.must_open) {
        end_in_failure(run, trunk);
        return;
    }
    failed.is_rolling_back = true;
    go_to(run, trunk, step_of(run, run.scenario.ops[failed.op]).rollback);
}

bool is_connected(const Run& run, FrameRef caller) {
    return run.world.transactions[run.transaction_of(caller)].is_connected;
}

bool take_must_open(Run& run, FrameRef caller) {
    return std::exchange(transaction_around(run, caller).must_open, false);
}

void join_transaction(Run& run, FrameRef caller, FrameRef statement) {
    const std::uint32_t index = run.transaction_of(caller);
    run.set_transaction(statement, index);
    run.world.transactions[index].statement = statement.index;
}

void hang_up(Run& run, FrameRef caller, bool server_has_statement) {
    Transaction& of = transaction_around(run, caller);
    const bool was_open = of.is_connected && of.is_open;
    of.is_connected = false;
    if (!was_open || server_has_statement)
        return; // the server finds out when it is done
    roll_back(run, run.transaction_of(caller));
    server_closes(run, run.scenario.edges[run.call_site_of(caller).edge], 1);
}

void lose_connection(Run& run, FrameRef caller) { transaction_around(run, caller).is_connected = false; }

void abandon_transaction(Run& run, FrameRef frame) {
    if (!has_transaction_step(run, frame))
        return;
    const std::uint32_t index = run.transaction_of(frame);
    Transaction& of = run.world.transactions[index];
    const bool is_open = of.is_connected && of.is_open;
    of.is_connected = false;
    if (is_open && !has_statement(run, index)) {
        roll_back(run, index);
        server_closes(run, edge_of(run, run.scenario.ops[of.op]), 1);
    }
    leave_transaction(run, index);
}

} // namespace shaketable::models
