// What keeps many from getting the same value at once: single flight, leases, values served while they are
// got anew, values got before their time. Legs of 1 ms, an operation of the cache 1 ms, the source 10 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::models::stampede_test {
namespace {

struct Setting {
    std::string space = "";  // more of the key space
    std::string cached = ""; // more of the step
    std::string steps = "";  // of the endpoint, instead of one `cached`
    std::string source = ""; // more of its endpoint
    std::string timeline = "";
    std::string rate = "1/s"; // of asking, from 1 s on
    std::string duration = "4900ms";
};

/// `count` askers at the same time.
std::string several(int count, const std::string& cached) {
    return R"({ "parallel": [ { "cached": "cache.k", "miss": [ { "call": "source.get" } ])" + cached +
           R"( } ], "count": )" + std::to_string(count) + " }";
}

std::string text_of(const Setting& setting) {
    const std::string steps = setting.steps.empty() ? several(1, setting.cached) : setting.steps;
    return R"("duration": ")" + setting.duration +
           R"(", "network": { "latency": "1ms" }, "components": {
          "user": { "kind": "client", "arrivals": { "rate": ")" +
           setting.rate + R"(", "pattern": "even" },
                    "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
          "web": { "kind": "service", "workers": 100, "endpoints": { "e": { "steps": [ )" +
           steps + R"( ] } } },
          "cache": { "kind": "cache", "time": "1ms", "keys": { "k": { "keys": 1)" +
           setting.space + R"( } } },
          "source": { "kind": "service", "workers": 100, "endpoints": {
              "get": { "steps": [ { "wait": "10ms" } ])" +
           setting.source + R"( } } } }, "timeline": { )" + setting.timeline + " }";
}

struct Stampede {
    explicit Stampede(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
    }
    [[nodiscard]] std::int64_t fetches() const { return played.total("source", "arrived"); }
    [[nodiscard]] std::int64_t count(const std::string& metric) const {
        return played.total("cache", metric);
    }
    [[nodiscard]] Outcomes answers() const {
        return played.facts.outcomes(What::kAnswered, played.component("web"));
    }

    Played played;
};

TEST(Stampede, OfAllWhoMissEachGetsTheValue) {
    const Stampede run({.steps = several(5, "")});
    EXPECT_EQ(run.fetches(), 5);
    EXPECT_EQ(run.count("misses"), 5);
    EXPECT_EQ(run.count("stores"), 5);
}

TEST(Stampede, OfASingleFlightIsOneFetch) {
    const Stampede run({.steps = several(5, R"(, "coalesce": true)")});
    EXPECT_EQ(run.fetches(), 1);
    EXPECT_EQ(run.count("misses"), 5);
    EXPECT_EQ(run.count("stores"), 1);
    EXPECT_EQ(run.answers(), Outcomes(4, Outcome::kOk));
}

TEST(Stampede, SharesTheFailureOfItsFlight) {
    const Stampede run({.steps = several(5, R"(, "coalesce": true)"),
                        .source = R"(, "error_probability": 1)",
                        .duration = "1900ms"});
    EXPECT_EQ(run.fetches(), 1);
    EXPECT_EQ(run.answers(), Outcomes(1, Outcome::kCalleeError));
}

TEST(Stampede, BeginsAnewAfterTheProcessOfAFlightDied) {
    const Stampede run({.steps = several(5, R"(, "coalesce": true)"),
                        .timeline = R"("died": { "at": "1010ms", "for": "100ms", "crash": "web" })"});
    EXPECT_EQ(run.fetches(), 2) << "the first was lost; the value was not stored";
    EXPECT_EQ(run.count("stores"), 1);
}

TEST(Stampede, UnderALeaseIsOneFetchAndTheOthersAskAgain) {
    const Stampede run({.space = R"(, "lease": "10s", "lease_wait": "50ms")", .steps = several(5, "")});
    EXPECT_EQ(run.fetches(), 1);
    EXPECT_EQ(run.count("lease_waits"), 4);
    EXPECT_EQ(run.count("stores"), 1);
    EXPECT_EQ(run.answers(), Outcomes(4, Outcome::kOk));
}

TEST(Stampede, GivesALeaseToAnotherAfterItsTime) {
    const Stampede run({.space = R"(, "lease": "1500ms", "lease_wait": "100ms")",
                        .timeline = R"("died": { "at": "1010ms", "for": "100ms", "crash": "web" })"});
    EXPECT_EQ(run.fetches(), 2) << "who had it is gone; the one of 2 s waits until 2.5 s";
    EXPECT_EQ(run.count("stores"), 1);
    EXPECT_EQ(run.count("lease_waits"), 5) << "at 2.0 to 2.4 s";
}

TEST(Stampede, ServesWhatHasExpiredWhileItIsGotAnew) {
    const Stampede run({.space = R"(, "ttl": "500ms", "stale_for": "2s")"});
    EXPECT_EQ(run.count("served_expired"), 3) << "each of the later ones finds it expired by less than 2 s";
    EXPECT_EQ(run.count("misses"), 1);
    EXPECT_EQ(run.fetches(), 4);
    const Played& played = run.played;
    const std::vector<Fact> served = played.facts.of(What::kServed, played.component("web"));
    const std::vector<Fact> answered = played.facts.of(What::kAnswered, played.component("web"));
    ASSERT_EQ(answered.size(), 4U);
    EXPECT_EQ((answered[1].time - served[1].time).ns() / kMs, 3) << "it does not wait for the source";
}

TEST(Stampede, LetsOneOfManyGetWhatHasExpired) {
    const Stampede run({.space = R"(, "ttl": "500ms", "stale_for": "2s")", .steps = several(5, "")});
    EXPECT_EQ(run.fetches(), 5 + 3) << "each at first, then one a second";
    EXPECT_EQ(run.count("served_expired"), 15);
}

TEST(Stampede, DoesNotServeWhatExpiredTooLongAgo) {
    const Stampede run({.space = R"(, "ttl": "500ms", "stale_for": "400ms")"});
    EXPECT_EQ(run.count("served_expired"), 0);
    EXPECT_EQ(run.count("expired"), 3);
}

/// XFetch: at `left` before the end a caller gets the value anew with probability exp(-left / (took * beta)).
/// Callers come every 100 ms to a value that took 1,004 ms to get, for 10 s each.
TEST(Stampede, GetsValuesEarlyAsOftenAsXFetchSays) {
    const Stampede run(
        {.space = R"(, "ttl": "10s", "early": 1)",
         .cached = R"(, "coalesce": true)",
         .source = R"(, "error_probability": 0)",
         .timeline =
             R"("slow": { "at": "0s", "set": "/components/source/endpoints/get/steps/0/wait", "to": "1s" })",
         .rate = "10/s",
         .duration = "20000s"});
    double reached = 1.0; // the probability that the value is still there
    double life_s = 0.0;
    for (double left = 10.0 - 0.1; left > 0.0; left -= 0.1) {
        life_s += 0.1 * reached;
        reached *= 1.0 - std::exp(-left / 1.002);
    }
    const double cycle_s = life_s + 1.0; // and the time to get it
    EXPECT_NEAR(static_cast<double>(run.fetches()), 20'000.0 / cycle_s, 0.03 * 20'000.0 / cycle_s);
}

TEST(Stampede, OfKeysWithoutAValueGoesToTheSourceEachTime) {
    const Stampede run({.space = R"(, "absent": 1)"});
    EXPECT_EQ(run.fetches(), 4);
    EXPECT_EQ(run.count("stores"), 0);
}

TEST(Stampede, KeepsThatThereIsNoValue) {
    const Stampede run({.space = R"(, "absent": 1, "negative_ttl": "1500ms")"});
    EXPECT_EQ(run.fetches(), 2) << "at 1 s and, after its time, at 3 s";
    EXPECT_EQ(run.count("stores"), 2);
}

// --- read-through ----------------------------------------------------------------------------------------

const std::string kLoad = R"(, "load": [ { "call": "source.get" } ])";
const std::string kAsk = R"({ "cached": "cache.k" })";

TEST(ReadThrough, GetsTheValueItself) {
    const Stampede run({.space = kLoad, .steps = kAsk});
    EXPECT_EQ(run.fetches(), 1);
    EXPECT_EQ(run.count("misses"), 1);
    EXPECT_EQ(run.answers(), Outcomes(4, Outcome::kOk));
}

TEST(ReadThrough, FailsWhereTheSourceDoes) {
    const Stampede run({.space = kLoad, .steps = kAsk, .source = R"(, "error_probability": 1)"});
    EXPECT_EQ(run.answers(), Outcomes(4, Outcome::kCalleeError));
    EXPECT_EQ(run.count("stores"), 0);
}

TEST(ReadThrough, CoalescesForAllReplicasOfItsCallers) {
    const std::string five = R"({ "parallel": [ )" + kAsk + R"( ], "count": 5 })";
    EXPECT_EQ(Stampede({.space = kLoad, .steps = five}).fetches(), 5);
    const Stampede run({.space = kLoad + R"(, "coalesce": true)", .steps = five});
    EXPECT_EQ(run.fetches(), 1);
    EXPECT_EQ(run.answers(), Outcomes(4, Outcome::kOk));
}

TEST(ReadThrough, ServesWhatHasExpiredWhileItIsGotAnew) {
    const Stampede run({.space = kLoad + R"(, "ttl": "500ms", "stale_for": "2s")", .steps = kAsk});
    EXPECT_EQ(run.count("served_expired"), 3);
    EXPECT_EQ(run.fetches(), 4);
}

TEST(ReadThrough, WithStepsForAMissGoesOnWithoutTheCache) {
    const std::string steps = R"({ "cached": "cache.k", "miss": [ { "call": "source.get" } ] })";
    const Stampede run({.space = kLoad,
                        .steps = steps,
                        .timeline = R"("down": { "at": "0s", "for": "10s", "crash": "cache" })"});
    EXPECT_EQ(run.fetches(), 4);
    EXPECT_EQ(run.answers(), Outcomes(4, Outcome::kOk));
}

} // namespace
} // namespace shaketable::models::stampede_test
