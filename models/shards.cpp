#include "models/shards.hpp"

#include "models/frames.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shaketable::models {

namespace {

struct KeyRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint32_t shard = 0;
};

/// Whether the key, which lies at that shard, is one of those that the move takes.
bool takes(const ShardPlan& plan, const KeyMove& move, std::uint32_t shard, std::uint64_t key) {
    return shard == move.from && (plan.by_range ? key : engine::mix(key ^ move.salt)) >= move.pivot;
}

/// In the order of their keys.
std::vector<KeyRange> ranges_after(const ShardPlan& plan, const std::vector<KeyMove>& moved) {
    std::vector<KeyRange> ranges;
    for (std::uint32_t shard = 0; shard < plan.begins.size(); ++shard)
        ranges.push_back({.begin = plan.begins[shard],
                          .end = shard + 1 < plan.begins.size() ? plan.begins[shard + 1] : plan.keys,
                          .shard = shard});
    for (const KeyMove& move : moved) {
        std::vector<KeyRange> cut;
        for (const KeyRange& range : ranges) {
            const bool is_concerned = range.shard == move.from;
            const std::uint64_t at =
                is_concerned ? std::clamp(move.pivot, range.begin, range.end) : range.end;
            if (range.begin < at)
                cut.push_back({.begin = range.begin, .end = at, .shard = range.shard});
            if (at < range.end)
                cut.push_back({.begin = at, .end = range.end, .shard = move.to});
        }
        ranges = std::move(cut);
    }
    return ranges;
}

/// The first of the last keys that the shard has, so many of them; behind all keys if it has none.
std::uint64_t first_of_last(const ShardPlan& plan, const std::vector<KeyRange>& ranges, std::uint32_t shard,
                            double share) {
    std::uint64_t all = 0;
    for (const KeyRange& range : ranges)
        all += range.shard == shard ? range.end - range.begin : 0;
    std::uint64_t left =
        std::clamp<std::uint64_t>(static_cast<std::uint64_t>(share * static_cast<double>(all) + 0.5),
                                  std::min<std::uint64_t>(1, all), all);
    std::uint64_t first = plan.keys;
    for (auto range = ranges.rbegin(); range != ranges.rend() && left > 0; ++range) {
        if (range->shard != shard)
            continue;
        const std::uint64_t taken = std::min(left, range->end - range->begin);
        first = range->end - taken;
        left -= taken;
    }
    return first;
}

/// A move that cuts a key over.
struct Held {
    std::uint32_t by = 0; // in World::moves
    engine::Time until = {};
};

/// Nothing: the key, which lies at that shard, is not being cut over, or is only read.
std::optional<Held> hold_on(const Run& run, const ShardRoute& route, std::uint32_t shard, std::uint64_t key) {
    if (!route.writes)
        return std::nullopt;
    for (const std::uint32_t index : run.world.placements[route.shards].held) {
        const MoveState& move = run.world.moves[index];
        if (takes(run.scenario.shards[route.shards], move.keys, shard, key))
            return Held{.by = index, .until = move.held_until};
    }
    return std::nullopt;
}

std::uint64_t key_at(const Run& run, FrameRef of_session, engine::Key frame_key, const Op& op) {
    static constexpr engine::Label kKeyOfShard = engine::label("shard key");
    const ShardRoute& route = run.scenario.shard_routes[op.a];
    const engine::Key who = route.key == engine::Label()
                                ? frame_key.child(op.label)
                                : engine::Key{run.session_of(of_session)}.child(route.key);
    engine::Draws draws(who, kKeyOfShard);
    return draw_key(run.scenario.shards[route.shards], draws);
}

void wait_for_cutover(Run& run, FrameRef frame, const Held& held) {
    const Instance& source = run.instance(run.world.moves[held.by].source);
    run.meter(source, run.component_of(source).first_move_metric + kCutoverWait).time(held.until - run.now());
    begin_wait(frame, FrameState::kWaiting);
    wake_at(run, frame, held.until, Wake::kWaitOver);
    yield_worker(run, frame);
}

