// A step that is a transaction: several statements, and whatever else happens between them, over one
// connection.
//
// The connection is taken from the caller's pool at the beginning and held until the commit is answered. What
// stands between begin and commit runs as a branch. If anything in it fails, and the connection is still
// there, the transaction is rolled back, which takes a round trip; a transaction that was the victim of a
// deadlock may be tried again as a whole. A client that gives up on a statement closes the connection.
#pragma once

#include "models/transit.hpp"

namespace shaketable::models {

/// `transaction`: in Scenario::transactions.
[[nodiscard]] Op transaction_op(std::uint32_t transaction, engine::Label label);
/// Whether it is one of these: Op::a is a transaction then, and not a call site.
[[nodiscard]] bool is_transaction(const Op& op);

// Statements: calls that a branch makes over its transaction's connection.
[[nodiscard]] bool is_connected(const Run& run, FrameRef caller);
/// Whether the connection has still to be opened. Only once.
[[nodiscard]] bool take_must_open(Run& run, FrameRef caller);
void join_transaction(Run& run, Ends statement);
/// The caller gives up on its statement, which is with the server, or not any more.
void hang_up(Run& run, FrameRef caller, bool server_has_statement);
/// The caller learns that the connection is closed.
void lose_connection(Run& run, FrameRef caller);

/// The frame is about to be lost in a crash: its transaction is rolled back, if it has one.
void abandon_transaction(Run& run, FrameRef frame);

} // namespace shaketable::models
