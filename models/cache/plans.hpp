// What is compiled of caches, in tables of the scenario.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/cache/key_cache.hpp"
#include "models/cache/popularity.hpp"
#include "models/cache/ring.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::models {

/// One cache: nodes that are alike, among which a key's place follows from the key.
struct CachePlan {
    KeyCache::Size size = {}; // of a node; all key spaces together
    Eviction eviction = Eviction::kLru;
    std::uint32_t component = 0;
    std::uint32_t nodes = 1;
    std::uint32_t first_node = 0; // in CacheState::nodes
    Ring ring{Hashing::kConsistent, 1};
    bool ejects = false; // nodes that are down: their keys go elsewhere
    bool warm = false;   // in the beginning
};

/// What of its configuration may change during a run.
struct CacheSettings {
    std::uint64_t bytes = 0; // of a node
    std::uint32_t nodes_in_use = 1;
};

/// Where a key space is, and which of its programs does what.
struct KeySpace {
    std::uint32_t cache = 0;     // in CachePlans::caches
    std::uint32_t first_key = 0; // in the cache
    std::uint32_t keys = 1;
    bool versioned = false; // formats have keys of their own: two sets of them, taken in turn
    bool fails_on_other_format = false;
    bool changes = false;      // something writes to it
    bool loads = false;        // the cache gets values itself (read-through)
    bool saves = false;        // it writes to the source itself,
    bool saves_behind = false; // some time after it has answered
    double absent = 0.0;       // share of its keys that have no value anywhere
    engine::Duration lease_wait = {};
    engine::Label label = {};
    std::uint32_t first_life = 0; // in CachePlans::lives, before any change
    std::uint32_t look_up = 0;    // endpoints
    std::uint32_t store = 0;
    std::uint32_t erase = 0;
    std::uint32_t put = 0;
    Popularity popularity{engine::Zipf({.items = 1})};
};

/// How long its values live, as the cache is configured for a time.
struct KeyLife {
    std::uint32_t space = 0;
    std::uint32_t bytes = 1;
    engine::Duration ttl = engine::kLongest;
    double jitter = 0.0;
    bool sliding = false;
    engine::Duration stale_for = {};
    engine::Duration lease = {};        // 0: none
    double early = 0.0;                 // XFetch's beta; 0: never early
    engine::Duration negative_ttl = {}; // 0: that there is no value is not kept
};

/// How a step chooses its key.
struct KeyChoice {
    std::uint32_t space = 0;   // in CachePlans::spaces
    engine::Label shared = {}; // among the steps of a session; none: its own
    std::uint8_t format = 1;   // in which the caller writes values, and reads them
};

/// The parts of a program that asks a cache and gets the value itself where that has none.
struct FetchPlan {
    std::uint32_t space = 0;
    std::uint32_t look_up = 0; // operations: it asks (again),
    std::uint32_t fetch = 0;   // gets the value,
    std::uint32_t end = 0;     // has it
    bool refreshes = false;    // it may get the value beside, for later
};

struct CachePlans {
    std::vector<CachePlan> caches = {};
    std::vector<CacheSettings> settings = {}; // by Version::settings
    std::vector<KeySpace> spaces = {};
    std::vector<KeyLife> lives = {};
    std::vector<KeyChoice> choices = {};
    std::vector<FetchPlan> fetches = {};
    std::uint32_t nodes = 0; // of all caches
};

} // namespace shaketable::models
