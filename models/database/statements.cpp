#include "models/database/statements.hpp"

#include "models/cpu.hpp"
#include "models/database/access.hpp"
#include "models/database/autovacuum.hpp"
#include "models/database/isolation.hpp"
#include "models/database/transactions.hpp"
#include "models/frames.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

engine::Duration lock_timeout_of(const Run& run, const Transaction& of, const DatabasePlan& plan) {
    return of.migration == kNone
               ? plan.lock_timeout
               : run.scenario.migrations[of.migration].lock_timeout.value_or(plan.lock_timeout);
}

std::uint32_t table_of(LockTarget target) {
    if (target.table_of == LockTarget::kTransactions)
        return kNone;
    return static_cast<std::uint32_t>(
        target.table_of >= LockTarget::kIndexes ? target.table_of - LockTarget::kIndexes : target.table_of);
}

void stop_waiting_for_lock(Run& run, FrameRef frame) {
    const Instance& here = run.instance_of(frame);
    Transaction& of = run.world.transactions[run.transaction_of(frame)];
    begin_wait(frame, FrameState::kRunning);
    run.meter(here, kLockWaiting).lower(run.now());
    if (of.table_awaited != kNone)
        run.meter(here, plan_of(run, here).first_table_metric + of.table_awaited).lower(run.now());
    of.table_awaited = kNone;
    run.meter(here, kLockWait).time(run.now() - of.lock_asked_at);
}

