// Moves of keys from one shard to another, while both are in use.
//
// The rows are copied batch by batch: read at the source (from the disk, where its memory is limited, and on
// its cores), sent over the edge between the two, written at the target with their indexes, confirmed; then
// the next one, after a pause. Calls go on at the source meanwhile; what they change of rows that are copied
// already, and its catching up, is not modelled. When all are there comes the cut-over: what writes to these
// keys waits where it chooses its shard. Then they lie at the target, and the source drops its copy, at no
// cost. Reads are never held up, and what has been sent before stays where it was sent.
//
// A crash of either server during all that is the end of it: nothing has moved, and the copy is thrown away.
// A database is in one move at a time; others that concern it wait, in line.
//
// Sources: MongoDB's manual, "Sharded Cluster Balancer" (range migration; at most one at a time for a shard)
// and its critical section, in which writes wait; PgDog's manual, "Traffic cutover" (queries wait at the
// router, for less than a second); Citus' manual, citus_move_shard_placement (the old placement is dropped).
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The operations of the frames that read and write a batch of the move.
[[nodiscard]] Op read_batch_pages_op(std::uint32_t move);
[[nodiscard]] Op read_batch_op(std::uint32_t move);
[[nodiscard]] Op write_batch_op(std::uint32_t move);

void begin_move(Run& run, const TimelineEntry& entry);
/// What the move waited for has happened, unless it has failed meanwhile.
void on_move_event(Run& run, std::uint32_t move);
/// The process of the database has died.
void fail_moves(Run& run, const Instance& here);
/// An edge may have been mended.
void resume_moves(Run& run);

} // namespace shaketable::models
