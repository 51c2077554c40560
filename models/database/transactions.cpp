#include "models/database/transactions.hpp"

#include "models/database/dead_rows.hpp"
#include "models/database/events.hpp"
#include "models/database/isolation.hpp"
#include "models/database/pooler.hpp"
#include "models/database/replication.hpp"
#include "models/database/statements.hpp"
#include "models/frames.hpp"
#include "models/process.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

namespace {

void free_if_over(Run& run, std::uint32_t index) {
    Transaction& over = run.world.transactions[index];
    if (over.of_client || over.in_doubt || has_statement(run, index))
        return;
    ++over.epoch;
    over.instance = kNone;
    over.next_free = run.world.free_transaction;
    run.world.free_transaction = index;
}

void leave_backend(Run& run, Transaction& of) {
    if (of.has_backend)
        give_back_backend(run, run.instance(of.instance));
    of.has_backend = false;
}

/// Whether the server waits for the next statement of a step's transaction: its client measures it.
void set_idle(Run& run, Transaction& of, bool idle) {
    if (of.is_idle == idle || of.trunk == kNone)
        return;
    of.is_idle = idle;
    const Edge& edge = run.scenario.edges[run.scenario.transactions[run.scenario.ops[of.op].a].edge];
    if (edge.first_pool_metric == kNone)
        return;
    const Instance& client = run.instance_of(run.frame(of.trunk));
    Meter& meter = run.meter(client, edge.first_pool_metric + kPoolIdleInTransaction);
    if (idle)
        meter.raise(run.now());
    else
        meter.lower(run.now());
}

/// What the server keeps of it is gone.
void forget_at_server(Run& run, std::uint32_t index) {
    Transaction& of = run.world.transactions[index];
    if (!of.has_begun)
        return;
    of.has_begun = false;
    set_idle(run, of, false);
    if (run.scenario.has_autovacuum)
        settle_deaths(run, index);
    of.has_changed = false;
    run.meter(run.instance(of.instance), kOpenTransactions).lower(run.now());
    leave_backend(run, of);
}

void expect_idle_timeout(Run& run, std::uint32_t index) {
    const Transaction& idle = run.world.transactions[index];
    const Instance& here = run.instance(idle.instance);
    const engine::Duration timeout = plan_of(run, here).idle_timeout;
    if (timeout != engine::kLongest)
        push_database_event(run, run.now() + timeout, here.component, DatabaseEvent::kIdle, index,
                            idle.epoch);
}

void expect_recovery(Run& run, std::uint32_t index) {
    const Transaction& of = run.world.transactions[index];
    push_database_event(run, run.now() + of.recovery, run.instance(of.instance).component,
                        DatabaseEvent::kRecovery, index, of.epoch);
}

void leave_in_doubt(Run& run, std::uint32_t index) {
    Transaction& of = run.world.transactions[index];
    if (of.in_doubt)
        return;
    of.in_doubt = true;
    if (is_up(run.instance(of.coordinator))) // else: when it is there again
        expect_recovery(run, index);
}

} // namespace

std::uint32_t make_transaction(Run& run, std::uint32_t instance) {
    World& world = run.world;
    std::uint32_t made = world.free_transaction;
    if (made == kNone) {
        made = static_cast<std::uint32_t>(world.transactions.size());
        world.transactions.emplace_back();
    } else {
        world.free_transaction = world.transactions[made].next_free;
    }
    const std::uint32_t epoch = world.transactions[made].epoch + 1;
    world.transactions[made] =
        Transaction{.instance = instance, .epoch = epoch, .id = ++world.transactions_made};
    return made;
}

// What is still on its way to the server will be a statement of its own there, for nobody; or nothing, where
// the server has closed the connection meanwhile.
void leave_transaction(Run& run, std::uint32_t transaction) {
    Transaction& left = run.world.transactions[transaction];
    left.of_client = false;
    set_idle(run, left, false);
    left.trunk = kNone;
    if (left.is_prepared)
        leave_in_doubt(run, transaction);
    if (has_statement(run, transaction) && !run.frame(left.statement)->served) {
        const FrameRef statement = run.frame(left.statement);
        if (left.was_terminated)
            free_frame(run.world, statement);
        else
            statement->has_transaction = false;
        roll_back(run, transaction);
    }
    free_if_over(run, transaction);
}

bool has_statement(const Run& run, std::uint32_t transaction) {
    const std::uint32_t statement = run.world.transactions[transaction].statement;
    return statement != kNone && run.frame(statement)->state != FrameState::kFree &&
           run.transaction_of(run.frame(statement)) == transaction;
}

Outcome begin_statement(Run& run, FrameRef frame) {
    std::uint32_t index = run.transaction_of(frame);
    if (index == kNone) {
        index = make_transaction(run, frame->instance);
        run.world.transactions[index].autocommits = true;
        run.set_transaction(frame, index);
    }
    Transaction& of = run.world.transactions[index];
    ++of.epoch;
    of.statement = frame.index;
    set_idle(run, of, false);
    if (of.was_terminated)
        return Outcome::kReset;
    if (of.has_failed && !is_rollback(run.op_of(frame)))
        return Outcome::kError;
    if (!of.has_begun)
        open_transaction(run, index);
    take_snapshot(run, index);
    return Outcome::kOk;
}

void take_snapshot(const Run& run, std::uint32_t transaction) {
    Transaction& of = run.world.transactions[transaction];
    const bool is_first = of.snapshot_at == engine::Time();
    if (is_first || (!of.has_changed && of.isolation == Isolation::kReadCommitted))
        of.snapshot_at = run.now();
}

