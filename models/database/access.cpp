#include "models/database/access.hpp"

#include "models/cpu.hpp"
#include "models/database/replication.hpp"
#include "models/database/transactions.hpp"
#include "models/frames.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace shaketable::models {

namespace {

constexpr std::uint32_t kInSequence = 1U << 31U;

/// What one part of an access does, each of `times` times.
struct Step {
    Plan plan = Plan::kScan;
    double times = 1.0;
    double rows = 0.0;     // that it examines
    double found = 0.0;    // of these, that match and are alive
    double believed = 0.0; // how many the planner expects to match
};

double pages_for(const TablePlan& table, double rows) {
    return std::max(1.0, rows * table.row_bytes / table.page_bytes);
}

/// Of so many pages: how many are looked up one by one. Less than one page is one that is shared.
std::uint32_t sample_of(double pages) {
    return static_cast<std::uint32_t>(std::clamp(pages, 1.0, double{kSampled}));
}

const AccessPlan& access_of(const Run& run, std::uint32_t access) { return run.scenario.accesses[access]; }

Step step_of(const DatabaseState& state, const DatabasePlan& plan, const AccessPart& part, double times) {
    const TableState& now = state.tables[part.table];
    const auto rows = static_cast<double>(now.rows);
    const double pages = pages_of(plan.tables[part.table], now);
    const double of_each =
        now.dead == 0 ? 1.0 : (rows + static_cast<double>(now.dead)) / rows; // with the dead
    const double matches = std::min(rows, part.share > 0.0 ? part.share * rows : part.matches);
    const bool has_index = part.index != kNone && (now.built >> part.index & 1U) != 0;
    const bool is_stale = part.estimated > 0.0 && now.rows_of_estimates > 0;
    const double believed = is_stale ? part.estimated * rows / now.rows_of_estimates : matches;
    const Plan chosen = choose_plan({.rows = rows,
                                     .pages = pages,
                                     .page_bytes = plan.tables[part.table].page_bytes,
                                     .matches = believed,
                                     .has_index = has_index});
    return {.plan = chosen,
            .times = times,
            .rows = (chosen == Plan::kScan ? rows : matches) * of_each,
            .found = matches,
            .believed = believed};
}

/// Calls `visit(part, step)` for each part of the access.
template <class Visit>
void for_each_step(const Run& run, const Instance& here, const AccessPlan& access, const Visit& visit) {
    const DatabaseState& state = database_of(run, here);
    const DatabasePlan& plan = plan_of(run, here);
    double times = 1.0; // rows found so far: a join looks for its own for each
    for (const AccessPart& part : access.parts) {
        const Step step = step_of(state, plan, part, times);
        visit(part, step);
        times = std::max(1.0, step.found * times);
    }
}

class PageCount {
  public:
    PageCount(Run& run, FrameRef frame, const Op& op)
        : here_(run.instance_of(frame)),
          plan_(plan_of(run, here_)),
          state_(database_of(run, here_)),
          draws_(frame->key.child(op.label), op.label, 0) {}

    /// Pages of the step that have to be read from the disk.
    double misses_of(const AccessPart& part, const Step& step) {
        const TablePlan& plan = plan_.tables[part.table];
        const double all = pages_of(plan, state_.tables[part.table]);
        if (step.plan == Plan::kScan)
            return misses(part, kNone, all * step.times, step.plan);
        return misses(part, kNone, pages_with(step.rows, all) * step.times, step.plan) +
               misses(part, part.index, leaves_with(step.rows, plan.page_bytes) * step.times, step.plan);
    }
    [[nodiscard]] double looked_up() const { return looked_up_; }

  private:
    double misses(const AccessPart& part, std::uint32_t index, double pages, Plan plan) {
        const TablePlan& plan_of_table = plan_.tables[part.table];
        const TableState& table = state_.tables[part.table];
        const double all = index == kNone ? pages_of(plan_of_table, table) : leaves_of(plan_of_table, table);
        const bool passes_by =
            plan == Plan::kScan && all > 0.25 * static_cast<double>(state_.memory.capacity());
        const std::uint32_t sample = sample_of(pages);
        std::uint32_t missed = 0;
        for (std::uint32_t n = 0; n < sample; ++n) {
            const std::uint64_t block = block_of(part.table, index, page(part, all));
            missed += (passes_by ? state_.memory.holds(block) : state_.memory.touch(block)) ? 0U : 1U;
        }
        looked_up_ += pages;
        return pages * missed / sample;
    }

