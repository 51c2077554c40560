// A cache: a server that holds values by key, as far as its memory reaches. Configuration only.
#pragma once

#include "models/cache/key_cache.hpp"
#include "models/cache/ring.hpp"
#include "models/service_config.hpp"

#include <optional>

namespace shaketable::models {

/// What a reader does with a value in a format of another release.
enum class OtherFormat : std::uint8_t { kFail, kMiss };
constexpr auto enum_names(OtherFormat) { return std::array<std::string_view, 2>{"fail", "miss"}; }

/// Keys that are all as popular.
struct KeyClassConfig {
    std::int64_t keys = 1;
    double share = 1.0;
};
template <class Visitor>
void describe(Visitor& visit, KeyClassConfig& config) {
    visit(Knob{.name = "keys",
               .doc = "So many keys, each as popular.",
               .unit = "keys",
               .bounds = {1, KeyCache::kKeysMax},
               .required = true},
          config.keys);
    visit(Knob{.name = "share",
               .doc = "Share of the requests that is for one of them; all shares together are 1.",
               .bounds = {0, 1},
               .required = true},
          config.share);
}

/// Keys that are alike in popularity, size and life.
struct KeySpaceConfig {
    std::int64_t keys = 10'000;
    std::optional<double> zipf;
    std::vector<KeyClassConfig> popularity;
    std::int64_t value_bytes = 1'000;
    std::optional<engine::Duration> ttl;
    double ttl_jitter = 0.0;
    bool sliding = false;
    engine::Duration stale_for;
    double early = 0.0;
    engine::Duration lease;
    engine::Duration lease_wait = engine::Duration::from_ns(10'000'000);
    double absent = 0.0;
    engine::Duration negative_ttl;
    bool versioned = false;
    OtherFormat other_format = OtherFormat::kFail;
    StepsConfig load;
    bool coalesce = false;
    StepsConfig save;
    std::optional<engine::Duration> save_after;
};
/// What keeps many from getting the same value at once.
template <class Visitor>
void describe_stampedes(Visitor& visit, KeySpaceConfig& config) {
    visit(Knob{.name = "stale_for",
               .doc =
                   "How long after its time is over a value is still served, while one caller gets it anew "
                   "beside (stale-while-revalidate).",
               .origin = "RFC 5861: not",
               .bounds = kAnyLength,
               .acts = Acts::kAtNextCall},
          config.stale_for);
    visit(Knob{.name = "early",
               .doc = "XFetch's beta: how eagerly callers get a value anew before its time is over, each by "
                      "chance, sooner the longer that takes; 0: never.",
               .origin = "never; the paper: 1",
               .bounds = {0, 1'000},
               .acts = Acts::kAtNextCall},
          config.early);
    visit(Knob{.name = "lease",
               .doc =
                   "How long of those who miss a key only one gets the value, while the others wait; absent: "
                   "each gets it.",
               .origin = "memcached: none; Facebook: 10 s",
               .bounds = kAnyLength,
               .acts = Acts::kAtNextCall},
          config.lease);
    visit(Knob{.name = "lease_wait",
               .doc = "How long those others wait before they ask again.",
               .origin = "assumed; Facebook: a short time",
               .bounds = kPositiveLength},
          config.lease_wait);
}
/// Values that are not there, values of other releases, and how the cache gets and saves them itself.
template <class Visitor>
void describe_source(Visitor& visit, KeySpaceConfig& config) {
    visit(Knob{.name = "absent",
               .doc = "Share of the keys that have no value anywhere: asking for them is in vain.",
               .origin = "none",
               .bounds = {0, 1}},
          config.absent);
    visit(Knob{.name = "negative_ttl",
               .doc = "How long it is kept that a key has no value; 0: not at all.",
               .origin = "not",
               .bounds = kAnyLength,
               .acts = Acts::kAtNextCall},
          config.negative_ttl);
    visit(
        Knob{.name = "versioned",
             .doc =
                 "Whether the format is part of the key, so that releases beside each other don't read what "
                 "the other has written.",
             .origin = "not"},
        config.versioned);
    visit(Knob{.name = "other_format",
               .doc =
                   "What becomes of a reader who finds a value in another format: it fails, or takes it as a "
                   "miss.",
               .origin = "an exception nobody thought of"},
          config.other_format);
    visit(Knob{.name = "load",
               .doc = "The steps by which the cache gets a value itself (read-through).",
               .acts = Acts::kAtNextCall},
          config.load);
    visit(Knob{.name = "coalesce",
               .doc = "Whether of those who miss a key at the same time one load serves all.",
               .origin = "not",
               .acts = Acts::kAtNextCall},
          config.coalesce);
    visit(Knob{.name = "save",
               .doc = "The steps by which the cache saves what is put into it (write-through).",
               .acts = Acts::kAtNextCall},
          config.save);
    visit(Knob{.name = "save_after",
               .doc = "How long after it has answered it saves (write-behind): what it has not saved a crash "
                      "loses; absent: it answers when it has saved.",
               .bounds = kAnyLength},
          config.save_after);
}
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
                      "probability proportional to 1/k^zipf; 0: all alike; absent, and no popularity given: "
                      "0.99 (YCSB's zipfian constant).",
               .bounds = {0, 10}},
          config.zipf);
    visit(Knob{.name = "popularity",
               .doc = "Instead of Zipf's law: how popular they are as measured, class by class, the most "
                      "popular first; all classes together are all keys."},
          config.popularity);
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
    describe_stampedes(visit, config);
    describe_source(visit, config);
}

