// What changes of caches during a run.
#pragma once

#include "models/cache/plans.hpp"

namespace shaketable::models {

struct CacheState {
    KeyCache values;
};

[[nodiscard]] inline CacheState empty_cache(const CachePlan& plan) {
    return {KeyCache(plan.size, plan.eviction)};
}

/// What a frame wants of a cache: its own choice at the caller, what was asked for at the cache.
struct KeyAsk {
    std::uint32_t key = 0;
    bool hit = false; // so the cache has answered
};

} // namespace shaketable::models
