// A client-side connection pool: one for each caller instance and database.
//
// A connection is held from checkout to the answer. One that fails, or whose caller gave up, is closed at
// once; the server counts it until its backend is done. Waiters are served first come, first served.
//
// Where idle_timeout or max_lifetime matters, the ages of a pool's connections are kept. Of those that are
// idle, the one that was used last is used next. Every 30 s those are closed that have been idle for too long
// and are more than minimum_idle, and those that are too old; one that is in use and too old is closed when
// it is given back: of several in use, it is not known which, so the first one given back is it. What is
// closed is not opened again before somebody asks. Source: HikariCP's README, "Essentials", and its
// HikariPool.java (housekeeping period, variance of maxLifetime).
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
/// The pools of this server are looked at from now on, if their connections' ages matter.
void watch_ages(Run& run, std::uint32_t server_component);
/// It is time to: of the pools of this edge, the caller's replica's.
void close_old_connections(Run& run, std::uint32_t edge, std::uint32_t replica);
/// The server sees a connection closed by its client.
void server_closes(Run& run, const Edge& edge, std::uint32_t connections);

} // namespace shaketable::models
