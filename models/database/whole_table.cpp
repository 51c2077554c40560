#include "models/database/whole_table.hpp"

#include "models/database/access.hpp"
#include "models/database/dead_rows.hpp"
#include "models/database/replication.hpp"
#include "models/database/transactions.hpp"

namespace shaketable::models {

namespace {

Progress execute_set_index(Run& run, FrameRef frame, const Op& op) {
    const std::uint32_t bit = 1U << (op.b >> 1U);
    for_each_server(run, run.instance_of(frame), [&](const Instance& server) {
        TableState& table = database_of(run, server).tables[op.a];
        table.built = (op.b & 1U) != 0 ? table.built | bit : table.built & ~bit;
        show_stored_pages(run, server);
    });
    ++frame->op;
    return Progress::kNext;
}

Progress execute_analyze(Run& run, FrameRef frame, const Op& op) {
    for_each_server(run, run.instance_of(frame), [&](const Instance& server) {
        database_of(run, server).tables[op.a].rows_of_estimates = 0.0;
    });
    ++frame->op;
    return Progress::kNext;
}

void set_table(Run& run, const Instance& here, std::uint32_t table, const TableState& to) {
    for_each_server(run, here, [&](const Instance& server) {
        database_of(run, server).tables[table] = to;
        show_stored_pages(run, server);
        if (plan_of(run, server).autovacuum)
            show_dead_rows(run, server);
    });
}

Progress execute_truncate(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    const std::uint32_t transaction = run.transaction_of(frame);
    settle_deaths(run, transaction); // of rows that are about to go
    const TableState before = database_of(run, here).tables[op.a];
    run.world.migrations[run.world.transactions[transaction].migration].truncated.push_back(
        {.table = op.a, .before = before});
    set_table(run, here, op.a, {.built = before.built, .rows_of_estimates = before.rows_of_estimates});
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op set_index_op(std::uint32_t table, std::uint32_t index, bool built) {
    return Op{.execute = execute_set_index, .a = table, .b = index << 1U | (built ? 1U : 0U)};
}
Op analyze_op(std::uint32_t table) { return Op{.execute = execute_analyze, .a = table}; }
Op truncate_op(std::uint32_t table) { return Op{.execute = execute_truncate, .a = table}; }

void undo_truncates(Run& run, const Instance& here, MigrationState& migration) {
    for (; !migration.truncated.empty(); migration.truncated.pop_back()) {
        const TruncatedTable& last = migration.truncated.back();
        const std::int64_t moved_in = database_of(run, here).tables[last.table].rows - 1; // takes no lock
        TableState restored = last.before;
        restored.rows += moved_in;
        restored.room += moved_in;
        set_table(run, here, last.table, restored);
    }
}

} // namespace shaketable::models
