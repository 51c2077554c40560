// Transactions at the server: what a statement does to its transaction, and when its locks go.
//
// A statement belongs to the transaction over whose connection it came, or is one of its own (autocommit). A
// statement that fails ends its transaction as far as the server goes: its locks are given back at once, and
// nothing but a rollback is accepted. A transaction whose client has hung up is rolled back when its
// statement is done, or at once if it waits for its client; PostgreSQL notices no sooner. One that waits for
// its client longer than idle_in_transaction_session_timeout is rolled back and its connection closed.
// Source: PostgreSQL's manual, 13.3 and 19.11.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

enum class TransactionEnd : std::uint8_t { kCommit, kRollback };

/// A fresh one at the server.
[[nodiscard]] std::uint32_t make_transaction(Run& run, std::uint32_t instance);
/// Its client has no more to do with it.
void leave_transaction(Run& run, std::uint32_t transaction);
/// Whether a statement of it is at the server, or on its way there.
[[nodiscard]] bool has_statement(const Run& run, std::uint32_t transaction);

/// A statement begins. Why it is refused; kOk: it is not.
[[nodiscard]] Outcome begin_statement(Run& run, FrameRef frame);
/// The server counts it among those under way, from now on.
void open_transaction(Run& run, std::uint32_t transaction);
/// A statement of it begins, and sees what has been committed by now.
void take_snapshot(const Run& run, std::uint32_t transaction);
/// It has answered; `client_waits`: somebody still wanted to know.
void end_statement(Run& run, FrameRef frame, Outcome outcome, bool client_waits);
/// Its client has closed the connection, or the server does: the locks go, and nothing else of it stays; but
/// one that is prepared is in doubt from now on.
void roll_back(Run& run, std::uint32_t transaction);
/// It is committed, or undone, prepared or not.
void end_transaction(Run& run, std::uint32_t transaction, TransactionEnd how);
/// It is prepared.
void prepare_transaction(Run& run, std::uint32_t transaction);
/// The coordinator's process is there again: its recovery begins.
void recover_coordinator(Run& run, const Instance& coordinator);
/// The recovery of its coordinator has come to it.
void resolve_in_doubt(Run& run, std::uint32_t transaction, std::uint32_t epoch);
/// Its locks go, and those who waited for them go on.
void release_locks(Run& run, std::uint32_t transaction, TransactionEnd how);
/// It has waited for its client for long enough.
void time_out_idle(Run& run, std::uint32_t transaction, std::uint32_t epoch);
/// The server's process is gone, and all its transactions with it.
void lose_transactions(Run& run, const Instance& here);

[[nodiscard]] inline DatabaseState& database_of(const Run& run, const Instance& here) {
    return run.world.databases[run.component_of(here).model_index];
}
[[nodiscard]] inline const DatabasePlan& plan_of(const Run& run, const Instance& here) {
    return run.scenario.databases[run.component_of(here).model_index];
}

} // namespace shaketable::models
