#include "models/database/table_work.hpp"

#include "models/cpu.hpp"
#include "models/database/access.hpp"
#include "models/database/transactions.hpp"
#include "models/frames.hpp"
#include "models/server.hpp"

#include <algorithm>
#include <cmath>

namespace shaketable::models {

namespace {

/// Whether the server has a memory and a disk; without, all pages are at hand.
bool has_storage(Run& run, FrameRef frame) {
    return database_of(run, run.instance_of(frame)).memory.capacity() > 0;
}

double pages_of_table(Run& run, FrameRef frame, std::uint32_t table) {
    const Instance& here = run.instance_of(frame);
    return pages_of(plan_of(run, here).tables[table], database_of(run, here).tables[table]);
}

Progress execute_read_table(Run& run, FrameRef frame, const Op& op) {
    if (!has_storage(run, frame)) {
        ++frame->op;
        return Progress::kNext;
    }
    const double all = std::max(1.0, std::floor(pages_of_table(run, frame, op.a)));
    const double pages = op.b == kNone ? all : std::min(all, static_cast<double>(op.b));
    return read_pages(run, frame,
                      {.table = op.a, .of_table = all, .pages = pages, .apart = std::floor(all / pages)});
}

Progress execute_table_work(Run& run, FrameRef frame, const Op& op) {
    Instance& here = run.instance_of(frame);
    auto rows = static_cast<double>(database_of(run, here).tables[op.a].rows);
    if (op.b != kNone)
        rows = std::min(rows, static_cast<double>(op.b));
    start_computing(run, here, frame, engine::round_to_duration(rows * op.probability));
    return Progress::kSuspended;
}

} // namespace

Progress read_span(Run& run, FrameRef frame, const RowSpan& span) {
    if (!has_storage(run, frame) || span.rows <= 0) {
        ++frame->op;
        return Progress::kNext;
    }
    const TablePlan& table = plan_of(run, run.instance_of(frame)).tables[span.table];
    const auto page_of = [&](std::int64_t row) {
        return std::floor(static_cast<double>(row) * table.row_bytes / table.page_bytes);
    };
    const double first = page_of(span.first);
    return read_pages(run, frame,
                      {.table = span.table,
                       .of_table = pages_of_table(run, frame, span.table),
                       .first = first,
                       .pages = page_of(span.first + span.rows - 1) - first + 1.0});
}

Op read_table_op(std::uint32_t table, std::uint32_t sample) {
    return read_span_op(execute_read_table, table, sample);
}
Op table_work_op(std::uint32_t table, double ns_per_row, std::uint32_t rows_most) {
    return Op{.execute = execute_table_work,
              .resume = go_on_after_work,
              .a = table,
              .b = rows_most,
              .probability = ns_per_row};
}

} // namespace shaketable::models
