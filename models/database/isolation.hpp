// Isolation levels above READ COMMITTED, as far as they make statements and commits fail.
//
// A transaction at REPEATABLE READ or SERIALIZABLE takes its snapshot when its first statement begins. A
// statement that locks a row which was changed by somebody who has committed since fails (row_changes.hpp).
// At SERIALIZABLE what is read counts, too (read_write_conflicts.hpp). A server keeps account only if some
// transaction above READ COMMITTED may ever come to it; then of all changes, whoever makes them.
#pragma once

#include "models/database/transactions.hpp"

namespace shaketable::models {

/// Its first statement begins.
void begin_isolation(Run& run, std::uint32_t transaction);
/// What the server keeps of it is settled; but of what it read and wrote, others may still have to know.
void end_isolation(Run& run, std::uint32_t transaction, TransactionEnd how);

/// Whether the frame's transaction may have the row: nobody has changed it since its snapshot.
[[nodiscard]] bool may_lock_row(const Run& run, FrameRef frame, LockTarget row);
/// The transaction, which has the row's lock, changes the row. Whether it may.
[[nodiscard]] bool change_row(Run& run, FrameRef frame, LockTarget row);
/// The transaction reads a row or a whole table. Whether it may.
[[nodiscard]] bool read_target(Run& run, FrameRef frame, LockTarget what);
/// The transaction inserts into the table. Whether it may.
[[nodiscard]] bool insert_into(Run& run, FrameRef frame, std::uint32_t table);
/// The transaction is about to be committed or prepared, if it is not prepared already. Whether it may.
[[nodiscard]] bool may_commit(Run& run, FrameRef frame);
[[nodiscard]] inline bool is_serializable(const Run& run, FrameRef frame) {
    return run.world.transactions[run.transaction_of(frame)].isolation == Isolation::kSerializable;
}

/// The statement may not.
Progress fail_to_serialize(Run& run, FrameRef frame);

} // namespace shaketable::models