bool is_hot_key(const ShardPlan& plan, std::uint64_t key) { return key >= plan.keys - plan.hot_keys; }

void count_hot_key(Run& run, std::uint32_t database) {
    const Component& shard = run.scenario.components[database];
    run.meter(run.instance(shard.first_instance), shard.hot_key_metric).count();
}

Progress execute_shard(Run& run, FrameRef frame, const Op& op) {
    const ShardRoute& route = run.scenario.shard_routes[op.a];
    const ShardPlan& plan = run.scenario.shards[route.shards];
    const Placement& placement = run.world.placements[route.shards];
    const std::uint64_t key = key_at(run, frame, frame->key, op);
    const std::uint32_t shard = shard_of(plan, placement.moved, key);
    if (__builtin_expect(!placement.held.empty(), 0))
        if (const auto held = hold_on(run, route, shard, key)) {
            wait_for_cutover(run, frame, *held);
            return Progress::kSuspended;
        }
    if (plan.hot_share > 0.0 && is_hot_key(plan, key))
        count_hot_key(run, plan.databases[shard]);
    frame->op = route.ops[shard];
    return Progress::kNext;
}

/// It asks again where its key lies.
void resume_shard(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    begin_wait(frame, FrameState::kRunning);
    run.instance_of(frame).model->resume(run, frame);
}

} // namespace

bool is_shard_op(const Op& op) { return op.execute == execute_shard; }

ShardAhead look_ahead(const Run& run, FrameRef of_session, engine::Key frame_key, const Op& op) {
    const ShardRoute& route = run.scenario.shard_routes[op.a];
    const ShardPlan& plan = run.scenario.shards[route.shards];
    const std::uint64_t key = key_at(run, of_session, frame_key, op);
    const std::uint32_t shard = shard_of(plan, run.world.placements[route.shards].moved, key);
    ShardAhead ahead{.database = plan.databases[shard]};
    if (const auto held = hold_on(run, route, shard, key))
        ahead.held_until = held->until;
    return ahead;
}

Op shard_op(std::uint32_t route, engine::Label label) {
    return Op{.execute = execute_shard, .resume = resume_shard, .label = label, .a = route};
}

std::uint32_t shard_of(const ShardPlan& plan, std::uint64_t key) {
    if (!plan.by_range)
        return static_cast<std::uint32_t>(engine::mix(key) % plan.databases.size());
    const auto after = std::upper_bound(plan.begins.begin(), plan.begins.end(), key);
    return static_cast<std::uint32_t>(after - plan.begins.begin()) - 1;
}

std::uint32_t shard_of(const ShardPlan& plan, const std::vector<KeyMove>& moved, std::uint64_t key) {
    std::uint32_t shard = shard_of(plan, key);
    for (const KeyMove& move : moved)
        if (takes(plan, move, shard, key))
            shard = move.to;
    return shard;
}

KeyMove move_of(const ShardPlan& plan, const std::vector<KeyMove>& moved, const MovePlan& move) {
    constexpr double kHashes = 18446744073709551616.0;
    KeyMove made = move.keys;
    if (plan.by_range)
        made.pivot = first_of_last(plan, ranges_after(plan, moved), made.from, move.share);
    else
        made.pivot = static_cast<std::uint64_t>((1.0 - move.share) * kHashes);
    return made;
}

std::uint64_t draw_key(const ShardPlan& plan, engine::Draws& draws) {
    const bool is_hot = plan.hot_share > 0.0 && draws.unit() < plan.hot_share;
    const std::uint64_t among = is_hot ? plan.hot_keys : plan.keys;
    const auto drawn =
        std::min(static_cast<std::uint64_t>(draws.unit() * static_cast<double>(among)), among - 1);
    return is_hot ? plan.keys - plan.hot_keys + drawn : drawn;
}

} // namespace shaketable::models
