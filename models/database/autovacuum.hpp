// Autovacuum: PostgreSQL's background workers that remove dead rows.
//
// Every `naptime` a worker starts, if a table has more dead rows than vacuum_threshold + vacuum_scale_factor
// x its rows; if all workers are busy, as soon as one has ended. It goes through the tables that need it, one
// after the other, but those that another worker has, and those whose lock, SHARE UPDATE EXCLUSIVE, it can't
// have at once: autovacuum waits for nobody. A table is swept: all its pages, then those of each index, then
// the table's pages with dead rows once more; without an index, or without dead rows that may go, once. Pages
// that are not in memory are read from the disk, and leave the memory as it is (a ring buffer). Each row, and
// each entry of an index, takes row_cpu of a core.
//
// A page costs 1, or 2 if it was read, and 20 more if it is changed: if a dead row goes from it, or the row
// that replaces it is on it, which is noted as visible to all. When a worker's cost has
// reached cost_limit divided by the workers at work, it sleeps cost_delay times the cost over that, at most
// four times cost_delay. The dead rows go at the end.
//
// A statement that has waited deadlock_timeout for a lock which an autovacuum holds cancels it: what that has
// done is lost, its lock goes as soon as its present read, work or sleep is over, and it goes on with its
// next table. A crash takes launcher and workers away; both begin anew with the server. In a group
// they are the primary's.
//
// Sources: PostgreSQL's manual, 25.1.6 "The Autovacuum Daemon" and 20.4.4;
// src/backend/postmaster/autovacuum.c (autovac_balance_cost, VACOPT_SKIP_LOCKED), commands/vacuum.c
// (vacuum_delay_point), access/heap/vacuumlazy.c, storage/lmgr/proc.c (ProcSleep) and deadlock.c
// (blocking_autovacuum_proc), version 15.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The program of a worker.
[[nodiscard]] Op autovacuum_op();

/// The server is there: so is its launcher.
void begin_autovacuum(Run& run, const Instance& here);
/// The server is gone, its frames and its locks already.
void lose_autovacuum(Run& run, const Instance& here);
/// It is time for the next worker.
void launch_worker(Run& run, Instance& here, std::uint32_t epoch);
/// The transaction has waited for deadlock_timeout: an autovacuum that holds what it waits for is cancelled.
void cancel_autovacuum(Run& run, const Instance& here, std::uint32_t waiter);

} // namespace shaketable::models
