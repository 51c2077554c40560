// A pooler between clients and a database server: many connections of clients share few of the server's, the
// backends.
//
// In session mode a connection has a backend from its opening to its close: one more waits to be opened. In
// transaction mode a transaction has one from its first statement to its end; a statement that is a
// transaction of its own, for as long as it runs; one that is prepared does without. Who waits is served
// first come, first served; who has waited for query_wait_timeout is turned away, and its connection closed.
// The pooler stands beside its server, and dies with it; its own work takes no time. Backends are open
// already. Migrations do not come through it.
//
// Source: PgBouncer's manual, "config.md": pool_mode, default_pool_size, max_client_conn, query_wait_timeout.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The first operation of what comes through a pooler.
[[nodiscard]] Op pooler_op();
/// Whether a statement that has arrived begins now; else it waits, or comes through no pooler.
enum class Backend : std::uint8_t { kNotNeeded, kTaken, kAwaited };
[[nodiscard]] Backend ask_for_backend(Run& run, FrameRef statement);
/// The same for a connection that is asked for.
[[nodiscard]] bool awaits_connection(Run& run, FrameRef connecting);
/// Clients that have hung up while they waited leave: a pooler notices, other than a server. It is asked
/// before somebody else has to wait, or is refused.
void drop_hung_up(Run& run, Instance& here);
/// A statement's transaction has no need of its backend any more.
void give_back_backend(Run& run, Instance& here);
/// A connection is open from now on.
void count_connection(Run& run, Instance& here);
/// The server has some connections less.
void close_connections(Run& run, Instance& here, std::uint32_t connections);
/// The pooler's own event: those who wait are served.
void serve_clients(Run& run, Instance& here);
/// A statement that waits is wanted no more.
void withdraw_statement(Run& run, FrameRef statement);
/// Nobody waits any more, and all backends are new.
void restart_pooler(Run& run, Instance& here);

} // namespace shaketable::models