    std::uint64_t page(const AccessPart& part, double pages) {
        const bool is_hot = part.hot_share > 0.0 && draws_.unit() < part.hot_share;
        const auto rows = static_cast<double>(state_.tables[part.table].rows);
        const double among = is_hot ? std::max(1.0, pages * std::min(1.0, part.hot_rows / rows)) : pages;
        return static_cast<std::uint64_t>(draws_.unit() * among);
    }

    const Instance& here_;
    const DatabasePlan& plan_;
    DatabaseState& state_;
    engine::Draws draws_;
    double looked_up_ = 0.0;
};

/// Of the reads that are left, which are in Frame::branches.
std::uint32_t next_reads(FrameRef frame) { return std::min(frame->branches & ~kInSequence, kReadsAtATime); }

void read_some(Run& run, FrameRef frame) {
    const Instance& here = run.instance_of(frame);
    const std::uint32_t reads = next_reads(frame);
    const engine::Time done = read_from_disk(run, here, reads, (frame->branches & kInSequence) != 0);
    run.meter(here, kDiskTime).time(done - run.now());
    begin_wait(frame, FrameState::kWaiting);
    wake_at(run, frame, done, Wake::kWaitOver);
}

/// What was looked up in the memory.
struct LookUp {
    double pages = 0.0;
    double misses = 0.0;
    bool in_sequence = false;
};

Progress read_missing(Run& run, FrameRef frame, const LookUp& found) {
    const Instance& here = run.instance_of(frame);
    const auto reads = static_cast<std::uint32_t>(std::min(found.misses + 0.5, 2e9));
    run.meter(here, kPagesLookedUp).count(static_cast<std::uint64_t>(found.pages + 0.5));
    run.meter(here, kResidentPages).set(run.now(), database_of(run, here).memory.size());
    if (reads == 0) {
        ++frame->op;
        return Progress::kNext;
    }
    frame->branches = reads | (found.in_sequence ? kInSequence : 0);
    read_some(run, frame);
    return Progress::kSuspended;
}

Progress execute_read_pages(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    PageCount pages(run, frame, op);
    double misses = 0.0;
    double in_sequence = 0.0;
    for_each_step(run, here, access_of(run, op.a), [&](const AccessPart& part, const Step& step) {
        const double missed = pages.misses_of(part, step);
        misses += missed;
        in_sequence += step.plan == Plan::kScan ? missed : 0.0;
    });
    return read_missing(
        run, frame,
        {.pages = pages.looked_up(), .misses = misses, .in_sequence = 2.0 * in_sequence > misses});
}

void resume_read_pages(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    const std::uint32_t reads = next_reads(frame);
    frame->branches -= reads;
    run.meter(run.instance_of(frame), kPagesRead).count(reads);
    if ((frame->branches & ~kInSequence) > 0) {
        read_some(run, frame);
        return;
    }
    begin_wait(frame, FrameState::kRunning);
    ++frame->op;
    advance(run, frame);
}

/// What a query is counted with beside the rows that its server looks at.
void count_query(Run& run, const Instance& here, const AccessPlan& access, const Step& first,
                 double examined) {
    if (access.first_metric == kNone)
        return;
    const auto count = [&](QueryMetric metric, double amount) {
        run.meter(here, access.first_metric + metric).count(static_cast<std::uint64_t>(amount));
    };
    count(kRowsExaminedByQuery, examined);
    count(kRowsMatched, first.found);
    count(kRowsExpected, first.believed);
    count(kQueryScans, first.plan == Plan::kScan ? 1.0 : 0.0);
}

Progress execute_query_work(Run& run, FrameRef frame, const Op& op) {
    Instance& here = run.instance_of(frame);
    const DatabasePlan& plan = plan_of(run, here);
    engine::Draws draws = run.draws(frame, op.label, DrawBy::kAttempt);
    const engine::Duration own = run.scenario.distributions[op.a].sample_duration(draws, run.world.clamped);
    double ns = 0.0;
    double examined = 0.0;
    const AccessPlan& access = access_of(run, op.b);
    std::optional<Step> first;
    for_each_step(run, here, access, [&](const AccessPart&, const Step& step) {
        first = first ? first : step;
        const double rows = step.rows * step.times;
        ns += rows * (step.plan == Plan::kScan ? plan.row_cpu_ns : plan.match_cpu_ns);
        examined += rows;
    });
    run.meter(here, kRowsExamined).count(static_cast<std::uint64_t>(examined));
    count_query(run, here, access, *first, examined);
    start_computing(run, here, frame, own + engine::round_to_duration(ns));
    return Progress::kSuspended;
}

/// The pages that a table, or an index of it, got by growing are in memory.
void remember_new_pages(DatabaseState& state, std::uint32_t table, std::uint32_t index, double before,
                        double after) {
    for (auto page = static_cast<std::uint64_t>(before + 1.0); static_cast<double>(page) < after; ++page)
        (void)state.memory.touch(block_of(table, index, page));
}

void grow(Run& run, const Instance& here, std::uint32_t which, std::int64_t change) {
    TableState& table = database_of(run, here).tables[which];
    table.rows = std::max<std::int64_t>(1, table.rows + change);
    make_room_for_rows(run, here, which);
}

Progress execute_grow(Run& run, FrameRef frame, const Op& op) {
    const auto change = static_cast<std::int64_t>(static_cast<std::int32_t>(op.b));
    run.world.transactions[run.transaction_of(frame)].has_changed = true;
    change_rows(run, run.instance_of(frame), op.a, change);
    ++frame->op;
    return Progress::kNext;
}

} // namespace

