#include "models/database/autovacuum.hpp"

#include "models/cpu.hpp"
#include "models/database/access.hpp"
#include "models/database/dead_rows.hpp"
#include "models/database/events.hpp"
#include "models/database/replication.hpp"
#include "models/database/transactions.hpp"
#include "models/server.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace shaketable::models {

namespace {

// PostgreSQL's defaults: vacuum_cost_page_hit, _miss and _dirty.
constexpr std::uint64_t kHitCost = 1;
constexpr std::uint64_t kMissCost = 2;
constexpr std::uint64_t kDirtyCost = 20;
constexpr double kSleepMost = 4.0; // times cost_delay

constexpr engine::Label kAutovacuum = engine::label("autovacuum");

/// A worker where it is at work. To be found anew after others have started or ended.
struct AtWork {
    Instance& here;
    const DatabasePlan& plan;
    DatabaseState& state;
    VacuumWorker& worker;

    [[nodiscard]] TableState& table() const { return state.tables[worker.table]; }
    [[nodiscard]] const TablePlan& table_plan() const { return plan.tables[worker.table]; }
};

AtWork worker_of(const Run& run, FrameRef frame) {
    Instance& here = run.instance_of(frame);
    DatabaseState& state = database_of(run, here);
    std::vector<VacuumWorker>& workers = state.autovacuum.workers;
    const auto found = std::find_if(workers.begin(), workers.end(),
                                    [&](const VacuumWorker& worker) { return worker.frame == frame.index; });
    SHAKETABLE_ASSERT(found != workers.end());
    return {here, plan_of(run, here), state, *found};
}

Meter& meter_of(const Run& run, const Instance& here, AutovacuumMetric metric) {
    return run.meter(here, plan_of(run, here).autovacuum->first_metric + metric);
}

/// As the server's statistics have it, which count transactions that are over.
bool needs_vacuum(const AutovacuumConfig& config, const TableState& table) {
    std::int64_t dead = 0;
    for (const Deaths& deaths : table.deaths)
        dead += deaths.rows;
    return static_cast<double>(dead) > static_cast<double>(config.vacuum_threshold) +
                                           config.vacuum_scale_factor * static_cast<double>(table.rows);
}

bool is_being_vacuumed(const AutovacuumState& state, std::uint32_t table) {
    return std::any_of(state.workers.begin(), state.workers.end(),
                       [&](const VacuumWorker& worker) { return worker.table == table; });
}

void expect_launch(Run& run, const Instance& here) {
    const DatabasePlan& plan = plan_of(run, here);
    push_database_event(run, run.now() + plan.autovacuum->config.naptime, here.component,
                        DatabaseEvent::kAutovacuum, 0, database_of(run, here).autovacuum.epoch);
}

/// Those that need it and have no worker, the first one last.
std::vector<std::uint32_t> tables_in_need(const DatabasePlan& plan, const DatabaseState& state) {
    std::vector<std::uint32_t> tables;
    for (auto table = static_cast<std::uint32_t>(state.tables.size()); table-- > 0;)
        if (needs_vacuum(plan.autovacuum->config, state.tables[table]) &&
            !is_being_vacuumed(state.autovacuum, table))
            tables.push_back(table);
    return tables;
}

void launch(Run& run, Instance& here) {
    DatabaseState& state = database_of(run, here);
    state.autovacuum.launch_is_due = false;
    expect_launch(run, here);
    if (here.hangs > 0 || (is_member(run, here) && !member_of(run, here).is_primary()))
        return;
    std::vector<std::uint32_t> tables = tables_in_need(plan_of(run, here), state);
    if (tables.empty())
        return;
    const std::uint32_t instance = run.index_of(here);
    const FrameRef frame = make_frame(run, instance, plan_of(run, here).autovacuum->program);
    begin_background(
        run, frame,
        run.world.root.child(run.component_of(here).label).child(kAutovacuum, state.autovacuum.launched++));
    state.autovacuum.workers.push_back(
        {.frame = frame.index, .transaction = make_transaction(run, instance), .tables = std::move(tables)});
    advance(run, frame);
}

/// Whether it has the lock; else it does not wait for it.
bool takes_lock(const AtWork& at, std::uint32_t table) {
    if (at.state.locks.request(at.worker.transaction, LockTarget::table(table),
                               TableLock::kShareUpdateExclusive))
        return true;
    at.state.locks.stop_waiting(at.worker.transaction, at.state.granted);
    SHAKETABLE_ASSERT(at.state.granted.empty()); // it was the last in the queue
    return false;
}

/// Pages of which the last may be begun.
std::uint64_t whole_pages(double pages) {
    const auto whole = static_cast<std::uint64_t>(pages);
    return whole + (static_cast<double>(whole) < pages ? 1 : 0);
}

/// Begins the sweep that the worker has come to, or the next one that there is. Whether there is one.
bool begin_sweep(const AtWork& at) {
    VacuumWorker& worker = at.worker;
    const auto removable = static_cast<double>(worker.removable);
    const double pages = pages_of(at.table_plan(), at.table());
    const double leaves = leaves_of(at.table_plan(), at.table());
    const std::uint32_t built = worker.removable > 0 ? at.table().built : 0;
    const auto last = static_cast<std::uint32_t>(std::bit_width(built)) + 1;
    worker.page = 0;
    if (worker.sweep > 0 && worker.sweep < last) {
        worker.sweep += static_cast<std::uint32_t>(std::countr_zero(built >> (worker.sweep - 1)));
        worker.pages = whole_pages(leaves);
        worker.changed_pages = whole_pages(pages_with(removable, leaves));
        return true;
    }
    if (worker.sweep > 0 && (worker.sweep > last || built == 0))
        return false;
    const std::uint64_t freed = whole_pages(pages_with(removable, pages));
    const std::uint64_t changed = whole_pages(pages_with(2.0 * removable, pages)); // or with what replaces it
    worker.pages = worker.sweep == 0 ? whole_pages(pages) : freed;
    worker.changed_pages = worker.sweep == 0 ? changed : 0;
    return true;
}

/// Goes through pages until the cost is reached, or the sweep's end; what that takes is left to do.
void begin_round(Run& run, const AtWork& at, std::uint64_t cost_limit) {
    VacuumWorker& worker = at.worker;
    const bool is_of_index = worker.sweep > 0 && worker.sweep <= std::bit_width(at.table().built);
    const bool is_second = worker.sweep > 0 && !is_of_index;
    const double pages = pages_of(at.table_plan(), at.table());
    const double changed = static_cast<double>(worker.changed_pages) / static_cast<double>(worker.pages);
    const auto changed_before = [&](std::uint64_t page) {
        return static_cast<std::uint64_t>(static_cast<double>(page) * changed);
    };
    const double stride = is_second ? pages / static_cast<double>(worker.pages) : 1.0;
    const std::uint32_t index = is_of_index ? worker.sweep - 1 : kNone;
    const std::uint64_t first = worker.page;
    for (; worker.page < worker.pages && worker.cost < cost_limit; ++worker.page) {
        const auto page = static_cast<std::uint64_t>(static_cast<double>(worker.page) * stride);
        const bool is_there =
            at.plan.memory_pages == 0 || at.state.memory.holds(block_of(worker.table, index, page));
        const bool is_changed = changed_before(worker.page + 1) > changed_before(worker.page);
        worker.reads += is_there ? 0U : 1U;
        worker.cost += (is_there ? kHitCost : kMissCost) + (is_changed ? kDirtyCost : 0);
    }
    meter_of(run, at.here, kVacuumPagesRead).count(worker.reads);
    if (is_second)
        return;
    const auto rows = static_cast<double>(at.table().rows + at.table().dead);
    worker.work_ns += at.plan.row_cpu_ns * rows * static_cast<double>(worker.page - first) /
                      static_cast<double>(worker.pages);
}

void read_next(Run& run, FrameRef frame, const AtWork& at) {
    const std::uint32_t reads = std::min(at.worker.reads, kReadsAtATime);
    at.worker.reads -= reads;
    begin_wait(frame, FrameState::kWaiting);
    wake_at(run, frame, read_from_disk(run, at.here, reads, true), Wake::kWaitOver);
}

void sleep_for_cost(Run& run, FrameRef frame, const AtWork& at, std::uint64_t cost_limit) {
    const double times =
        static_cast<double>(std::exchange(at.worker.cost, 0)) / static_cast<double>(cost_limit);
    const auto delay_ns = static_cast<double>(at.plan.autovacuum->config.cost_delay.ns());
    begin_wait(frame, FrameState::kWaiting);
    wake_at(run, frame, run.now() + engine::round_to_duration(std::min(times, kSleepMost) * delay_ns),
            Wake::kWaitOver);
}

void begin_table(Run& run, const AtWork& at, std::uint32_t table) {
    VacuumWorker& worker = at.worker;
    worker.table = table;
    worker.horizon = oldest_snapshot(run, at.here, worker.transaction);
    worker.removable = removable_rows(at.table(), worker.horizon);
    worker.sweep = 0;
    worker.cost = 0;
    worker.is_cancelled = false;
    part_deaths(run, at.here, table);
    (void)begin_sweep(at);
    meter_of(run, at.here, kVacuumsUnderWay).raise(run.now());
}

/// The table is left; its lock goes.
void leave_table(Run& run, const AtWork& at) {
    at.worker.table = VacuumWorker::kNoTable;
    at.worker.reads = 0;
    at.worker.work_ns = 0.0;
    roll_back(run, at.worker.transaction);
    meter_of(run, at.here, kVacuumsUnderWay).lower(run.now());
}

/// Whether there is a next one that it can have.
bool begin_next_table(Run& run, const AtWork& at) {
    while (!at.worker.tables.empty()) {
        const std::uint32_t next = at.worker.tables.back();
        at.worker.tables.pop_back();
        if (needs_vacuum(at.plan.autovacuum->config, at.state.tables[next]) &&
            !is_being_vacuumed(at.state.autovacuum, next) && takes_lock(at, next)) {
            begin_table(run, at, next);
            return true;
        }
    }
    return false;
}

void end_worker(Run& run, FrameRef frame, const AtWork& at) {
    AutovacuumState& state = at.state.autovacuum;
    Instance& here = at.here;
    leave_transaction(run, at.worker.transaction);
    state.workers.erase(state.workers.begin() + (&at.worker - state.workers.data()));
    end_frame(run, frame);
    if (state.launch_is_due)
        launch(run, here);
}

/// The sweep is done: the next one begins, or the table is vacuumed.
void end_sweep(Run& run, const AtWork& at) {
    ++at.worker.sweep;
    if (begin_sweep(at))
        return;
    remove_dead(run, at.here, at.worker.table, at.worker.horizon, false);
    meter_of(run, at.here, kVacuumsEnded).count();
    leave_table(run, at);
}

std::uint64_t cost_limit_of(const AtWork& at) {
    const auto limit = static_cast<std::uint64_t>(at.plan.autovacuum->config.cost_limit);
    return std::max<std::uint64_t>(1, limit / at.state.autovacuum.workers.size());
}

/// What is next; one thing at a time. Whether it goes on at once: it neither waits nor has ended.
bool take_step(Run& run, FrameRef frame, const AtWork& at) {
    VacuumWorker& worker = at.worker;
    if (worker.table == VacuumWorker::kNoTable) {
        if (begin_next_table(run, at))
            return true;
        end_worker(run, frame, at);
        return false;
    }
    if (worker.is_cancelled) {
        meter_of(run, at.here, kVacuumsCancelled).count();
        leave_table(run, at);
    } else if (worker.reads > 0) {
        read_next(run, frame, at);
        return false;
    } else if (worker.work_ns >= 0.5) {
        start_computing(run, at.here, frame, engine::round_to_duration(std::exchange(worker.work_ns, 0.0)));
        return false;
    } else if (worker.page == worker.pages) {
        end_sweep(run, at);
    } else if (worker.cost >= cost_limit_of(at)) {
        sleep_for_cost(run, frame, at, cost_limit_of(at));
        return false;
    } else {
        begin_round(run, at, cost_limit_of(at));
    }
    return true;
}

void go_on_vacuuming(Run& run, FrameRef frame) {
    while (take_step(run, frame, worker_of(run, frame)))
        ;
}

Progress execute_autovacuum(Run& run, FrameRef frame, const Op&) {
    go_on_vacuuming(run, frame);
    return Progress::kSuspended;
}

void resume_autovacuum(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    begin_wait(frame, FrameState::kRunning);
    go_on_vacuuming(run, frame);
}

bool keeps_dead_rows(const Run& run, const Instance& here) {
    return run.component_of(here).model_index != kNone && plan_of(run, here).autovacuum;
}

} // namespace

