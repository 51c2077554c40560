#include "tests/support/random_cache.hpp"

#include "tests/support/random_scenario.hpp"

namespace shaketable::models {

namespace {

/// How values live; beside other knobs.
std::string life(Die& die) {
    std::string text;
    if (die.chance(0.7)) {
        text += R"(, "ttl": )" + die.one_of({R"("5ms")", R"("80ms")", R"("700ms")"});
        if (die.chance(0.3))
            text += R"(, "ttl_jitter": 0.4)";
        if (die.chance(0.2))
            text += R"(, "sliding": true)";
        if (die.chance(0.4))
            text += R"(, "stale_for": )" + die.one_of({R"("10ms")", R"("1s")"});
        if (die.chance(0.3))
            text += R"(, "early": 2)";
    }
    if (die.chance(0.6))
        text += R"(, "lease": )" + die.one_of({R"("20ms")", R"("500ms")"}) + R"(, "lease_wait": "3ms")";
    if (die.chance(0.3))
        text += die.one_of({R"(, "absent": 0.3)", R"(, "absent": 0.3, "negative_ttl": "50ms")"});
    if (die.chance(0.4))
        text += die.one_of({R"(, "versioned": true)", R"(, "other_format": "miss")"});
    return text;
}

std::string space(Die& die, const std::string& more) {
    return R"({ "keys": )" + die.one_of({"1", "5", "200"}) + R"(, "value_bytes": 100)" + life(die) + more +
           " }";
}

} // namespace

std::string random_cache(Die& die, const std::string& source) {
    const std::string wait = R"({ "wait": "4ms" })";
    const std::string load =
        R"(, "load": [ )" + joined(wait, source) + R"( ], "coalesce": )" + die.one_of({"true", "false"});
    const std::string save = R"(, "save": [ )" + joined(source, wait) + " ]" +
                             die.one_of({"", R"(, "save_after": "30ms")", R"(, "save_after": "400ms")"});
    std::string text = R"({ "kind": "cache", "nodes": 3, "time": "100us", "memory_mib": )" +
                       die.one_of({"0.001", "0.01", "1"}) + R"(, "eviction": )" +
                       die.one_of({R"("lru")", R"("lfu")", R"("fifo")", R"("random")"}) + R"(, "workers": )" +
                       die.one_of({"1", "4"}) + R"(, "hashing": )" +
                       die.one_of({R"("consistent")", R"("modulo")"});
    if (die.chance(0.5))
        text += R"(, "eject": true)";
    if (die.chance(0.5))
        text += R"(, "warm": true)";
    return text + R"(, "keys": { "a": )" + space(die, "") + R"(, "b": )" + space(die, load) + R"(, "w": )" +
           space(die, load + save) + " } }";
}

std::string random_cache_step(Die& die, const std::string& cache, const std::string& miss, bool from_client) {
    const auto of = [&](const char* which) { return quoted(cache + which); };
    const std::string key = die.one_of({"", R"(, "key": "it")", R"(, "key": "it")"});
    const std::string format = die.one_of({"", "", R"(, "format": 2)"});
    switch (die.below(8)) {
    case 0:
        return R"({ "change": )" + of(".a") + key + " }";
    case 1:
        return R"({ "invalidate": )" + of(".a") + key + format +
               (from_client ? ""
                            : die.one_of({"", R"(, "by": "message", "delay": "9ms")",
                                          R"(, "by": "message", "loss": 0.5)"})) +
               " }";
    case 2:
        return R"({ "put": )" + of(die.one_of({".a", ".w"}).c_str()) + key + format + " }";
    case 3:
        return R"({ "cached": )" + of(die.one_of({".b", ".w"}).c_str()) + key + format + " }";
    default:
        return R"({ "cached": )" + of(".a") + key + format + R"(, "coalesce": )" +
               die.one_of({"true", "false"}) + R"(, "miss": [ )" + miss + " ] }";
    }
}

std::string random_cache_entries(Die& die, const std::string& cache) {
    const std::string at = R"("at": ")" + std::to_string(die.below(2500)) + R"(ms")";
    std::string entries = quoted(cache + "-flush") + ": { " + at + R"(, "flush": )" + quoted(cache) +
                          die.one_of({"", R"(, "replica": 1)"}) + " }";
    const std::string knob = die.one_of({R"("/components/)" + cache + R"(/memory_mib", "to": 0.002)",
                                         R"("/components/)" + cache + R"(/nodes_in_use", "to": 2)"});
    entries = joined(entries,
                     quoted(cache + "-shrinks") + ": { " + at + R"(, "for": "300ms", "set": )" + knob + " }");
    return entries;
}

} // namespace shaketable::models