void go_on_after_work(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    frame->state = FrameState::kRunning;
    ++frame->op;
    advance(run, frame);
}

Progress read_pages(Run& run, FrameRef frame, const PageSpan& span) {
    DatabaseState& state = database_of(run, run.instance_of(frame));
    const bool passes_by = span.of_table > 0.25 * static_cast<double>(state.memory.capacity());
    const std::uint32_t sample = sample_of(span.pages);
    std::uint32_t missed = 0;
    for (std::uint32_t n = 0; n < sample; ++n) {
        const double page = span.first + std::floor(n * span.pages / sample) * span.apart;
        const std::uint64_t block = block_of(span.table, kNone, static_cast<std::uint64_t>(page));
        missed += (passes_by ? state.memory.holds(block) : state.memory.touch(block)) ? 0U : 1U;
    }
    return read_missing(
        run, frame,
        {.pages = span.pages, .misses = span.pages * missed / sample, .in_sequence = span.apart == 1.0});
}

Op read_span_op(Progress (*execute)(Run&, FrameRef, const Op&), std::uint32_t a, std::uint32_t b) {
    return Op{.execute = execute, .resume = resume_read_pages, .a = a, .b = b};
}

std::uint64_t block_of(std::uint32_t table, std::uint32_t index_or_none, std::uint64_t page) {
    const std::uint64_t kind = index_or_none == kNone ? 0 : index_or_none + 1;
    return (std::uint64_t{table} << 48U) | (kind << 40U) | page;
}

double pages_of(const TablePlan& plan, const TableState& table) {
    return pages_for(plan, static_cast<double>(table.room));
}

double leaves_of(const TablePlan& plan, const TableState& table) {
    return leaves_with(static_cast<double>(table.room), plan.page_bytes);
}

engine::Time read_from_disk(Run& run, const Instance& here, std::uint32_t pages, bool in_sequence) {
    const DatabasePlan& plan = plan_of(run, here);
    DatabaseState& state = database_of(run, here);
    const double each_ns = in_sequence ? plan.scanned_page_ns : plan.device_page_ns;
    const double alone_ns = in_sequence ? plan.scanned_page_ns : plan.page_read_ns;
    state.disk_free_at = std::max(state.disk_free_at, run.now()) +
                         engine::round_to_duration(each_ns * static_cast<double>(pages));
    return std::max(state.disk_free_at,
                    run.now() + engine::round_to_duration(alone_ns * static_cast<double>(pages)));
}