Op autovacuum_op() { return Op{.execute = execute_autovacuum, .resume = resume_autovacuum}; }

void begin_autovacuum(Run& run, const Instance& here) {
    if (keeps_dead_rows(run, here))
        expect_launch(run, here);
}

void lose_autovacuum(Run& run, const Instance& here) {
    if (!keeps_dead_rows(run, here))
        return;
    AutovacuumState& state = database_of(run, here).autovacuum;
    state.workers.clear();
    state.launch_is_due = false;
    ++state.epoch;
    meter_of(run, here, kVacuumsUnderWay).set(run.now(), 0);
}

void launch_worker(Run& run, Instance& here, std::uint32_t epoch) {
    AutovacuumState& state = database_of(run, here).autovacuum;
    if (state.epoch != epoch)
        return;
    if (state.workers.size() < static_cast<std::size_t>(plan_of(run, here).autovacuum->config.workers))
        launch(run, here);
    else
        state.launch_is_due = true;
}

void cancel_autovacuum(Run& run, const Instance& here, std::uint32_t waiter) {
    DatabaseState& state = database_of(run, here);
    if (state.autovacuum.workers.empty())
        return;
    const std::vector<std::uint32_t> blockers = state.locks.blockers(waiter);
    for (VacuumWorker& worker : state.autovacuum.workers)
        if (std::find(blockers.begin(), blockers.end(), worker.transaction) != blockers.end())
            worker.is_cancelled = true;
}

} // namespace shaketable::models
