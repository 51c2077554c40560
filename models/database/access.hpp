// How a query finds its rows: which plan, what that costs, and which pages it needs.
//
// A query about a table matches some rows. With an index that is built the planner may fetch just these;
// else, or where it believes that they are too many, it scans the whole table (models/database/planner.hpp).
// What it believes is true but for `estimated_rows`, where statistics are stale (see
// models/database/whole_table.hpp). What is really examined decides the time: `row_cpu` for each
// row that a scan looks at, `match_cpu` for each that an index leads to; and each page that is not in memory
// is read from the disk.
//
// Where dead rows are kept, the planner is told how many pages the table really has, and how many rows of it
// are alive, as after an ANALYZE; a scan looks at the dead ones, too, and an index leads to those of the rows
// it finds.
//
// Of a plan's pages at most kSampled are looked up one by one, drawn at random; the others are taken to be in
// memory as often as these. A scan of a table larger than a quarter of the memory leaves the memory as it is
// (PostgreSQL's ring buffer).
#pragma once

#include "models/database/planner.hpp"
#include "models/run.hpp"

namespace shaketable::models {

inline constexpr std::uint32_t kSampled = 128;

/// The tables, if any, that the access would scan now, whatever it looks for.
[[nodiscard]] std::vector<std::uint32_t> scanned_tables(const Run& run, const Instance& here,
                                                        std::uint32_t access);
/// Reads from the disk what the plan needs and is not in memory. `access`: in Scenario::accesses.
[[nodiscard]] Op read_pages_op(std::uint32_t access, engine::Label label);
/// Computes: the query's own time, and the plan's. `distribution`: of the former.
[[nodiscard]] Op query_work_op(std::uint32_t distribution, std::uint32_t access);
/// The table has so many rows more (an insert) or less.
[[nodiscard]] Op grow_op(std::uint32_t table, std::int64_t rows);
/// The server's table gets the room for rows that it needs now.
void make_room_for_rows(Run& run, const Instance& server, std::uint32_t table);
/// Shows how many pages the server's tables and built indexes have, where its memory is limited.
void show_stored_pages(Run& run, const Instance& server);
/// A block of the table, or of its index, for BufferCache.
[[nodiscard]] std::uint64_t block_of(std::uint32_t table, std::uint32_t index_or_none, std::uint64_t page);
/// Pages of the table, and of one of its indexes.
[[nodiscard]] double pages_of(const TablePlan& plan, const TableState& table);
[[nodiscard]] double leaves_of(const TablePlan& plan, const TableState& table);
inline constexpr std::uint32_t kReadsAtATime = 32; // by one query, before others have their turn
/// The disk reads so many pages as soon as it can. When it is done.
[[nodiscard]] engine::Time read_from_disk(Run& run, const Instance& here, std::uint32_t pages,
                                          bool in_sequence);

/// Pages of a table, `apart` from each other.
struct PageSpan {
    std::uint32_t table = 0;
    double of_table = 0.0; // that it has
    double first = 0.0;
    double pages = 0.0;
    double apart = 1.0;
};
/// Of an operation that read_span_op made: reads those of the pages that are not in memory.
[[nodiscard]] Progress read_pages(Run& run, FrameRef frame, const PageSpan& span);
[[nodiscard]] Op read_span_op(Progress (*execute)(Run&, FrameRef, const Op&), std::uint32_t a,
                              std::uint32_t b = 0);
/// Behind an operation that has computed.
void go_on_after_work(Run& run, FrameRef frame, const Op& op, std::uint16_t detail);
/// The table has so many rows more, or less, at all servers of the group.
void change_rows(Run& run, const Instance& here, std::uint32_t table, std::int64_t change);

/// A server that has run for a while: its memory holds what it can of its tables.
[[nodiscard]] DatabaseState state_in_the_beginning(const DatabasePlan& plan);

} // namespace shaketable::models