void make_room_for_rows(Run& run, const Instance& server, std::uint32_t which) {
    DatabaseState& state = database_of(run, server);
    TableState& table = state.tables[which];
    const DatabasePlan& database = plan_of(run, server);
    const TablePlan& plan = database.tables[which];
    const auto before = static_cast<double>(table.room);
    const std::int64_t needed = table.rows + table.dead;
    table.room = database.autovacuum ? std::max(table.room, needed) : needed;
    const auto after = static_cast<double>(table.room);
    show_stored_pages(run, server);
    if (after <= before || state.memory.capacity() == 0)
        return;
    remember_new_pages(state, which, kNone, pages_for(plan, before), pages_for(plan, after));
    for (std::uint32_t index = 0; table.built >> index != 0; ++index)
        if ((table.built >> index & 1U) != 0)
            remember_new_pages(state, which, index, leaves_with(before, plan.page_bytes),
                               leaves_with(after, plan.page_bytes));
}

void show_stored_pages(Run& run, const Instance& server) {
    const DatabaseState& state = database_of(run, server);
    if (state.memory.capacity() == 0)
        return;
    const DatabasePlan& plan = plan_of(run, server);
    double pages = 0.0;
    for (std::size_t table = 0; table < state.tables.size(); ++table) {
        pages += pages_of(plan.tables[table], state.tables[table]);
        for (std::uint32_t built = state.tables[table].built; built != 0; built &= built - 1)
            pages += leaves_of(plan.tables[table], state.tables[table]);
    }
    run.meter(server, kStoredPages).set(run.now(), static_cast<std::uint32_t>(pages));
}

std::vector<std::uint32_t> scanned_tables(const Run& run, const Instance& here, std::uint32_t access) {
    std::vector<std::uint32_t> tables;
    for_each_step(run, here, access_of(run, access), [&](const AccessPart& part, const Step& step) {
        if (step.plan == Plan::kScan)
            tables.push_back(part.table);
    });
    return tables;
}

void change_rows(Run& run, const Instance& here, std::uint32_t table, std::int64_t change) {
    for_each_server(run, here, [&](const Instance& server) { grow(run, server, table, change); });
}

Op read_pages_op(std::uint32_t access, engine::Label label) {
    return Op{.execute = execute_read_pages, .resume = resume_read_pages, .label = label, .a = access};
}
Op query_work_op(std::uint32_t distribution, std::uint32_t access) {
    return Op{.execute = execute_query_work,
              .resume = go_on_after_work,
              .label = engine::label("work"),
              .a = distribution,
              .b = access};
}
Op grow_op(std::uint32_t table, std::int64_t rows) {
    return Op{.execute = execute_grow, .a = table, .b = static_cast<std::uint32_t>(rows)};
}
DatabaseState state_in_the_beginning(const DatabasePlan& plan) {
    DatabaseState state;
    for (const TablePlan& table : plan.tables)
        state.tables.push_back({.rows = table.rows,
                                .room = table.rows,
                                .built = table.built,
                                .rows_of_estimates = static_cast<double>(table.rows)});
    state.memory.resize(plan.memory_pages);
    const auto fill = [&](std::uint32_t table, std::uint32_t index, double pages) {
        for (std::uint64_t page = 0;
             static_cast<double>(page) < pages && state.memory.size() < state.memory.capacity(); ++page)
            (void)state.memory.touch(block_of(table, index, page));
    };
    for (std::uint32_t table = 0; table < plan.tables.size(); ++table) {
        for (std::uint32_t index = 0; plan.tables[table].built >> index != 0; ++index)
            if ((plan.tables[table].built >> index & 1U) != 0)
                fill(table, index, leaves_of(plan.tables[table], state.tables[table]));
        fill(table, kNone, pages_of(plan.tables[table], state.tables[table]));
    }
    return state;
}

} // namespace shaketable::models
