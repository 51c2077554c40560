// Where a key's value may be, and what is true of it.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

[[nodiscard]] inline const CachePlan& cache_plan_of(const Run& run, const Instance& here) {
    return run.scenario.caches.caches[run.component_of(here).model_index];
}
/// What a cache's server holds.
[[nodiscard]] inline CacheNode& node_of(const Run& run, const Instance& here) {
    return run.world.caches.nodes[cache_plan_of(run, here).first_node + here.replica];
}
/// What the frame wants of a cache.
[[nodiscard]] inline KeyAsk& ask_of(const Run& run, FrameRef frame) {
    return run.world.caches.asks[frame.index];
}
/// The key's place in its space, whichever format it is of: 0 for the most popular.
[[nodiscard]] inline std::uint32_t rank_of(const Run& run, const KeyAsk& ask) {
    const KeySpace& space = run.scenario.caches.spaces[ask.space];
    return (ask.key - space.first_key) % space.keys;
}

/// The version that users were told last; 0 from the beginning on.
[[nodiscard]] std::uint32_t told_version(const Run& run, const KeyAsk& ask);
/// The one that the source has.
[[nodiscard]] std::uint32_t saved_version(const Run& run, const KeyAsk& ask);

/// The server of its cache that a key lies on: position among the cache's instances.
[[nodiscard]] std::uint32_t node_of_key(const Run& run, const CachePlan& cache, std::uint32_t key);
/// The one that a frame's call goes to.
[[nodiscard]] std::uint32_t choose_node(const Run& run, FrameRef caller);

/// All of the node's values and leases are gone.
void clear_node(Run& run, const Instance& here);
/// Its configuration has changed.
void resize_node(Run& run, Instance& here);
/// The gauges of what it holds.
void measure_node(Run& run, const Instance& here);

} // namespace shaketable::models
