// A database server, first form: connections, query classes, cores with a contention curve.
//
// A caller's pool opens connections to it (one round trip, then the query travels) and keeps them. Beyond
// max_connections a new one is refused. All queries on accepted connections run at once, sharing the cores;
// the contention curve slows each of them further. A query whose caller gave up runs to its end on its
// backend, and only then is its connection closed.
#pragma once

#include "models/component_model.hpp"
#include "models/database/pooler.hpp"

namespace shaketable::models {

[[nodiscard]] const ComponentModel& database_model();

/// First of a statement's program, where opening a connection costs something: that, if the statement comes
/// over a new one.
[[nodiscard]] Op connect_op(engine::Duration work);

/// A connection that was asked for is opened; its client learns one leg later.
void open_connection(Run& run, FrameRef frame, Instance& here);
/// A statement that has arrived begins, with what it got of the pooler.
void begin_at_server(Run& run, FrameRef frame, Backend backend);

} // namespace shaketable::models
