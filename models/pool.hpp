// A client-side connection pool: one for each caller instance and database.
//
// A connection is held from checkout to the answer. One that fails, or whose caller gave up, is closed at
// once; the server counts it until its backend is done. Waiters are served first come, first served.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The frame asks for a connection; it is sent, or waits. Its acquisition time-out may wake it
/// (Wake::kPoolTimeout).
void acquire_connection(Run& run, FrameRef caller, const Edge& edge);
/// The frame's connection goes back to the pool, or is closed.
void release_connection(Run& run, FrameRef caller, const Edge& edge, bool keep);
/// The frame does not wait for a connection any more.
void stop_waiting(Run& run, FrameRef caller, const Edge& edge);
/// All pools of an instance are gone with its process.
void close_pools(Run& run, Instance& here);
/// The server of these pools died: idle connections are found closed.
void drop_idle_connections(Run& run, std::uint32_t server_component);
/// The server sees a connection closed by its client.
void server_closes(Run& run, const Edge& edge, std::uint32_t connections);

} // namespace shaketable::models
