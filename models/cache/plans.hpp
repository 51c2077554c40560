// What is compiled of caches, in tables of the scenario.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "engine/zipf.hpp"
#include "models/cache/key_cache.hpp"

#include <cstdint>

namespace shaketable::models {

struct CachePlan {
    KeyCache::Size size = {}; // all key spaces together
    Eviction eviction = Eviction::kLru;
};

/// Where a key space is, and which of its programs does what.
struct KeySpace {
    std::uint32_t component = 0;
    std::uint32_t first_key = 0; // in the cache
    std::uint32_t look_up = 0;   // endpoints
    std::uint32_t store = 0;
    std::uint32_t erase = 0;
    engine::Zipf popularity{{.items = 1}};
};

/// How long its values live, as the cache is configured for a time.
struct KeyLife {
    std::uint32_t bytes = 1;
    engine::Duration ttl = engine::kLongest;
    double jitter = 0.0;
    bool sliding = false;
};

/// How a step chooses its key.
struct KeyChoice {
    std::uint32_t space = 0;   // in Scenario::key_spaces
    engine::Label shared = {}; // among the steps of a session; none: its own
};

} // namespace shaketable::models
