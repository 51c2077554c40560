// The operations of statements that lock: a table, rows of it; and the end of a transaction.
//
// A lock that is not free is waited for: up to lock_timeout; after deadlock_timeout the statement looks
// whether it is in a deadlock, and fails if it is. Rows are locked one after the other, each drawn by itself,
// the same ones on every attempt of a request.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The frame, whose transaction waits for a lock, waits.
void wait_for_lock(Run& run, FrameRef frame);
/// The frame is woken. Returns whether it goes on: it has the lock, and somebody may still want it. Else it
/// waits on, or has ended.
[[nodiscard]] bool end_wait_for_lock(Run& run, FrameRef frame, std::uint16_t detail);

/// The statement fails if it takes longer than the lane's time.
[[nodiscard]] Op statement_timeout_op(std::uint32_t timer_lane);
/// It has.
void time_out_statement(Run& run, FrameRef frame);

/// `lock`: in Scenario::locks.
[[nodiscard]] Op lock_table_op(std::uint32_t lock);
/// `access`: in Scenario::accesses; kNone: it finds its rows by their keys.
[[nodiscard]] Op lock_rows_op(std::uint32_t lock, std::uint32_t access, engine::Label label);
/// Of a statement that locks no rows: what it reads or inserts, where the transaction's isolation level wants
/// to know.
[[nodiscard]] Op touch_rows_op(std::uint32_t lock, std::uint32_t access, engine::Label label);
/// The transaction is about to be committed or prepared: if its isolation level allows it, the log is on disk
/// after so long.
[[nodiscard]] Op flush_op(engine::Duration takes);
/// The transaction's work is durable, or undone: its locks go.
[[nodiscard]] Op commit_op();
/// The transaction can be committed, whatever happens: its locks stay.
[[nodiscard]] Op prepare_op();
[[nodiscard]] Op rollback_op();
[[nodiscard]] bool is_rollback(const Op& op);

} // namespace shaketable::models
