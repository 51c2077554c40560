#include "models/shards.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

Progress execute_shard(Run& run, FrameRef frame, const Op& op) {
    static constexpr engine::Label kKeyOfShard = engine::label("shard key");
    const ShardRoute& route = run.scenario.shard_routes[op.a];
    const ShardPlan& plan = run.scenario.shards[route.shards];
    const engine::Key who = route.key == engine::Label()
                                ? frame->key.child(op.label)
                                : engine::Key{run.session_of(frame)}.child(route.key);
    engine::Draws draws(who, kKeyOfShard);
    frame->op = route.ops[shard_of(plan, draw_key(plan, draws))];
    return Progress::kNext;
}

} // namespace

Op shard_op(std::uint32_t route, engine::Label label) {
    return Op{.execute = execute_shard, .label = label, .a = route};
}

std::uint32_t shard_of(const ShardPlan& plan, std::uint64_t key) {
    if (!plan.by_range)
        return static_cast<std::uint32_t>(engine::mix(key) % plan.databases.size());
    const auto after = std::upper_bound(plan.begins.begin(), plan.begins.end(), key);
    return static_cast<std::uint32_t>(after - plan.begins.begin()) - 1;
}

std::uint64_t draw_key(const ShardPlan& plan, engine::Draws& draws) {
    const bool is_hot = plan.hot_share > 0.0 && draws.unit() < plan.hot_share;
    const std::uint64_t among = is_hot ? plan.hot_keys : plan.keys;
    const auto drawn =
        std::min(static_cast<std::uint64_t>(draws.unit() * static_cast<double>(among)), among - 1);
    return is_hot ? plan.keys - plan.hot_keys + drawn : drawn;
}

} // namespace shaketable::models
