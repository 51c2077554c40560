// A cache that is warm in the beginning: each node has the most popular of its keys, as many as fit, the
// least popular stored first. What has a time to live has a part of it left that is uniform on it, as in a
// cache that has been at work for long.
#include "models/cache/nodes.hpp"

#include <algorithm>
#include <vector>

namespace shaketable::models {

namespace {

constexpr engine::Label kWarm = engine::label("warm cache");

/// A key of the cache, and how it lives.
struct WarmKey {
    std::uint32_t key = 0;
    std::uint32_t node = 0;
    const KeyLife* life = nullptr;
};

/// The most popular first: the first of each key space, the second of each, ...
template <class Visit>
void for_each_key(const Run& run, std::uint32_t cache, const Visit& visit) {
    const CachePlans& plans = run.scenario.caches;
    std::uint32_t most = 0;
    for (const KeySpace& space : plans.spaces)
        if (space.cache == cache)
            most = std::max(most, space.keys);
    for (std::uint32_t rank = 0; rank < most; ++rank)
        for (std::uint32_t index = 0; index < plans.spaces.size(); ++index)
            if (plans.spaces[index].cache == cache && rank < plans.spaces[index].keys)
                visit(index, plans.spaces[index].first_key + rank);
}

/// Each node has room for those that come first.
std::vector<WarmKey> keys_that_fit(const Run& run, std::uint32_t cache) {
    const CachePlans& plans = run.scenario.caches;
    const CachePlan& plan = plans.caches[cache];
    std::vector<std::uint64_t> room(plan.nodes, plan.size.bytes);
    std::vector<WarmKey> keys;
    for_each_key(run, cache, [&](std::uint32_t space, std::uint32_t key) {
        const std::uint32_t node = node_of_key(run, plan, key);
        const KeyLife& life = plans.lives[plans.spaces[space].first_life];
        if (life.bytes <= room[node]) {
            room[node] -= life.bytes;
            keys.push_back({.key = key, .node = node, .life = &life});
        }
    });
    return keys;
}

void warm(Run& run, std::uint32_t cache) {
    const CachePlan& plan = run.scenario.caches.caches[cache];
    const Component& component = run.scenario.components[plan.component];
    const engine::Key who = run.world.root.child(component.label);
    const std::vector<WarmKey> keys = keys_that_fit(run, cache);
    for (auto place = keys.rbegin(); place != keys.rend(); ++place) {
        engine::Draws draws(who, kWarm, place->key);
        const engine::Duration left =
            place->life->ttl == engine::kLongest
                ? engine::kLongest
                : engine::round_to_duration(static_cast<double>(place->life->ttl.ns()) * draws.unit());
        run.world.caches.nodes[plan.first_node + place->node].values.store(
            place->key, {.expires = run.now() + left, .bytes = place->life->bytes}, draws);
    }
    for (std::uint32_t node = 0; node < plan.nodes; ++node)
        measure_node(run, run.instance(component.first_instance + node));
}

} // namespace

void warm_caches(Run& run) {
    for (std::uint32_t cache = 0; cache < run.scenario.caches.caches.size(); ++cache)
        if (run.scenario.caches.caches[cache].warm)
            warm(run, cache);
}

} // namespace shaketable::models
