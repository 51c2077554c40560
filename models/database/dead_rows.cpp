#include "models/database/dead_rows.hpp"

#include "models/database/access.hpp"
#include "models/database/replication.hpp"
#include "models/database/transactions.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr std::int64_t kMergedIn = 64; // parts of naptime

Progress execute_leave_dead(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    const bool deletes = op.probability > 0.0;
    const std::int64_t rows =
        deletes ? std::min<std::int64_t>(op.b, database_of(run, here).tables[op.a].rows - 1) : op.b;
    ++frame->op;
    if (rows == 0)
        return Progress::kNext;
    if (deletes)
        change_rows(run, here, op.a, -rows);
    database_of(run, here).autovacuum.dying.push_back(
        {.transaction = run.transaction_of(frame), .table = op.a, .rows = rows});
    for_each_server(run, here, [&](const Instance& server) {
        database_of(run, server).tables[op.a].dead += rows;
        make_room_for_rows(run, server, op.a);
        show_dead_rows(run, server);
    });
    return Progress::kNext;
}

void note_deaths(const Run& run, const Instance& server, const DyingRows& of) {
    std::vector<Deaths>& deaths = database_of(run, server).tables[of.table].deaths;
    if (deaths.empty() || deaths.back().merges_until <= run.now()) {
        const std::int64_t naptime = plan_of(run, server).autovacuum->config.naptime.ns();
        deaths.push_back({.merges_until = run.now() + engine::Duration::from_ns(naptime / kMergedIn)});
    }
    deaths.back().last = run.now();
    deaths.back().rows += of.rows;
}

/// Those are dead from now on for which `is_over(rows)`.
template <class IsOver>
void settle_if(Run& run, const Instance& here, const IsOver& is_over) {
    std::vector<DyingRows>& dying = database_of(run, here).autovacuum.dying;
    for (const DyingRows& rows : dying)
        if (is_over(rows))
            for_each_server(run, here, [&](const Instance& server) { note_deaths(run, server, rows); });
    std::erase_if(dying, is_over);
}

} // namespace

void show_dead_rows(const Run& run, const Instance& server) {
    std::int64_t dead = 0;
    for (const TableState& table : database_of(run, server).tables)
        dead += table.dead;
    run.meter(server, plan_of(run, server).autovacuum->first_metric + kDeadRows).set(run.now(), dead);
}

void settle_deaths(Run& run, std::uint32_t transaction) {
    const Transaction& over = run.world.transactions[transaction];
    const Instance& here = run.instance(over.instance);
    if (over.has_changed && plan_of(run, here).autovacuum)
        settle_if(run, here, [&](const DyingRows& rows) { return rows.transaction == transaction; });
}

void settle_lost_deaths(Run& run, const Instance& here) {
    settle_if(run, here, [&](const DyingRows& rows) {
        const Transaction& of = run.world.transactions[rows.transaction];
        return of.instance != run.index_of(here) || !of.is_prepared;
    });
}

engine::Time oldest_snapshot(const Run& run, const Instance& here, std::uint32_t own) {
    engine::Time oldest = run.now();
    for (std::uint32_t index = 0; index < run.world.transactions.size(); ++index) {
        const Transaction& of = run.world.transactions[index];
        if (index != own && of.instance == run.index_of(here) && of.has_begun && !of.has_failed &&
            (of.has_changed || of.isolation != Isolation::kReadCommitted || has_statement(run, index)))
            oldest = std::min(oldest, of.snapshot_at);
    }
    return oldest;
}

std::int64_t removable_rows(const TableState& table, engine::Time horizon) {
    std::int64_t rows = 0;
    for (const Deaths& deaths : table.deaths)
        rows += deaths.last < horizon ? deaths.rows : 0;
    return rows;
}

void part_deaths(Run& run, const Instance& here, std::uint32_t table) {
    for_each_server(run, here, [&](const Instance& server) {
        if (std::vector<Deaths>& deaths = database_of(run, server).tables[table].deaths; !deaths.empty())
            deaths.back().merges_until = run.now();
    });
}

void remove_dead(Run& run, const Instance& here, std::uint32_t which, engine::Time horizon, bool compacts) {
    const std::int64_t removed = removable_rows(database_of(run, here).tables[which], horizon);
    run.meter(here, plan_of(run, here).autovacuum->first_metric + kRowsRemoved)
        .count(static_cast<std::uint64_t>(removed));
    for_each_server(run, here, [&](const Instance& server) {
        TableState& table = database_of(run, server).tables[which];
        std::erase_if(table.deaths, [&](const Deaths& deaths) { return deaths.last < horizon; });
        table.dead -= removed;
        if (compacts)
            table.room = table.rows + table.dead;
        show_dead_rows(run, server);
    });
}

Op leave_dead_op(std::uint32_t table, std::uint32_t rows, bool deletes) {
    return Op{.execute = execute_leave_dead, .a = table, .b = rows, .probability = deletes ? 1.0 : 0.0};
}

} // namespace shaketable::models
