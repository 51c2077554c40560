#include "models/database/migration.hpp"

#include "models/database/access.hpp"
#include "models/database/dead_rows.hpp"
#include "models/database/isolation.hpp"
#include "models/database/pooler.hpp"
#include "models/database/replication.hpp"
#include "models/database/statements.hpp"
#include "models/database/table_work.hpp"
#include "models/database/transactions.hpp"
#include "models/database/whole_table.hpp"
#include "models/frames.hpp"
#include "models/process.hpp"
#include "models/server.hpp"
#include "models/server_metrics.hpp"
#include "models/steps.hpp"

namespace shaketable::models {

namespace {

constexpr engine::Label kStatement = engine::label("migration");

const MigrationPlan& plan_of(const Run& run, const Op& op) { return run.scenario.migrations[op.a]; }

/// That of the statement that runs.
MigrationState& state_of(Run& run, FrameRef statement) {
    return run.world.migrations[run.world.transactions[run.transaction_of(statement)].migration];
}

void wait(Run& run, FrameRef trunk, engine::Duration pause) {
    begin_wait(trunk, FrameState::kWaiting);
    wake_at(run, trunk, run.now() + pause, Wake::kWaitOver);
}

/// The migration is over, and so is its entry of the timeline.
void conclude(Run& run, const Instance& here, std::uint32_t migration, bool failed) {
    MigrationState& state = run.world.migrations[migration];
    state.failed = failed;
    state.ended_at = run.now();
    const TimelineEntry& entry = run.scenario.timeline[run.scenario.migrations[migration].entry];
    run.world.active[entry.index] = 0;
    run.fact(here, engine::label(entry.name).bits, What::kFaultEnded);
}

void disconnect(Run& run, FrameRef trunk, bool failed) {
    Instance& here = run.instance_of(trunk);
    const std::uint32_t transaction = run.transaction_of(trunk);
    end_transaction(run, transaction, failed ? TransactionEnd::kRollback : TransactionEnd::kCommit);
    run.world.migrations[run.op_of(trunk).a].truncated.clear();
    trunk->has_transaction = false;
    leave_transaction(run, transaction);
    close_connections(run, here, 1);
    conclude(run, here, run.op_of(trunk).a, failed);
    end_frame(run, trunk);
}

void start_statement(Run& run, FrameRef trunk, const MigrationStep& step) {
    const std::uint32_t transaction = run.transaction_of(trunk);
    open_transaction(run, transaction);
    begin_wait(trunk, FrameState::kJoining);
    trunk->branches = 1;
    trunk->branch_outcome = Outcome::kOk;
    const FrameRef statement = make_branch(run, trunk, kStatement, {.first_op = step.first_op});
    run.set_transaction(statement, transaction);
    Transaction& of = run.world.transactions[transaction];
    of.statement = statement.index;
    ++of.epoch;
    take_snapshot(run, transaction);
    of.has_changed = true; // the catalogue, if nothing else
    advance(run, statement);
}

/// Whatever is next, if anything is.
void go_on(Run& run, FrameRef trunk, const Op& op) {
    MigrationState& state = run.world.migrations[op.a];
    if (state.step == plan_of(run, op).steps.size()) {
        disconnect(run, trunk, false);
        return;
    }
    const MigrationStep& step = plan_of(run, op).steps[state.step];
    if (step.first_op != kNone) {
        start_statement(run, trunk, step);
        return;
    }
    ++state.step;
    wait(run, trunk, step.pause);
}

void statement_succeeded(Run& run, FrameRef trunk, const Op& op) {
    const MigrationPlan& plan = plan_of(run, op);
    MigrationState& state = run.world.migrations[op.a];
    const MigrationStep& step = plan.steps[state.step];
    state.rows_done += step.batch;
    if (!plan.in_one_transaction) {
        end_transaction(run, run.transaction_of(trunk), TransactionEnd::kCommit);
        state.truncated.clear();
    }
    if (state.rows_done < step.rows) {
        wait(run, trunk, step.pause);
        return;
    }
    ++state.step;
    state.rows_done = 0;
    if (!plan.in_one_transaction)
        state.attempts = 0;
    go_on(run, trunk, op);
}

void statement_failed(Run& run, FrameRef trunk, const Op& op) {
    const MigrationPlan& plan = plan_of(run, op);
    MigrationState& state = run.world.migrations[op.a];
    undo_truncates(run, run.instance_of(trunk), state);
    roll_back(run, run.transaction_of(trunk));
    if (++state.attempts == plan.attempts) {
        disconnect(run, trunk, true);
        return;
    }
    if (plan.in_one_transaction) {
        state.step = 0;
        state.rows_done = 0;
    }
    wait(run, trunk, plan.pause);
}

Progress execute_migration(Run& run, FrameRef trunk, const Op& op) {
    go_on(run, trunk, op);
    return Progress::kSuspended;
}

void resume_migration(Run& run, FrameRef trunk, const Op& op, std::uint16_t detail) {
    if (static_cast<Wake>(detail) == Wake::kWaitOver) {
        go_on(run, trunk, op);
        return;
    }
    Transaction& of = run.world.transactions[run.transaction_of(trunk)];
    of.statement = kNone;
    ++of.epoch;
    if (trunk->branch_outcome == Outcome::kOk)
        statement_succeeded(run, trunk, op);
    else
        statement_failed(run, trunk, op);
}

/// From Frame::branches on, `lock(n)` for each n below `count`. Suspended: the frame waits for one of them.
template <class Lock>
Progress lock_one_after_the_other(Run& run, FrameRef frame, std::uint64_t count, const Lock& lock) {
    for (; frame->branches < count; ++frame->branches)
        if (!lock(frame->branches)) {
            wait_for_lock(run, frame);
            return Progress::kSuspended;
        }
    ++frame->op;
    return Progress::kNext;
}

Progress lock_batch(Run& run, FrameRef frame, const Op& op) {
    const LockPlan& plan = run.scenario.locks[op.a];
    LockManager& locks = database_of(run, run.instance_of(frame)).locks;
    const bool is_alone = locks.holds(run.transaction_of(frame), LockTarget::table(plan.table),
                                      static_cast<unsigned>(TableLock::kAccessExclusive));
    const std::uint64_t first = state_of(run, frame).rows_done;
    return lock_one_after_the_other(run, frame, plan.rows, [&](std::uint64_t n) {
        const LockTarget row = LockTarget::row(plan.table, first + n);
        return first + n >= plan.table_rows ||
               ((is_alone || locks.request(run.transaction_of(frame), row, plan.row_mode)) &&
                change_row(run, frame, row)); // at READ COMMITTED, which may
    });
}

Progress execute_read_backfill(Run& run, FrameRef frame, const Op& op) {
    const LockPlan& plan = run.scenario.locks[op.a];
    const std::uint64_t first = state_of(run, frame).rows_done;
    const std::uint64_t left = plan.table_rows - std::min(plan.table_rows, first);
    return read_span(run, frame,
                     {.table = plan.table,
                      .first = static_cast<std::int64_t>(first),
                      .rows = static_cast<std::int64_t>(std::min<std::uint64_t>(left, plan.rows))});
}

Progress lock_awaited(Run& run, FrameRef frame, const Op&) {
    LockManager& locks = database_of(run, run.instance_of(frame)).locks;
    const std::vector<std::uint64_t>& awaited = state_of(run, frame).awaited;
    return lock_one_after_the_other(run, frame, awaited.size(), [&](std::uint64_t n) {
        return locks.request(run.transaction_of(frame), LockTarget::transaction(awaited[n]),
                             RowLock::kForShare);
    });
}

/// What was waited for in `lock` is had, and asked for once more.
template <Progress (*lock)(Run&, FrameRef, const Op&)>
void resume_locking(Run& run, FrameRef frame, const Op& op, std::uint16_t detail) {
    if (!end_wait_for_lock(run, frame, detail))
        return;
    if (lock(run, frame, op) == Progress::kNext)
        advance(run, frame);
}

Progress execute_lock_batch(Run& run, FrameRef frame, const Op& op) {
    frame->branches = 0;
    return lock_batch(run, frame, op);
}

/// From now on it is locked for as long as it lasts, so that one can wait for that.
void await(Run& run, FrameRef frame, std::uint32_t transaction) {
    if (transaction == run.transaction_of(frame))
        return;
    const std::uint64_t id = run.world.transactions[transaction].id;
    database_of(run, run.instance_of(frame)).locks.own(transaction, LockTarget::transaction(id));
    state_of(run, frame).awaited.push_back(id);
}

Progress execute_wait_for_holders(Run& run, FrameRef frame, const Op& op) {
    state_of(run, frame).awaited.clear();
    const LockManager& locks = database_of(run, run.instance_of(frame)).locks;
    for (const std::uint32_t holder : locks.holders(LockTarget::table(op.a), kTableConflicts[op.b]))
        await(run, frame, holder);
    frame->branches = 0;
    return lock_awaited(run, frame, op);
}

Progress execute_wait_for_statements(Run& run, FrameRef frame, const Op& op) {
    state_of(run, frame).awaited.clear();
    for (std::uint32_t index = 0; index < run.world.transactions.size(); ++index) {
        const Transaction& other = run.world.transactions[index];
        const bool runs = has_statement(run, index) && run.frame(other.statement)->served;
        const bool has_snapshot =
            other.has_begun && !other.is_prepared && other.isolation != Isolation::kReadCommitted;
        if (other.instance == frame->instance && other.migration == kNone && (runs || has_snapshot))
            await(run, frame, index);
    }
    frame->branches = 0;
    return lock_awaited(run, frame, op);
}

Progress execute_index(Run& run, FrameRef frame, const Op& op) {
    MigrationState& state = state_of(run, frame);
    Meter& invalid = run.meter(run.instance_of(frame), kInvalidIndexes);
    const bool begins = op.b == 1;
    if (begins && !state.has_invalid_index)
        invalid.raise(run.now());
    else if (!begins)
        invalid.lower(run.now());
    state.has_invalid_index = begins;
    ++frame->op;
    return Progress::kNext;
}

Progress execute_begin_vacuum(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    state_of(run, frame).vacuum_horizon = oldest_snapshot(run, here, run.transaction_of(frame));
    part_deaths(run, here, op.a);
    ++frame->op;
    return Progress::kNext;
}

Progress execute_end_vacuum(Run& run, FrameRef frame, const Op& op) {
    remove_dead(run, run.instance_of(frame), op.a, state_of(run, frame).vacuum_horizon, op.b != 0);
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op migration_op(std::uint32_t migration) {
    return Op{.execute = execute_migration, .resume = resume_migration, .a = migration};
}

Op read_backfill_op(std::uint32_t lock) { return read_span_op(execute_read_backfill, lock); }
Op lock_batch_op(std::uint32_t lock) {
    return Op{.execute = execute_lock_batch, .resume = resume_locking<lock_batch>, .a = lock};
}

Op wait_for_holders_op(std::uint32_t table, TableLock mode) {
    return Op{.execute = execute_wait_for_holders,
              .resume = resume_locking<lock_awaited>,
              .a = table,
              .b = static_cast<std::uint32_t>(mode)};
}

Op wait_for_statements_op() {
    return Op{.execute = execute_wait_for_statements, .resume = resume_locking<lock_awaited>};
}

Op begin_index_op() { return Op{.execute = execute_index, .b = 1}; }
Op finish_index_op() { return Op{.execute = execute_index, .b = 0}; }

Op begin_vacuum_op(std::uint32_t table) { return Op{.execute = execute_begin_vacuum, .a = table}; }
Op end_vacuum_op(std::uint32_t table, bool compacts) {
    return Op{.execute = execute_end_vacuum, .a = table, .b = compacts ? 1U : 0U};
}

void begin_migration(Run& run, const TimelineEntry& entry) {
    const Component& database = run.scenario.components[entry.component];
    Instance& here = run.instance(database.first_instance);
    if (!is_up(here) || here.workers_busy >= here.capacity.workers) {
        conclude(run, here, entry.migration, true);
        return;
    }
    count_connection(run, here);
    const FrameRef trunk =
        make_frame(run, database.first_instance, run.scenario.migrations[entry.migration].op);
    begin_background(run, trunk, run.world.root.child(engine::label(entry.name)));
    const std::uint32_t transaction = make_transaction(run, database.first_instance);
    Transaction& of = run.world.transactions[transaction];
    of.of_client = true;
    of.is_open = true;
    of.migration = entry.migration;
    run.set_transaction(trunk, transaction);
    advance(run, trunk);
}

void abandon_migration(Run& run, FrameRef frame) {
    if (frame->is_branch || frame->is_journey || run.op_of(frame).execute != execute_migration)
        return;
    undo_truncates(run, run.instance_of(frame), run.world.migrations[run.op_of(frame).a]);
    const std::uint32_t transaction = run.transaction_of(frame);
    frame->has_transaction = false;
    leave_transaction(run, transaction);
    conclude(run, run.instance_of(frame), run.op_of(frame).a, true);
}

} // namespace shaketable::models