struct CacheConfig {
    static constexpr std::string_view kTag = "cache";
    static constexpr std::string_view kDoc =
        "A server that holds values by key in its memory, like memcached or Redis: see the step `cached`.";
    double memory_mib = 64.0;
    Eviction eviction = Eviction::kLru;
    std::int64_t nodes = 1;
    std::optional<std::int64_t> nodes_in_use;
    Hashing hashing = Hashing::kConsistent;
    bool eject = false;
    bool warm = false;
    std::int64_t workers = 4;
    double cores = 4.0;
    DistributionConfig time = DistributionConfig::constant(engine::Duration::from_ns(10'000));
    Named<KeySpaceConfig> keys;
    Named<PoolConfig> pools;
};
template <class Visitor>
void describe(Visitor& visit, CacheConfig& config) {
    visit(Knob{.name = "memory_mib",
               .doc = "What all values of a node together may take.",
               .unit = "MiB",
               .origin = "memcached -m",
               .bounds = {0.001, 10'000'000},
               .acts = Acts::kAtOnce},
          config.memory_mib);
    visit(Knob{.name = "eviction",
               .doc =
                   "What goes when there is no room: what was used longest ago (lru), least often since it "
                   "came (lfu), stored first (fifo), or any (random).",
               .origin = "memcached; Redis: allkeys-lru"},
          config.eviction);
    visit(Knob{.name = "nodes",
               .doc = "Servers, each with a part of the keys.",
               .unit = "nodes",
               .origin = "one",
               .bounds = {1, 1'000}},
          config.nodes);
    visit(Knob{.name = "nodes_in_use",
               .doc = "Those that clients know of, the first ones; absent: all.",
               .unit = "nodes",
               .bounds = {1, 1'000},
               .acts = Acts::kAtNextCall},
          config.nodes_in_use);
    visit(
        Knob{.name = "hashing",
             .doc =
                 "How a key's node is found: by a ring of hashes, or by the hash modulo the number of nodes.",
             .origin = "ketama"},
        config.hashing);
    visit(Knob{.name = "eject",
               .doc = "Whether the keys of a node that is down go to the others meanwhile.",
               .origin = "twemproxy auto_eject_hosts"},
          config.eject);
    visit(
        Knob{.name = "warm",
             .doc =
                 "Whether it has the most popular values in the beginning, each with a part of its life left "
                 "as chance has it.",
             .origin = "empty, as after a start"},
        config.warm);
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
    visit(Knob{.name = "pools",
               .doc =
                   "Connection pools of each node, by the name of the database that it loads from or saves "
                   "to; as of a service."},
          config.pools);
}

} // namespace shaketable::models
