// A migration: a client of the database with a connection of its own, which goes through a list of steps.
//
// One frame at the database goes through the list; each statement is a branch of it, so that a statement that
// fails (lock_timeout, deadlock) leaves the frame in place to try again. Between two statements its locks are
// gone, unless all of them are one transaction. It ends, and its entry of the timeline with it, when the last
// step is done or an attempt too many has failed; at once if the server is down, has no connection left, or
// crashes.
//
// An index that is built or dropped concurrently waits for transactions instead of keeping them out, as
// PostgreSQL's manual describes it (CREATE INDEX, "Building Indexes Concurrently"): before each of its two
// scans of the table for all that hold a lock which lets them write it, and in the end for all statements
// that run in the database. A build that fails leaves its index behind, invalid; the next attempt drops it
// first.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// What the frame does that goes through the list.
[[nodiscard]] Op migration_op(std::uint32_t migration);

// The operations of its statements, beside those of models/database/statements.hpp.
/// Locks the rows of the present batch. `lock`: in Scenario::locks.
[[nodiscard]] Op lock_batch_op(std::uint32_t lock);
/// Reads the pages of the present batch.
[[nodiscard]] Op read_backfill_op(std::uint32_t lock);
/// Waits for the end of all who now hold the table in a mode that excludes `mode`.
[[nodiscard]] Op wait_for_holders_op(std::uint32_t table, TableLock mode);
/// Waits for the end of the transactions of all that now have a snapshot: those whose statement runs, and
/// those that keep one.
[[nodiscard]] Op wait_for_statements_op();
/// An index that nobody uses yet is in the catalogue; the same one is ready.
[[nodiscard]] Op begin_index_op();
[[nodiscard]] Op finish_index_op();
/// A statement that removes dead rows begins; it has done so (see remove_dead).
[[nodiscard]] Op begin_vacuum_op(std::uint32_t table);
[[nodiscard]] Op end_vacuum_op(std::uint32_t table, bool compacts);

void begin_migration(Run& run, const TimelineEntry& entry);
/// The frame is about to be lost in a crash: its migration has failed, if it is one's.
void abandon_migration(Run& run, FrameRef frame);

} // namespace shaketable::models
