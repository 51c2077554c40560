// Dead rows: what UPDATE and DELETE leave behind, and who may still need it.
//
// A changed row is a new version of it beside the old one, which is dead when the transaction is over that
// changed it; a deleted one is dead likewise. Dead rows take their room among the others until a vacuum
// removes them. Then new rows are put in that room; the table never gets smaller. A vacuum removes what had
// died before the oldest transaction that may look for it: one that has changed (or locked) rows, from its
// first such statement on until its end, one above READ COMMITTED, from its first statement on until its end,
// and one whose statement runs, from the beginning of that. (At READ COMMITTED a transaction that has only
// read, and now waits for its client, keeps nothing.)
//
// Deaths are noted together for a 64th of `naptime`, and go when the last of these may go. Source:
// PostgreSQL's manual, 25.1.2 "Recovering Disk Space", and GetOldestNonRemovableTransactionId in
// src/backend/storage/ipc/procarray.c, version 15.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Of a statement that changes so many rows of the table, or deletes as many of them as there are: the last
/// row of a table stays.
[[nodiscard]] Op leave_dead_op(std::uint32_t table, std::uint32_t rows, bool deletes);
/// The server's metric of them is brought up to date. Requires that it keeps them.
void show_dead_rows(const Run& run, const Instance& server);
/// The transaction is over, and what it changed is dead.
void settle_deaths(Run& run, std::uint32_t transaction);
/// The server's process is gone, and all its transactions but those that are prepared.
void settle_lost_deaths(Run& run, const Instance& here);

/// Rows that died before then are needed by nobody, but perhaps by `own`, a transaction.
[[nodiscard]] engine::Time oldest_snapshot(const Run& run, const Instance& here, std::uint32_t own);
/// How many of them the table has.
[[nodiscard]] std::int64_t removable_rows(const TableState& table, engine::Time horizon);
/// A vacuum of the table begins: who dies from now on is not counted with those before.
void part_deaths(Run& run, const Instance& here, std::uint32_t table);
/// They go, at all servers of the group; `compacts`: the table is written anew, without the room they leave.
void remove_dead(Run& run, const Instance& here, std::uint32_t table, engine::Time horizon, bool compacts);

} // namespace shaketable::models
