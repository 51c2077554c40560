// Several nodes: where keys lie, what moves when one joins or leaves, and what else changes a cache at once:
// memory, flushes.
#include "models/cache/ring.hpp"

#include "engine/random.hpp"
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace shaketable::models::nodes_test {
namespace {

constexpr std::uint32_t kKeys = 100'000;

std::vector<std::uint32_t> places(const Ring& ring, const std::vector<bool>& there) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t key = 0; key < kKeys; ++key)
        found.push_back(ring.node_of(engine::mix(key + engine::kGoldenGamma),
                                     [&](std::uint32_t node) { return there[node]; }));
    return found;
}

double share_that_moved(Hashing hashing, std::vector<bool> before, std::vector<bool> after) {
    const Ring ring(hashing, static_cast<std::uint32_t>(before.size()));
    const std::vector<std::uint32_t> old_places = places(ring, before);
    const std::vector<std::uint32_t> new_places = places(ring, after);
    double moved = 0.0;
    for (std::uint32_t key = 0; key < kKeys; ++key)
        moved += old_places[key] != new_places[key] ? 1.0 : 0.0;
    return moved / kKeys;
}

TEST(RingOfNodes, GivesEachItsShare) {
    const std::vector<std::uint32_t> found =
        places(Ring(Hashing::kConsistent, 10), std::vector<bool>(10, true));
    for (std::uint32_t node = 0; node < 10; ++node) {
        const auto keys = static_cast<double>(std::count(found.begin(), found.end(), node));
        EXPECT_NEAR(keys / kKeys, 0.1, 0.03) << "160 points: within some 8 % of it, one standard deviation";
    }
}

TEST(RingOfNodes, MovesOnlyTheKeysOfTheOneThatLeaves) {
    std::vector<bool> without(10, true);
    without[3] = false;
    const Ring ring(Hashing::kConsistent, 10);
    const std::vector<std::uint32_t> before = places(ring, std::vector<bool>(10, true));
    const std::vector<std::uint32_t> after = places(ring, without);
    std::vector<std::uint32_t> taken(10);
    for (std::uint32_t key = 0; key < kKeys; ++key) {
        if (before[key] != 3) {
            ASSERT_EQ(after[key], before[key]);
        } else {
            ASSERT_NE(after[key], 3U);
            ++taken[after[key]];
        }
    }
    EXPECT_EQ(std::count(taken.begin(), taken.end(), 0U), 1) << "all the others take some of them";
}

TEST(RingOfNodes, MovesMostKeysByModulo) {
    std::vector<bool> four(5, true);
    four[4] = false;
    EXPECT_NEAR(share_that_moved(Hashing::kModulo, four, std::vector<bool>(5, true)), 0.8, 0.01) << "1 - 1/5";
    EXPECT_NEAR(share_that_moved(Hashing::kConsistent, four, std::vector<bool>(5, true)), 0.2, 0.04);
}

struct Setting {
    std::string cache = "";
    std::string timeline = "";
    std::string policy = "";
};

