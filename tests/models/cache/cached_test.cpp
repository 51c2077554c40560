// The step `cached` and the cache behind it, event by event, with exact times: legs of 1 ms, an operation of
// the cache 1 ms, a miss 10 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::cached_test {
namespace {

struct Setting {
    std::string keys = R"("k": { "keys": 1 })";
    std::string cached = ""; // more of the step
    std::string steps = "";  // before it
    std::string cache = "";
    std::string timeline = "";
    std::string rate = "1/s"; // of asking, from 1 s on
    std::string duration = "4900ms";
};

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration +
           R"(", "network": { "latency": "1ms" }, "policies": { "p": { "timeout": "50ms" } },
        "components": { "user": { "kind": "client", "arrivals": { "rate": ")" +
           setting.rate + R"(", "pattern": "even" },
                                  "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
          "web": { "kind": "service", "endpoints": { "e": { "steps": [ )" +
           setting.steps + R"( { "cached": "cache.k", "policy": "p", "miss": [ { "wait": "10ms" } ])" +
           setting.cached + R"( } ] } } },
          "cache": { "kind": "cache", "time": "1ms", )" +
           setting.cache + R"( "keys": { )" + setting.keys + R"( } } },
        "timeline": { )" +
           setting.timeline + " }";
}

struct Cached {
    explicit Cached(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
        const std::uint32_t web = played.component("web");
        const std::vector<Fact> served = played.facts.of(What::kServed, web);
        const std::vector<Fact> left = played.facts.of(What::kLeft, web);
        for (std::size_t place = 0; place < left.size(); ++place)
            took.push_back((left[place].time - served[place].time).ns() / kMs);
    }
    [[nodiscard]] std::int64_t count(const std::string& metric) const {
        return played.total("cache", metric);
    }

    Played played;
    Times took; // each request at "web", in ms
};

constexpr std::int64_t kHit = 3;   // there, the operation, back
constexpr std::int64_t kMiss = 16; // the same, the steps, and the same again to store

TEST(Cached, MissesOnceAndHitsAfterwards) {
    const Cached run({});
    EXPECT_EQ(run.took, (Times{kMiss, kHit, kHit, kHit}));
    EXPECT_EQ(run.count("misses"), 1);
    EXPECT_EQ(run.count("hit_ratio"), 3);
    EXPECT_EQ(run.count("stores"), 1);
}

TEST(Cached, ExpiresAfterItsTimeToLive) {
    const Cached run({.keys = R"("k": { "keys": 1, "ttl": "1500ms" })"});
    EXPECT_EQ(run.took, (Times{kMiss, kHit, kMiss, kHit}));
    EXPECT_EQ(run.count("expired"), 1);
    EXPECT_EQ(run.count("misses"), 1);
}

TEST(Cached, SlidingLivesAsLongAgainAfterEachHit) {
    const Cached run({.keys = R"("k": { "keys": 1, "ttl": "1500ms", "sliding": true })"});
    EXPECT_EQ(run.took, (Times{kMiss, kHit, kHit, kHit}));
    EXPECT_EQ(run.count("expired"), 0);
}

TEST(Cached, WithJitterLivesShorterNeverLonger) {
    const Cached run({.keys = R"("k": { "keys": 1, "ttl": "1500ms", "ttl_jitter": 1 })", .rate = "10/s"});
    EXPECT_GT(run.count("expired"), 3) << "of 3 s: without jitter, 2";
    const Cached none({.keys = R"("k": { "keys": 1, "ttl": "1500ms" })", .rate = "10/s"});
    EXPECT_LE(none.count("expired"), 3);
}

TEST(Cached, GoesOnWithoutACacheThatIsDown) {
    const Cached run({.timeline = R"("down": { "at": "1500ms", "for": "1s", "crash": "cache" })"});
    EXPECT_EQ(run.took, (Times{kMiss, 2 + 10 + 2, kMiss, kHit})) << "refused twice; then it is empty";
    EXPECT_EQ(run.played.facts.outcomes(What::kAnswered, run.played.component("web")),
              (Outcomes{Outcome::kOk, Outcome::kOk, Outcome::kOk, Outcome::kOk}));
}

TEST(Cached, GoesOnAfterTheTimeOutOfACacheThatHangs) {
    const Cached run({.timeline = R"("hung": { "at": "1500ms", "for": "1s", "hang": "cache" })"});
    EXPECT_EQ(run.took, (Times{kMiss, 50 + 10 + 50, kHit, kHit}));
}

TEST(Cached, IsEvictedWhereThereIsNoRoom) {
    const Cached run({.keys = R"("k": { "keys": 100, "zipf": 0, "value_bytes": 500 })",
                      .cache = R"("memory_mib": 0.001,)",
                      .rate = "50/s"});
    EXPECT_EQ(run.count("stores"), run.count("evictions") + 2) << "two of 500 bytes fit into 1,048";
    EXPECT_NEAR(static_cast<double>(run.count("hit_ratio")), 0.02 * static_cast<double>(run.took.size()),
                12.0);
}

TEST(Cached, InvalidatedIsAMiss) {
    const Cached run({.steps = R"({ "invalidate": "cache.k" },)"});
    EXPECT_EQ(run.took, (Times{kHit + kMiss, kHit + kMiss, kHit + kMiss, kHit + kMiss}));
    EXPECT_EQ(run.count("deletions"), 3);
    EXPECT_EQ(run.count("hit_ratio"), 0);
}

TEST(Cached, HasTheSameKeyInStepsOfASessionThatNameIt) {
    const std::string keys = R"("k": { "keys": 1000000, "zipf": 0 })";
    const std::string again = R"({ "cached": "cache.k", "miss": [ { "wait": "10ms" } ], "key": "who" },)";
    const Cached named({.keys = keys, .cached = R"(, "key": "who")", .steps = again});
    EXPECT_EQ(named.count("hit_ratio"), 4) << "the second of each request";
    const Cached own({.keys = keys, .steps = again});
    EXPECT_EQ(own.count("hit_ratio"), 0);
}

// --- closed forms ----------------------------------------------------------------------------------------

/// With Poisson requests for one key, a value that is stored at once and lives for T: hits are rT of rT + 1.
TEST(Cached, OfOneKeyHitsAsItsRateAndTimeToLiveSay) {
    const std::string text =
        R"("duration": "200000s", "window": "1000s", "network": { "latency": "0s" }, "components": {
          "user": { "kind": "client", "arrivals": { "rate": "1/s" },
                    "journeys": { "j": { "steps": [ { "cached": "cache.k", "miss": [] } ] } } },
          "cache": { "kind": "cache", "time": "0s", "keys": { "k": { "keys": 1, "ttl": "10s" } } } })";
    const Played played(text);
    const auto hits = static_cast<double>(played.total("cache", "hit_ratio"));
    const auto expired = static_cast<double>(played.total("cache", "expired"));
    EXPECT_NEAR(hits / (hits + expired), 10.0 / 11.0, 0.01 * 10.0 / 11.0);
}

} // namespace
} // namespace shaketable::models::cached_test
