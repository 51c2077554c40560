// What changes of caches during a run.
#pragma once

#include "engine/paged.hpp"
#include "models/cache/plans.hpp"
#include "models/shared_pages.hpp"

#include <map>
#include <tuple>
#include <vector>

namespace shaketable::models {

class Run;

/// Who may store a value that is not there, for a time.
struct Lease {
    std::uint32_t token = 0;
    engine::Time until = {};
};

/// One node of a cache.
struct CacheNode {
    KeyCache values;
    std::map<std::uint32_t, Lease> leases = {}; // by key
    std::uint32_t tokens = 0;                   // ever given out
};

/// What is true of a key space. What users were told and what the source has differ where writes were
/// accepted and not yet, or never, saved.
struct SpaceState {
    SharedPages<std::uint32_t> told = {};  // versions by key; empty: nothing ever changes
    SharedPages<std::uint32_t> saved = {}; // the same; empty: as told
    engine::Duration fetch_took = {};      // the last time that a value was got and stored
};

/// What the cache has told who asked.
enum class Told : std::uint8_t {
    kMiss,
    kHit,
    kRefresh, // the same, and whoever is told so gets it anew
    kWait,    // somebody else gets it
    kOtherFormat,
};

/// What a frame wants of a cache: its own choice at the caller, what was asked for at the cache.
struct KeyAsk {
    std::uint32_t key = 0;
    std::uint32_t version = 0; // of the value that it gets, or stores
    std::uint32_t lease = 0;   // token; 0: none
    std::uint16_t space = 0;
    std::uint8_t format = 1;
    Told told = Told::kMiss;
    bool was_stale = false;  // the frame, when it began to get the value
    bool is_refresh = false; // the frame is there to get the value, and for nothing else
    engine::Duration took = {};
    engine::Time began = {}; // to get it
};

/// Several frames of one instance that want the same value, which the first of them gets.
struct Flight {
    struct Waiting {
        std::uint32_t frame = 0;
        std::uint32_t epoch = 0;
    };
    std::uint32_t leader = 0; // frame
    std::vector<Waiting> waiting = {};
};
using FlightKey = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>; // instance, space, key

struct CacheState {
    std::vector<CacheNode> nodes = {}; // cache by cache
    std::vector<SpaceState> spaces = {};
    engine::Paged<KeyAsk> asks = {}; // by frame, where there are caches
    std::map<FlightKey, Flight> flights = {};

    [[nodiscard]] std::size_t bytes() const;
};

[[nodiscard]] CacheState caches_in_the_beginning(const CachePlans& plans);
/// Fills the caches that are warm in the beginning, now that the run has its configuration.
void warm_caches(Run& run);

} // namespace shaketable::models
