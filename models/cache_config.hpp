// A cache: a server that holds values by key, as far as its memory reaches. Configuration only.
#pragma once

#include "models/cache/key_cache.hpp"
#include "models/distribution_config.hpp"

#include <optional>

namespace shaketable::models {

/// Keys that are alike in popularity, size and life.
struct KeySpaceConfig {
    std::int64_t keys = 10'000;
    double zipf = 0.99;
    std::int64_t value_bytes = 1'000;
    std::optional<engine::Duration> ttl;
    double ttl_jitter = 0.0;
    bool sliding = false;
};
template <class Visitor>
void describe(Visitor& visit, KeySpaceConfig& config) {
    visit(Knob{.name = "keys",
               .doc = "How many there are.",
               .unit = "keys",
               .bounds = {1, KeyCache::kKeysMax},
               .required = true},
          config.keys);
    visit(Knob{.name = "zipf",
               .doc = "The exponent of Zipf's law, by which they are asked for: the k-th most popular with a "
                      "probability proportional to 1/k^zipf; 0: all alike.",
               .origin = "YCSB's zipfian constant",
               .bounds = {0, 10}},
          config.zipf);
    visit(Knob{.name = "value_bytes",
               .doc = "What a value takes of the memory, its key and what is kept beside it included.",
               .unit = "bytes",
               .origin = "assumed",
               .bounds = {1, 4'000'000'000.0}},
          config.value_bytes);
    visit(Knob{.name = "ttl",
               .doc = "How long after it was stored a value is an answer (time to live); absent: until it is "
                      "evicted.",
               .origin = "memcached, Redis: for ever",
               .bounds = kPositiveLength,
               .acts = Acts::kAtNextCall},
          config.ttl);
    visit(Knob{.name = "ttl_jitter",
               .doc = "What share of its life a value loses at most, each as much as chance has it, so that "
                      "what was stored at once does not expire at once.",
               .origin = "none",
               .bounds = {0, 1},
               .acts = Acts::kAtNextCall},
          config.ttl_jitter);
    visit(Knob{.name = "sliding",
               .doc = "Whether a look-up that finds a value lets it live as long again.",
               .origin = "memcached, Redis: not",
               .acts = Acts::kAtNextCall},
          config.sliding);
}

struct CacheConfig {
    static constexpr std::string_view kTag = "cache";
    static constexpr std::string_view kDoc =
        "A server that holds values by key in its memory, like memcached or Redis: see the step `cached`.";
    double memory_mib = 64.0;
    Eviction eviction = Eviction::kLru;
    std::int64_t workers = 4;
    double cores = 4.0;
    DistributionConfig time = DistributionConfig::constant(engine::Duration::from_ns(10'000));
    Named<KeySpaceConfig> keys;
};
template <class Visitor>
void describe(Visitor& visit, CacheConfig& config) {
    visit(Knob{.name = "memory_mib",
               .doc = "What all values together may take.",
               .unit = "MiB",
               .origin = "memcached -m",
               .bounds = {0.001, 10'000'000}},
          config.memory_mib);
    visit(Knob{.name = "eviction",
               .doc =
                   "What goes when there is no room: what was used longest ago (lru), least often since it "
                   "came (lfu), stored first (fifo), or any (random).",
               .origin = "memcached; Redis: allkeys-lru"},
          config.eviction);
    visit(Knob{.name = "workers",
               .doc = "Operations that it executes at a time; what comes beyond waits.",
               .unit = "workers",
               .origin = "memcached -t",
               .bounds = {1, 1'000'000},
               .acts = Acts::kAtRestart},
          config.workers);
    visit(Knob{.name = "cores",
               .doc = "CPU cores, shared by what it executes.",
               .unit = "cores",
               .origin = "one for each worker",
               .bounds = {0.001, 100'000},
               .acts = Acts::kAtRestart},
          config.cores);
    visit(Knob{.name = "time",
               .doc = "CPU time of an operation.",
               .origin = "assumed",
               .acts = Acts::kAtNextCall},
          config.time);
    visit(Knob{.name = "keys", .doc = "Its key spaces, by name; at least one.", .required = true},
          config.keys);
}

} // namespace shaketable::models
