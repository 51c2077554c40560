#include "models/transaction_step.hpp"

#include "models/database/transactions.hpp"
#include "models/frames.hpp"
#include "models/pool.hpp"
#include "models/steps.hpp"

#include <utility>

namespace shaketable::models {

namespace {

Transaction& of_caller(Run& run, FrameRef caller) {
    return run.world.transactions[run.world.transaction_of[caller.index]];
}

const Edge& edge_of(const Run& run, const Op& op) {
    return run.scenario.edges[run.scenario.transactions[op.a].edge];
}

void begin_attempt(Run& run, FrameRef trunk, const Op& op) {
    ++trunk->attempt;
    trunk->tried_at = run.now();
    begin_wait(trunk, FrameState::kJoining);
    acquire_connection(run, trunk, edge_of(run, op));
}

/// Runs a part of the transaction as a branch.
void start_part(Run& run, FrameRef trunk, const Op& op, std::uint32_t first_op) {
    trunk->branches = 1;
    const FrameRef branch = make_branch(run, trunk, op.label, {.first_op = first_op});
    branch->lineage = lineage_of_attempt(trunk);
    run.world.transaction_of[branch.index] = run.world.transaction_of[trunk.index];
    run.instance_of(branch).model->resume(run, branch);
}

void begin(Run& run, FrameRef trunk, const Op& op, bool must_open) {
    begin_wait(trunk, FrameState::kJoining);
    trunk->branch_outcome = Outcome::kOk;
    const Component& database = run.scenario.components[edge_of(run, op).callee];
    const std::uint32_t index = make_transaction(run, database.first_instance);
    Transaction& begun = run.world.transactions[index];
    begun.of_client = true;
    begun.must_open = must_open;
    begun.is_open = !must_open;
    run.world.transaction_of[trunk.index] = index;
    start_part(run, trunk, op, run.scenario.transactions[op.a].first_op);
}

void give_up(Run& run, FrameRef trunk, Outcome outcome) {
    if (is_overdue(run, trunk))
        stop_frame(run, trunk);
    else
        fail_frame(run, trunk, trunk->is_branch ? outcome : Outcome::kCalleeError);
}

/// Connection and transaction are given back, and the frame goes on, or tries again.
void end(Run& run, FrameRef trunk, const Op& op) {
    const std::uint32_t index = run.world.transaction_of[trunk.index];
    const Transaction& over = run.world.transactions[index];
    bool keep = over.is_connected && over.is_open;
    if (keep && over.has_begun) { // it could not be rolled back: the connection is of no more use
        roll_back(run, index);
        server_closes(run, edge_of(run, op), 1);
        keep = false;
    }
    run.world.transaction_of[trunk.index] = kNone;
    leave_transaction(run, index);
    release_connection(run, trunk, edge_of(run, op), keep);
    begin_wait(trunk, FrameState::kRunning);
    const Outcome outcome = trunk->branch_outcome;
    if (outcome == Outcome::kOk) {
        ++trunk->op;
        run.instance_of(trunk).model->resume(run, trunk);
    } else if (outcome == Outcome::kDeadlock && trunk->attempt < run.scenario.transactions[op.a].attempts &&
               !is_overdue(run, trunk)) {
        begin_attempt(run, trunk, op);
    } else {
        give_up(run, trunk, outcome);
    }
}

/// What stood between begin and commit is over, or the rollback is.
void part_ended(Run& run, FrameRef trunk, const Op& op) {
    Transaction& of = of_caller(run, trunk);
    if (trunk->branch_outcome == Outcome::kOk || of.is_rolling_back || !of.is_connected || of.must_open) {
        end(run, trunk, op);
        return;
    }
    of.is_rolling_back = true;
    begin_wait(trunk, FrameState::kJoining);
    start_part(run, trunk, op, run.scenario.transactions[op.a].rollback);
}

void stop_waiting_for_connection(Run& run, FrameRef trunk, const Op& op, Outcome why) {
    stop_waiting(run, trunk, edge_of(run, op));
    begin_wait(trunk, FrameState::kRunning);
    trunk->origin = edge_of(run, op).callee;
    give_up(run, trunk, why);
}

Progress execute_transaction(Run& run, FrameRef trunk, const Op& op) {
    trunk->attempt = 0;
    yield_worker(run, trunk);
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
    case Wake::kWorkDone: // the branch has joined
        part_ended(run, trunk, op);
        return;
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

bool is_transaction(const Op& op) { return op.execute == execute_transaction; }

bool is_connected(const Run& run, FrameRef caller) {
    return run.world.transactions[run.world.transaction_of[caller.index]].is_connected;
}

bool take_must_open(Run& run, FrameRef caller) {
    return std::exchange(of_caller(run, caller).must_open, false);
}

void join_transaction(Run& run, Ends statement) {
    const std::uint32_t index = run.world.transaction_of[statement.caller.index];
    run.world.transaction_of[statement.callee.index] = index;
    run.world.transactions[index].statement = statement.callee.index;
}

void hang_up(Run& run, FrameRef caller, bool server_has_statement) {
    Transaction& of = of_caller(run, caller);
    const bool was_open = of.is_connected && of.is_open;
    of.is_connected = false;
    if (!was_open || server_has_statement)
        return; // the server finds out when it is done
    roll_back(run, run.world.transaction_of[caller.index]);
    server_closes(run, run.scenario.edges[run.call_site_of(caller).edge], 1);
}

void lose_connection(Run& run, FrameRef caller) { of_caller(run, caller).is_connected = false; }

void abandon_transaction(Run& run, FrameRef frame) {
    const std::uint32_t index = transaction_of(run, frame);
    if (index == kNone || frame->is_branch || !is_transaction(run.op_of(frame)))
        return;
    Transaction& of = run.world.transactions[index];
    const bool is_open = of.is_connected && of.is_open;
    of.is_connected = false;
    if (is_open && !has_statement(run, index)) {
        roll_back(run, index);
        server_closes(run, edge_of(run, run.op_of(frame)), 1);
    }
    leave_transaction(run, index);
}

} // namespace shaketable::models