/// 100 requests a second from 10 ms on, for 1,000 keys that are all alike.
struct Site {
    explicit Site(const Setting& setting)
        : played(
              R"("duration": "60s", "network": { "latency": "1ms" }, "policies": { "p": { "timeout": "50ms" )" +
              setting.policy + R"( } }, "components": {
          "user": { "kind": "client", "arrivals": { "rate": "100/s", "pattern": "even" },
                    "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
          "web": { "kind": "service", "workers": 100, "endpoints": { "e": { "steps": [
            { "cached": "cache.k", "policy": "p", "miss": [ { "wait": "10ms" } ] } ] } } },
          "cache": { "kind": "cache", "time": "0s", )" +
              setting.cache + R"( "keys": { "k": { "keys": 1000, "zipf": 0, "value_bytes": 1000 } } } },
          "timeline": { )" +
              setting.timeline + " }") {
        EXPECT_EQ(broken_invariant(played.simulation), "");
    }
    [[nodiscard]] std::int64_t count(const std::string& metric) const {
        return played.total("cache", metric);
    }
    [[nodiscard]] std::int64_t hits() const { return count("hit_ratio"); }

    Played played;
};

TEST(CacheNodes, HoldTogetherWhatOneWouldHold) {
    const Site one({});
    const Site four({.cache = R"("nodes": 4,)"});
    EXPECT_EQ(four.hits(), one.hits()) << "the same keys are asked for, and all have room";
    EXPECT_EQ(four.count("misses"), one.count("misses"));
    EXPECT_NEAR(static_cast<double>(one.count("misses")), 1000.0 * (1.0 - std::exp(-6.0)), 5.0)
        << "each key once, of those that were asked for";
    const Site balanced({.cache = R"("nodes": 4,)", .policy = R"(, "balance": "least_request")"});
    EXPECT_EQ(balanced.hits(), one.hits()) << "the key decides, not the load";
}

TEST(CacheNodes, ThatAreDownAreMissesUnlessTheyAreEjected) {
    const std::string down = R"("down": { "at": "20s", "for": "39s", "crash": "cache", "replica": 1 })";
    const Site kept({.cache = R"("nodes": 4, )", .timeline = down});
    const Site ejected({.cache = R"("nodes": 4, "eject": true, )", .timeline = down});
    const Site none({.cache = R"("nodes": 4, )"});
    EXPECT_LT(kept.hits(), none.hits() - 700) << "a quarter of 3,900";
    EXPECT_GT(ejected.hits(), none.hits() - 350) << "the others have them again after one miss each";
}

TEST(CacheNodes, ThatClientsDoNotKnowAreNotAsked) {
    const Site run({.cache = R"("nodes": 5, "nodes_in_use": 4, )"});
    const Scenario& scenario = run.played.simulation.scenario();
    const Component& cache = scenario.components[run.played.component("cache")];
    const World& world = run.played.simulation.world();
    EXPECT_EQ(world.instances[cache.first_instance + 4].entered, 0U);
    EXPECT_GT(world.instances[cache.first_instance + 3].entered, 500U);
}

TEST(CacheNodes, KnownFromAnInstantOnTakeTheirShare) {
    const std::string joins = R"("joins": { "at": "30s", "set": "/components/cache/nodes_in_use", "to": 5 })";
    const Site ring({.cache = R"("nodes": 5, "nodes_in_use": 4, )", .timeline = joins});
    const Site modulo(
        {.cache = R"("nodes": 5, "nodes_in_use": 4, "hashing": "modulo", )", .timeline = joins});
    EXPECT_LT(ring.count("misses"), 1'300) << "a fifth of the keys anew";
    EXPECT_GT(modulo.count("misses"), 1'600) << "four fifths";
}

TEST(CacheNodes, AreEmptyAfterAFlush) {
    const Site none({});
    const Site all({.timeline = R"("flush": { "at": "30s", "flush": "cache" })"});
    const double asked_for_again = 2.0 * 1000.0 * (1.0 - std::exp(-3.0)) - 1000.0 * (1.0 - std::exp(-6.0));
    EXPECT_NEAR(static_cast<double>(all.count("misses") - none.count("misses")), asked_for_again, 30.0);
    const Site one({.cache = R"("nodes": 4, )",
                    .timeline = R"("flush": { "at": "30s", "flush": "cache", "replica": 0 })"});
    EXPECT_NEAR(static_cast<double>(one.count("misses") - none.count("misses")), asked_for_again / 4.0, 60.0);
}

TEST(CacheNodes, EvictWhatHasNoRoomAnyMore) {
    const Site run(
        {.cache = R"("memory_mib": 1,)",
         .timeline = R"("smaller": { "at": "30s", "set": "/components/cache/memory_mib", "to": 0.1 })"});
    EXPECT_GE(run.count("evictions"), 840) << "of some 950, all but 104";
    const World& world = run.played.simulation.world();
    EXPECT_EQ(world.caches.nodes[0].values.size(), 104U);
}

TEST(CacheNodes, MayBeWarmInTheBeginning) {
    const Site run({.cache = R"("warm": true,)"});
    EXPECT_EQ(run.count("misses"), 0);
    EXPECT_EQ(run.count("stores"), 0);
    const Site small({.cache = R"("warm": true, "memory_mib": 0.1,)"});
    EXPECT_EQ(small.played.simulation.world().caches.nodes[0].values.size(), 104U);
    EXPECT_NEAR(static_cast<double>(small.hits()), 6'000 * 0.104, 80.0);
}

} // namespace
} // namespace shaketable::models::nodes_test