void open_transaction(Run& run, std::uint32_t transaction) {
    Transaction& of = run.world.transactions[transaction];
    if (of.has_begun)
        return;
    of.has_begun = true;
    run.meter(run.instance(of.instance), kOpenTransactions).raise(run.now());
    if (run.scenario.has_isolation)
        begin_isolation(run, transaction);
}

void end_statement(Run& run, FrameRef frame, Outcome outcome, bool client_waits) {
    const std::uint32_t index = run.transaction_of(frame);
    if (index == kNone)
        return;
    Transaction& of = run.world.transactions[index];
    of.statement = kNone;
    ++of.epoch;
    frame->has_transaction = false;
    if (of.autocommits) {
        end_transaction(run, index,
                        is_answered(outcome) ? TransactionEnd::kCommit : TransactionEnd::kRollback);
        free_if_over(run, index);
        return;
    }
    if (!of.of_client || !client_waits || !of.is_connected) {
        roll_back(run, index);
        free_if_over(run, index);
        return;
    }
    if (!is_answered(outcome)) {
        of.has_failed = true;
        release_locks(run, index, TransactionEnd::kRollback);
    }
    if (of.is_prepared) {
        leave_backend(run, of);
    } else if (of.has_begun) {
        set_idle(run, of, !of.has_failed); // what failed has no locks any more
        expect_idle_timeout(run, index);
    }
}

void roll_back(Run& run, std::uint32_t transaction) {
    if (run.world.transactions[transaction].is_prepared)
        leave_in_doubt(run, transaction);
    else
        end_transaction(run, transaction, TransactionEnd::kRollback);
}

void end_transaction(Run& run, std::uint32_t transaction, TransactionEnd how) {
    Transaction& over = run.world.transactions[transaction];
    if (over.is_prepared)
        run.meter(run.instance(over.instance), kPrepared).lower(run.now());
    over.is_prepared = false;
    over.in_doubt = false;
    release_locks(run, transaction, how);
    forget_at_server(run, transaction);
}

void prepare_transaction(Run& run, std::uint32_t transaction) {
    Transaction& of = run.world.transactions[transaction];
    if (of.coordinator == kNone) // its client has left, and its transaction is rolled back
        return;
    of.is_prepared = true;
    run.meter(run.instance(of.instance), kPrepared).raise(run.now());
}

void recover_coordinator(Run& run, const Instance& coordinator) {
    for (std::uint32_t index = 0; index < run.world.transactions.size(); ++index) {
        const Transaction& of = run.world.transactions[index];
        if (of.in_doubt && of.coordinator == run.index_of(coordinator))
            expect_recovery(run, index);
    }
}

void resolve_in_doubt(Run& run, std::uint32_t transaction, std::uint32_t epoch) {
    const Transaction& of = run.world.transactions[transaction];
    if (!of.in_doubt || of.epoch != epoch || !is_up(run.instance(of.coordinator)))
        return;
    if (!is_up(run.instance(of.instance))) { // the server is down: again, later
        expect_recovery(run, transaction);
        return;
    }
    end_transaction(run, transaction, of.is_decided ? TransactionEnd::kCommit : TransactionEnd::kRollback);
    free_if_over(run, transaction);
}

void release_locks(Run& run, std::uint32_t transaction, TransactionEnd how) {
    if (run.scenario.has_isolation)
        end_isolation(run, transaction, how);
    DatabaseState& database = database_of(run, run.instance(run.world.transactions[transaction].instance));
    database.locks.release_all(transaction, database.granted);
    for (const std::uint32_t holder : database.granted) {
        const FrameRef statement = run.frame(run.world.transactions[holder].statement);
        wake_at(run, statement, run.now(), Wake::kLockGranted);
    }
    database.granted.clear();
}

void time_out_idle(Run& run, std::uint32_t transaction, std::uint32_t epoch) {
    Transaction& idle = run.world.transactions[transaction];
    if (idle.epoch != epoch || !idle.has_begun || has_statement(run, transaction))
        return;
    Instance& here = run.instance(idle.instance);
    roll_back(run, transaction);
    idle.was_terminated = true;
    idle.is_open = false;
    run.meter(here, kIdleTimeouts).count();
    close_connections(run, here, 1);
}

void lose_transactions(Run& run, const Instance& here) {
    if (run.scenario.databases.empty() || run.component_of(here).model_index == kNone)
        return;
    const std::uint32_t instance = run.index_of(here);
    DatabaseState& database = database_of(run, here);
    std::int64_t prepared = 0; // they and their locks survive it
    for (std::uint32_t index = 0; index < run.world.transactions.size(); ++index) {
        Transaction& lost = run.world.transactions[index];
        if (lost.instance != instance || !lost.is_prepared) { // also of those that are over by now
            database.locks.release_all(index, database.granted);
            database.changes.end(lost.id, false);
            database.conflicts.end(lost.id, false);
        }
        if (lost.instance != instance || lost.must_open) // the server knows nothing of it yet
            continue;
        lost.statement = kNone;
        lost.was_terminated = true;
        lost.is_open = false;
        lost.has_backend = false;
        if (lost.is_prepared) {
            ++prepared;
            continue;
        }
        lost.has_begun = false;
        set_idle(run, lost, false);
        lost.isolation = Isolation::kReadCommitted;
        free_if_over(run, index);
    }
    settle_lost_deaths(run, here);
    database.granted.clear(); // nobody waits any more
    run.meter(here, kOpenTransactions).set(run.now(), prepared);
    run.meter(here, kLockWaiting).set(run.now(), 0);
    const DatabasePlan& plan = plan_of(run, here);
    for (std::uint32_t table = 0; table < plan.tables.size(); ++table)
        run.meter(here, plan.first_table_metric + table).set(run.now(), 0);
}

} // namespace shaketable::models
