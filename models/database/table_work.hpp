// What goes through a table from one end to the other, or through a stretch of it: statements that build,
// check or rewrite, batches, moves of keys. Its pages are read, those that are not in memory from the disk
// (see models/database/access.hpp); then it computes for each row.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Reads the whole table; or, in a sample of so many rows, the page of each.
[[nodiscard]] Op read_table_op(std::uint32_t table, std::uint32_t sample = kNone);
/// Computes for so long for each row that the table has now, or for each of `rows_most`.
[[nodiscard]] Op table_work_op(std::uint32_t table, double ns_per_row, std::uint32_t rows_most = kNone);

/// Rows of a table that lie one after the other.
struct RowSpan {
    std::uint32_t table = 0;
    std::int64_t first = 0;
    std::int64_t rows = 0;
};
/// Of an operation that read_span_op made: reads the pages of the rows.
[[nodiscard]] Progress read_span(Run& run, FrameRef frame, const RowSpan& span);

} // namespace shaketable::models