Progress execute_statement_timeout(Run& run, FrameRef frame, const Op& op) {
    run.world.timers.arm(run.queue(), op.a, frame.index);
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op statement_timeout_op(std::uint32_t timer_lane) {
    return Op{.execute = execute_statement_timeout, .a = timer_lane};
}

void time_out_statement(Run& run, FrameRef frame) {
    Instance& here = run.instance_of(frame);
    if (frame->state == FrameState::kComputing)
        leave_cores(run, here, frame);
    if (frame->state == FrameState::kWaitingForLock)
        stop_waiting_for_lock(run, frame);
    else
        begin_wait(frame, FrameState::kRunning);
    run.meter(here, kStatementTimeouts).count();
    fail_frame(run, frame, Outcome::kStatementTimeout);
}

void wait_for_lock(Run& run, FrameRef frame) {
    const Instance& here = run.instance_of(frame);
    const DatabasePlan& plan = plan_of(run, here);
    Transaction& of = run.world.transactions[run.transaction_of(frame)];
    begin_wait(frame, FrameState::kWaitingForLock);
    of.lock_asked_at = run.now();
    run.meter(here, kLockWaiting).raise(run.now());
    of.table_awaited = table_of(database_of(run, here).locks.awaited(run.transaction_of(frame)));
    if (of.table_awaited != kNone)
        run.meter(here, plan.first_table_metric + of.table_awaited).raise(run.now());
    wake_at(run, frame, run.now() + plan.deadlock_timeout, Wake::kDeadlockCheck);
    if (const engine::Duration timeout = lock_timeout_of(run, of, plan); timeout != engine::kLongest)
        wake_at(run, frame, run.now() + timeout, Wake::kLockTimeout);
}

bool end_wait_for_lock(Run& run, FrameRef frame, std::uint16_t detail) {
    const auto why = static_cast<Wake>(detail & 0xFFU);
    const Instance& here = run.instance_of(frame);
    const std::uint32_t transaction = run.transaction_of(frame);
    if (why == Wake::kDeadlockCheck && database_of(run, here).locks.deadlock_of(transaction).empty()) {
        cancel_autovacuum(run, here, transaction);
        return false; // it waits on
    }
    stop_waiting_for_lock(run, frame);
    if (why == Wake::kLockGranted)
        return true;
    if (why == Wake::kCancelled) {
        stop_frame(run, frame);
        return false;
    }
    const bool is_deadlock = why == Wake::kDeadlockCheck;
    run.meter(here, is_deadlock ? kDeadlocks : kLockTimeouts).count();
    fail_frame(run, frame, is_deadlock ? Outcome::kDeadlock : Outcome::kLockTimeout);
    return false;
}

namespace {

Progress execute_lock_table(Run& run, FrameRef frame, const Op& op) {
    const LockPlan& plan = run.scenario.locks[op.a];
    LockManager& locks = database_of(run, run.instance_of(frame)).locks;
    const LockTarget target =
        plan.of_indexes ? LockTarget::indexes(plan.table) : LockTarget::table(plan.table);
    if (!locks.request(run.transaction_of(frame), target, plan.table_mode)) {
        wait_for_lock(run, frame);
        return Progress::kSuspended;
    }
    ++frame->op;
    return Progress::kNext;
}

void resume_lock_table(Run& run, FrameRef frame, const Op&, std::uint16_t detail) {
    if (!end_wait_for_lock(run, frame, detail))
        return;
    ++frame->op;
    advance(run, frame);
}

/// If it may commit at all.
Progress execute_flush(Run& run, FrameRef frame, const Op& op) {
    if (run.scenario.has_isolation && !may_commit(run, frame))
        return fail_to_serialize(run, frame);
    begin_wait(frame, FrameState::kWaiting);
    wake_at(run, frame, run.now() + engine::round_to_duration(op.probability), Wake::kWaitOver);
    return Progress::kSuspended;
}

void resume_flush(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    begin_wait(frame, FrameState::kRunning);
    ++frame->op;
    advance(run, frame);
}

std::uint64_t row_of(FrameRef frame, const Op& op, const LockPlan& plan) {
    const engine::Key key = frame->key.child(op.label, frame->branches);
    engine::Draws draws(key, op.label, 0);
    const bool is_hot = plan.hot_share > 0.0 && draws.unit() < plan.hot_share;
    const std::uint64_t among = is_hot ? std::min(plan.hot_rows, plan.table_rows) : plan.table_rows;
    return std::min(static_cast<std::uint64_t>(draws.unit() * static_cast<double>(among)), among - 1);
}

/// Whether the access may read the tables that it scans; `finds_rows`: the first is none of them.
bool scan_tables(Run& run, FrameRef frame, std::uint32_t access, const LockPlan& plan, bool& finds_rows) {
    for (const std::uint32_t table : scanned_tables(run, run.instance_of(frame), access)) {
        finds_rows = finds_rows && table != plan.table;
        if (!read_target(run, frame, LockTarget::table(table)))
            return false;
    }
    return true;
}

/// Whether the statement's isolation level allows it to see what it finds.
bool may_touch_rows(Run& run, FrameRef frame, const Op& op) {
    if (!run.scenario.has_isolation || !is_serializable(run, frame))
        return true;
    const LockPlan& plan = run.scenario.locks[op.a];
    bool finds_rows = true;
    bool may = op.b == kNone || scan_tables(run, frame, op.b, plan, finds_rows);
    frame->branches = 0;
    for (; may && finds_rows && frame->branches < plan.reads; ++frame->branches)
        may = read_target(run, frame, LockTarget::row(plan.table, row_of(frame, op, plan)));
    return may && (!plan.inserts || insert_into(run, frame, plan.table));
}

Progress execute_touch_rows(Run& run, FrameRef frame, const Op& op) {
    if (!may_touch_rows(run, frame, op))
        return fail_to_serialize(run, frame);
    ++frame->op;
    return Progress::kNext;
}

/// Those from Frame::branches on.
Progress lock_rows(Run& run, FrameRef frame, const Op& op) {
    const LockPlan& plan = run.scenario.locks[op.a];
    LockManager& locks = database_of(run, run.instance_of(frame)).locks;
    const bool keeps_changes = run.scenario.has_isolation;
    for (; frame->branches < plan.rows; ++frame->branches) {
        const LockTarget row = LockTarget::row(plan.table, row_of(frame, op, plan));
        if (keeps_changes && !may_lock_row(run, frame, row))
            return fail_to_serialize(run, frame);
        if (!locks.request(run.transaction_of(frame), row, plan.row_mode)) {
            wait_for_lock(run, frame);
            return Progress::kSuspended;
        }
        if (keeps_changes && !(plan.changes ? change_row(run, frame, row) : read_target(run, frame, row)))
            return fail_to_serialize(run, frame);
    }
    ++frame->op;
    return Progress::kNext;
}

Progress execute_lock_rows(Run& run, FrameRef frame, const Op& op) {
    if (!may_touch_rows(run, frame, op))
        return fail_to_serialize(run, frame);
    frame->branches = 0;
    run.world.transactions[run.transaction_of(frame)].has_changed = true;
    return lock_rows(run, frame, op);
}

void resume_lock_rows(Run& run, FrameRef frame, const Op& op, std::uint16_t detail) {
    if (!end_wait_for_lock(run, frame, detail))
        return;
    if (lock_rows(run, frame, op) == Progress::kNext)
        advance(run, frame);
}

Progress execute_end_of_transaction(Run& run, FrameRef frame, const Op& op) {
    const std::uint32_t transaction = run.transaction_of(frame);
    run.world.transactions[transaction].has_failed = false;
    end_transaction(run, transaction, is_rollback(op) ? TransactionEnd::kRollback : TransactionEnd::kCommit);
    ++frame->op;
    return Progress::kNext;
}

Progress execute_prepare(Run& run, FrameRef frame, const Op&) {
    prepare_transaction(run, run.transaction_of(frame));
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op lock_table_op(std::uint32_t lock) {
    return Op{.execute = execute_lock_table, .resume = resume_lock_table, .a = lock};
}

Op lock_rows_op(std::uint32_t lock, std::uint32_t access, engine::Label label) {
    return Op{
        .execute = execute_lock_rows, .resume = resume_lock_rows, .label = label, .a = lock, .b = access};
}

Op flush_op(engine::Duration takes) {
    return Op{
        .execute = execute_flush, .resume = resume_flush, .probability = static_cast<double>(takes.ns())};
}
Op touch_rows_op(std::uint32_t lock, std::uint32_t access, engine::Label label) {
    return Op{.execute = execute_touch_rows, .label = label, .a = lock, .b = access};
}

Op prepare_op() { return Op{.execute = execute_prepare}; }
Op commit_op() { return Op{.execute = execute_end_of_transaction}; }
Op rollback_op() { return Op{.execute = execute_end_of_transaction, .b = 1}; }
bool is_rollback(const Op& op) { return op.execute == execute_end_of_transaction && op.b == 1; }

} // namespace shaketable::models
