#include "models/database/isolation.hpp"

#include "models/frames.hpp"

namespace shaketable::models {

namespace {

const Transaction& transaction_with(const Run& run, FrameRef statement) {
    return run.world.transactions[run.transaction_of(statement)];
}

} // namespace

void begin_isolation(Run& run, std::uint32_t transaction) {
    const Transaction& begun = run.world.transactions[transaction];
    if (begun.isolation == Isolation::kReadCommitted)
        return;
    DatabaseState& database = database_of(run, run.instance(begun.instance));
    database.changes.take_snapshot(begun.id);
    if (begun.isolation == Isolation::kSerializable)
        database.conflicts.begin(begun.id);
}

void end_isolation(Run& run, std::uint32_t transaction, TransactionEnd how) {
    Transaction& over = run.world.transactions[transaction];
    over.isolation = Isolation::kReadCommitted; // whatever may still come of it
    const Instance& here = run.instance(over.instance);
    if (!plan_of(run, here).keeps_changes())
        return;
    database_of(run, here).changes.end(over.id, how == TransactionEnd::kCommit);
    database_of(run, here).conflicts.end(over.id, how == TransactionEnd::kCommit);
}

bool may_lock_row(const Run& run, FrameRef frame, LockTarget row) {
    const Transaction& of = transaction_with(run, frame);
    return of.isolation == Isolation::kReadCommitted ||
           !database_of(run, run.instance_of(frame)).changes.changed_since_snapshot(of.id, row);
}

bool change_row(Run& run, FrameRef frame, LockTarget row) {
    const Instance& here = run.instance_of(frame);
    if (!plan_of(run, here).keeps_changes())
        return true;
    DatabaseState& database = database_of(run, here);
    const std::uint64_t id = transaction_with(run, frame).id;
    if (is_serializable(run, frame) && !database.conflicts.write(id, row))
        return false;
    database.changes.change(id, row);
    return true;
}

bool read_target(Run& run, FrameRef frame, LockTarget what) {
    return !is_serializable(run, frame) ||
           database_of(run, run.instance_of(frame)).conflicts.read(transaction_with(run, frame).id, what);
}

bool insert_into(Run& run, FrameRef frame, std::uint32_t table) {
    return !is_serializable(run, frame) ||
           database_of(run, run.instance_of(frame))
               .conflicts.write(transaction_with(run, frame).id, LockTarget::table(table));
}

bool may_commit(Run& run, FrameRef frame) {
    const Transaction& of = transaction_with(run, frame);
    return of.is_prepared || !is_serializable(run, frame) ||
           database_of(run, run.instance_of(frame)).conflicts.prepare(of.id);
}

Progress fail_to_serialize(Run& run, FrameRef frame) {
    const Instance& here = run.instance_of(frame);
    run.meter(here, plan_of(run, here).serialization_failures).count();
    fail_frame(run, frame, Outcome::kSerializationFailure);
    return Progress::kSuspended;
}

} // namespace shaketable::models
