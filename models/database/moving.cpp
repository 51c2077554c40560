#include "models/database/moving.hpp"

#include "models/cpu.hpp"
#include "models/database/access.hpp"
#include "models/database/events.hpp"
#include "models/database/replication.hpp"
#include "models/database/table_work.hpp"
#include "models/database/transactions.hpp"
#include "models/process.hpp"
#include "models/server.hpp"
#include "models/server_metrics.hpp"
#include "models/shards.hpp"
#include "models/transit.hpp"

#include <algorithm>
#include <bit>

namespace shaketable::models {

namespace {

/// A move, as it is planned and as it stands.
struct Move {
    const MovePlan& plan;
    MoveState& state;
    std::uint32_t index = 0;
};
Move move_at(Run& run, std::uint32_t index) {
    return {run.scenario.moves[index], run.world.moves[index], index};
}

bool is_under_way(const MoveState& state) {
    return state.phase != MovePhase::kNotBegun && state.phase != MovePhase::kInLine &&
           state.phase != MovePhase::kOver;
}

const TimelineEntry& entry_of(const Run& run, const Move& move) {
    return run.scenario.timeline[move.plan.entry];
}

engine::Key key_of_batch(const Run& run, const Move& move) {
    return run.world.root.child(engine::label(entry_of(run, move).name), move.state.batches);
}

Meter& move_meter(Run& run, const Instance& here, MoveMetric metric) {
    return run.meter(here, run.component_of(here).first_move_metric + metric);
}

/// The database's server; of a group: its primary.
Instance& primary_of(const Run& run, std::uint32_t component) {
    Instance& named = run.instance(run.scenario.components[component].first_instance);
    if (!is_member(run, named))
        return named;
    const Member member = member_of(run, named);
    return instance_of_member(run, member.plan, member.group.primary);
}

void expect_move_event(Run& run, const Move& move, engine::Time at) {
    push_database_event(run, at, run.instance(move.state.source).component, DatabaseEvent::kMove, move.index);
}

/// A frame of its own works on the batch.
void work_on_batch(Run& run, const Move& move, MovePhase phase) {
    const bool reads = phase == MovePhase::kReading;
    move.state.phase = phase;
    const FrameRef frame = make_frame(run, reads ? move.state.source : move.state.target,
                                      reads ? move.plan.read_op : move.plan.write_op);
    begin_background(run, frame, key_of_batch(run, move).child(engine::label(reads ? "read" : "write")));
    advance(run, frame);
}

/// The batch, or that it is written, sets off, if the way is open.
void send_batch(Run& run, const Move& move, MovePhase phase) {
    move.state.phase = phase;
    const Way way = way_over(run, move.plan.edge);
    move.state.is_cut_off = !way.is_open;
    if (!way.is_open)
        return;
    static constexpr engine::Label kLegOfBatch = engine::label("leg of batch");
    engine::Draws draws(key_of_batch(run, move), kLegOfBatch, static_cast<std::uint64_t>(phase));
    const engine::Distribution& latency = run.scenario.networks[run.world.network].latencies[move.plan.edge];
    expect_move_event(run, move, run.now() + latency.sample_duration(draws, run.world.clamped) + way.delay);
}

void begin_cutover(Run& run, const Move& move) {
    move.state.phase = MovePhase::kCuttingOver;
    move.state.held_until = run.now() + move.plan.cutover;
    run.world.placements[move.plan.shards].held.push_back(move.index);
    expect_move_event(run, move, move.state.held_until);
}

void begin_next_batch(Run& run, const Move& move) {
    MoveState& state = move.state;
    while (state.table < state.left.size() && state.left[state.table] == 0)
        ++state.table;
    if (state.table == state.left.size()) {
        begin_cutover(run, move);
        return;
    }
    state.batch = std::min(move.plan.batch, state.left[state.table]);
    ++state.batches;
    work_on_batch(run, move, MovePhase::kReading);
}

void batch_is_confirmed(Run& run, const Move& move) {
    MoveState& state = move.state;
    const bool is_last =
        std::all_of(state.left.begin(), state.left.end(), [](auto rows) { return rows == 0; });
    if (is_last || move.plan.pause == engine::Duration()) {
        begin_next_batch(run, move);
        return;
    }
    state.phase = MovePhase::kPausing;
    expect_move_event(run, move, run.now() + move.plan.pause);
}

/// Those of its rows that have been copied are no more: at the source, or, of a move that failed, at the
/// target.
void drop_rows(Run& run, const Move& move, bool of_source) {
    for (std::size_t table = 0; table < move.state.copied.size(); ++table)
        change_rows(run, run.instance(of_source ? move.state.source : move.state.target),
                    of_source ? move.plan.tables[table].source : move.plan.tables[table].target,
                    -move.state.copied[table]);
}

void start_moves_in_line(Run& run);

/// It is over, and so is its entry of the timeline.
void conclude_move(Run& run, const Move& move, bool failed) {
    MoveState& state = move.state;
    if (is_under_way(state))
        for (const std::uint32_t server : {state.source, state.target})
            move_meter(run, run.instance(server), kMovesUnderWay).lower(run.now());
    std::erase(run.world.placements[move.plan.shards].held, move.index);
    state.phase = MovePhase::kOver;
    state.is_cut_off = false;
    state.failed = failed;
    state.ended_at = run.now();
    const TimelineEntry& entry = entry_of(run, move);
    run.world.active[entry.index] = 0;
    run.fact(run.instance(run.scenario.components[entry.component].first_instance),
             engine::label(entry.name).bits, What::kFaultEnded);
    start_moves_in_line(run);
}

void finish_move(Run& run, const Move& move) {
    run.world.placements[move.plan.shards].moved.push_back(move.state.keys);
    drop_rows(run, move, true);
    conclude_move(run, move, false);
}

/// How many rows go, of so many. The last one of a table stays, as with deletes.
std::int64_t rows_to_move(std::int64_t rows, double share) {
    return std::min(rows - 1, static_cast<std::int64_t>(share * static_cast<double>(rows) + 0.5));
}

void start_move(Run& run, const Move& move) {
    const ShardPlan& shards = run.scenario.shards[move.plan.shards];
    Instance& source = primary_of(run, shards.databases[move.plan.keys.from]);
    Instance& target = primary_of(run, shards.databases[move.plan.keys.to]);
    if (!is_up(source) || !is_up(target)) {
        conclude_move(run, move, true);
        return;
    }
    MoveState& state = move.state;
    state.source = run.index_of(source);
    state.target = run.index_of(target);
    state.keys = move_of(shards, run.world.placements[move.plan.shards].moved, move.plan);
    for (const MovedTable& table : move.plan.tables) {
        const std::int64_t rows = database_of(run, source).tables[table.source].rows;
        state.left.push_back(rows_to_move(rows, move.plan.share));
    }
    state.copied.resize(state.left.size());
    for (const Instance* server : {&source, &target})
        move_meter(run, *server, kMovesUnderWay).raise(run.now());
    begin_next_batch(run, move);
}

/// Whether no move is under way that concerns one of its databases.
bool has_its_databases(const Run& run, const MovePlan& plan) {
    const auto concerns = [&](std::uint32_t component) {
        const ShardPlan& shards = run.scenario.shards[plan.shards];
        return component == shards.databases[plan.keys.from] || component == shards.databases[plan.keys.to];
    };
    for (std::uint32_t index = 0; index < run.world.moves.size(); ++index) {
        const MovePlan& other = run.scenario.moves[index];
        const std::vector<std::uint32_t>& databases = run.scenario.shards[other.shards].databases;
        if (is_under_way(run.world.moves[index]) &&
            (concerns(databases[other.keys.from]) || concerns(databases[other.keys.to])))
            return false;
    }
    return true;
}

void start_moves_in_line(Run& run) {
    std::vector<std::uint32_t>& line = run.world.moves_in_line;
    for (std::size_t place = 0; place < line.size();) {
        if (!has_its_databases(run, run.scenario.moves[line[place]])) {
            ++place;
            continue;
        }
        const std::uint32_t next = line[place];
        line.erase(line.begin() + static_cast<std::ptrdiff_t>(place));
        start_move(run, move_at(run, next));
        place = 0; // one that failed at once has started others
    }
}

Progress execute_read_batch_pages(Run& run, FrameRef frame, const Op& op) {
    const Move move = move_at(run, op.a);
    const std::uint32_t table = move.plan.tables[move.state.table].source;
    const std::int64_t rows = database_of(run, run.instance_of(frame)).tables[table].rows;
    return read_span(run, frame,
                     {.table = table,
                      .first = std::max<std::int64_t>(0, rows - move.state.left[move.state.table]),
                      .rows = move.state.batch});
}

void compute_rows(Run& run, FrameRef frame, std::int64_t rows, double ns_per_row) {
    start_computing(run, run.instance_of(frame), frame,
                    engine::round_to_duration(static_cast<double>(rows) * ns_per_row));
}

Progress execute_read_batch(Run& run, FrameRef frame, const Op& op) {
    const Move move = move_at(run, op.a);
    compute_rows(run, frame, move.state.batch, move.plan.scan_ns);
    return Progress::kSuspended;
}

void resume_read_batch(Run& run, FrameRef frame, const Op& op, std::uint16_t) {
    const Move move = move_at(run, op.a);
    end_frame(run, frame);
    if (move.state.phase != MovePhase::kReading) // it has failed meanwhile
        return;
    move_meter(run, run.instance(move.state.source), kRowsMovedOut)
        .count(static_cast<std::uint64_t>(move.state.batch));
    send_batch(run, move, MovePhase::kSending);
}

Progress execute_write_batch(Run& run, FrameRef frame, const Op& op) {
    const Move move = move_at(run, op.a);
    const TableState& table =
        database_of(run, run.instance_of(frame)).tables[move.plan.tables[move.state.table].target];
    compute_rows(run, frame, move.state.batch,
                 move.plan.rewrite_ns + move.plan.index_ns * std::popcount(table.built));
    return Progress::kSuspended;
}

void resume_write_batch(Run& run, FrameRef frame, const Op& op, std::uint16_t) {
    const Move move = move_at(run, op.a);
    MoveState& state = move.state;
    end_frame(run, frame);
    if (state.phase != MovePhase::kWriting)
        return;
    const Instance& target = run.instance(state.target);
    change_rows(run, target, move.plan.tables[state.table].target, state.batch);
    state.left[state.table] -= state.batch;
    state.copied[state.table] += state.batch;
    move_meter(run, target, kRowsMovedIn).count(static_cast<std::uint64_t>(state.batch));
    send_batch(run, move, MovePhase::kConfirming);
}

} // namespace

Op read_batch_pages_op(std::uint32_t move) { return read_span_op(execute_read_batch_pages, move); }
Op read_batch_op(std::uint32_t move) {
    return Op{.execute = execute_read_batch, .resume = resume_read_batch, .a = move};
}
Op write_batch_op(std::uint32_t move) {
    return Op{.execute = execute_write_batch, .resume = resume_write_batch, .a = move};
}

void begin_move(Run& run, const TimelineEntry& entry) {
    const Move move = move_at(run, entry.move);
    if (has_its_databases(run, move.plan)) {
        start_move(run, move);
        return;
    }
    move.state.phase = MovePhase::kInLine;
    run.world.moves_in_line.push_back(entry.move);
}

void on_move_event(Run& run, std::uint32_t index) {
    const Move move = move_at(run, index);
    switch (move.state.phase) {
    case MovePhase::kSending:
        work_on_batch(run, move, MovePhase::kWriting);
        return;
    case MovePhase::kConfirming:
        batch_is_confirmed(run, move);
        return;
    case MovePhase::kPausing:
        begin_next_batch(run, move);
        return;
    case MovePhase::kCuttingOver:
        finish_move(run, move);
        return;
    case MovePhase::kOver: // it has failed meanwhile
        return;
    case MovePhase::kNotBegun:
    case MovePhase::kInLine:
    case MovePhase::kReading:
    case MovePhase::kWriting:
        break;
    }
    SHAKETABLE_ASSERT(false);
}

void fail_moves(Run& run, const Instance& here) {
    const std::uint32_t died = run.index_of(here);
    for (std::uint32_t index = 0; index < run.world.moves.size(); ++index) {
        const Move move = move_at(run, index);
        if (!is_under_way(move.state) || (move.state.source != died && move.state.target != died))
            continue;
        drop_rows(run, move, false);
        conclude_move(run, move, true);
    }
}

void resume_moves(Run& run) {
    for (std::uint32_t index = 0; index < run.world.moves.size(); ++index)
        if (const Move move = move_at(run, index); move.state.is_cut_off)
            send_batch(run, move, move.state.phase);
}

} // namespace shaketable::models
