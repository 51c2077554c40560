#include "models/cache/nodes.hpp"

#include "models/cache/cache.hpp"
#include "models/frames.hpp"

namespace shaketable::models {

namespace {

constexpr engine::Label kShrinking = engine::label("shrinking cache");

bool is_reachable(const Instance& node) { return node.crashes == 0 && node.host_crashes == 0; }

} // namespace

CacheState caches_in_the_beginning(const CachePlans& plans) {
    CacheState state;
    for (const CachePlan& cache : plans.caches)
        for (std::uint32_t node = 0; node < cache.nodes; ++node)
            state.nodes.push_back({.values = KeyCache(cache.size, cache.eviction)});
    for (const KeySpace& space : plans.spaces) {
        SpaceState& of_space = state.spaces.emplace_back();
        if (space.changes)
            of_space.told = SharedPages<std::uint32_t>(space.keys, 0);
        if (space.saves_behind)
            of_space.saved = SharedPages<std::uint32_t>(space.keys, 0);
    }
    return state;
}

std::size_t CacheState::bytes() const {
    std::size_t bytes = nodes.size() * sizeof(CacheNode) + spaces.size() * sizeof(SpaceState) + asks.bytes();
    for (const CacheNode& node : nodes)
        bytes += node.values.bytes() + node.leases.size() * sizeof(*node.leases.begin());
    for (const SpaceState& space : spaces)
        bytes += space.told.bytes() + space.saved.bytes();
    for (const auto& [key, flight] : flights)
        bytes += sizeof(key) + sizeof(flight) + flight.waiting.size() * sizeof(flight.waiting[0]);
    return bytes;
}

std::uint32_t told_version(const Run& run, const KeyAsk& ask) {
    const SharedPages<std::uint32_t>& told = run.world.caches.spaces[ask.space].told;
    return told.size() == 0 ? 0 : told[rank_of(run, ask)];
}

std::uint32_t saved_version(const Run& run, const KeyAsk& ask) {
    const SharedPages<std::uint32_t>& saved = run.world.caches.spaces[ask.space].saved;
    return saved.size() == 0 ? told_version(run, ask) : saved[rank_of(run, ask)];
}

std::uint32_t node_of_key(const Run& run, const CachePlan& cache, std::uint32_t key) {
    const Component& component = run.scenario.components[cache.component];
    const auto node = [&](std::uint32_t number) -> const Instance& {
        return run.instance(component.first_instance + number);
    };
    const std::uint32_t in_use = run.scenario.caches.settings[run.version_of(node(0)).settings].nodes_in_use;
    bool ejects = false; // somebody has to be asked
    for (std::uint32_t number = 0; cache.ejects && number < in_use && !ejects; ++number)
        ejects = is_reachable(node(number));
    return cache.ring.node_of(engine::mix(key + engine::kGoldenGamma), [&](std::uint32_t number) {
        return number < in_use && (!ejects || is_reachable(node(number)));
    });
}

std::uint32_t choose_node(const Run& run, FrameRef caller) {
    const KeyAsk& ask = run.world.caches.asks[caller.index];
    return node_of_key(run, run.scenario.caches.caches[run.scenario.caches.spaces[ask.space].cache], ask.key);
}

void clear_node(Run& run, const Instance& here) {
    CacheNode& node = node_of(run, here);
    node.values.clear();
    node.leases.clear();
    measure_node(run, here);
}

void resize_node(Run& run, Instance& here) {
    CacheNode& node = node_of(run, here);
    const std::uint64_t bytes = run.scenario.caches.settings[run.version_of(here).settings].bytes;
    if (bytes == node.values.capacity())
        return;
    const std::uint64_t evicted = node.values.evictions();
    engine::Draws draws(run.world.root.child(run.component_of(here).label, here.replica), kShrinking,
                        evicted);
    node.values.resize(bytes, draws);
    run.meter(here, kEvictions).count(node.values.evictions() - evicted);
    measure_node(run, here);
}

void measure_node(Run& run, const Instance& here) {
    const KeyCache& values = node_of(run, here).values;
    run.meter(here, kKeysHeld).set(run.now(), values.size());
    run.meter(here, kBytesHeld).set(run.now(), static_cast<std::int64_t>(values.bytes_held()));
}

} // namespace shaketable::models
