// What migrations do to a table as a whole: its indexes come and go, ANALYZE, TRUNCATE.
//
// What a query states as `estimated_rows` is what the planner believes of the table as it is in the
// beginning, because its statistics are wrong about how values are spread. As PostgreSQL's, the planner takes
// a table's present size from its pages: what it believes grows and shrinks with the table's rows, so that
// growth alone never makes statistics stale. An ANALYZE of the table ends that, for good: from then on the
// planner believes what is true. Without `estimated_rows` it does from the beginning.
//
// A TRUNCATE leaves the table with the one row that every table has here, and with no dead ones; the pages of
// the table and of its indexes go. It holds ACCESS EXCLUSIVE until its transaction ends: nobody else sees the
// table before it is certain. If the transaction fails, or the server crashes before its commit, all is as it
// was.
//
// Sources: PostgreSQL 15's manual, 14.2 "Statistics Used by the Planner", and its pages of ANALYZE and
// TRUNCATE; estimate_rel_size in src/backend/optimizer/util/plancat.c.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// The index is used from now on, or not any more.
[[nodiscard]] Op set_index_op(std::uint32_t table, std::uint32_t index, bool built);
/// Of a migration's statement that has sampled the table.
[[nodiscard]] Op analyze_op(std::uint32_t table);
/// Of a migration's statement that has the table for itself.
[[nodiscard]] Op truncate_op(std::uint32_t table);
/// The tables that were truncated since the migration's last commit have their rows back. Requires that it
/// has not given their locks back, or that the server's process is gone.
void undo_truncates(Run& run, const Instance& here, MigrationState& migration);

} // namespace shaketable::models
