// A step that is a transaction: several statements, and whatever else happens between them, over one
// connection.
//
// The connection is taken from the caller's pool at the beginning and held until the commit is answered. The
// frame goes through the steps in between itself; that it is within them is the transaction's to know. If
// anything in them fails, and the connection is still there, the transaction is rolled back, which takes a
// round trip; a transaction that was the victim of a deadlock, or could not be serialized, may be tried again
// as a whole. A client that gives up on a statement closes the connection.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// `transaction`: in Scenario::transactions.
[[nodiscard]] Op transaction_op(std::uint32_t transaction, engine::Label label);
/// What stands behind its steps, and behind the rollback.
[[nodiscard]] Op end_of_transaction_op();
/// Whether it is a transaction: Op::a is in Scenario::transactions then, and not a call site.
[[nodiscard]] bool is_transaction(const Op& op);

/// Whether the frame is within the steps of a transaction of its own.
[[nodiscard]] inline bool has_transaction_step(const Run& run, FrameRef frame) {
    return frame->has_transaction && run.world.transactions[run.transaction_of(frame)].trunk == frame.index;
}
/// A step within the transaction has failed, or the frame is overdue.
void fail_transaction(Run& run, FrameRef trunk, Outcome outcome);

/// Frame::lineage of what is done in the attempt (from 1) of a frame of this lineage: 0 as long as everything
/// is a first attempt.
[[nodiscard]] inline std::uint32_t lineage_of_attempt(std::uint32_t lineage, std::uint8_t attempt) {
    if (lineage == 0 && attempt == 1)
        return 0;
    const std::uint64_t hash = engine::mix(std::uint64_t{lineage} << 8 | attempt);
    return static_cast<std::uint32_t>(hash) | 1U;
}
/// Of what the frame does now: its own, or that of the attempt at its transaction.
[[nodiscard]] inline std::uint32_t lineage_within(const Run& run, FrameRef frame) {
    return has_transaction_step(run, frame)
               ? lineage_of_attempt(frame->lineage, run.world.transactions[run.transaction_of(frame)].attempt)
               : frame->lineage;
}

// Statements: calls over the connection of the caller's transaction.
[[nodiscard]] bool is_connected(const Run& run, FrameRef caller);
/// Whether the connection has still to be opened. Only once.
[[nodiscard]] bool take_must_open(Run& run, FrameRef caller);
void join_transaction(Run& run, FrameRef caller, FrameRef statement);
/// The caller gives up on its statement, which is with the server, or not any more.
void hang_up(Run& run, FrameRef caller, bool server_has_statement);
/// The caller learns that the connection is closed.
void lose_connection(Run& run, FrameRef caller);

/// The frame is about to be lost in a crash: its transaction is rolled back, if it has one.
void abandon_transaction(Run& run, FrameRef frame);

} // namespace shaketable::models
