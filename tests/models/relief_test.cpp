#include "models/relief.hpp"

#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::relief_test {
namespace {

std::string members(const std::string& duration, const std::string& timeline = "") {
    return R"("duration": ")" + duration + R"(", "network": { "latency": "1ms" },
      "components": {
        "users": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
                   "journeys": { "ask": { "steps": [ { "call": "web.answer", "policy": "user" } ] } } },
        "web": { "kind": "service", "workers": 1, "cores": 1, "endpoints": { "answer": { "steps": [ { "work": "80ms" } ] } } }
      },
      "policies": { "user": { "timeout": "400ms", "retry": { "attempts": 3, "backoff": "none" } } },
      "timeline": { )" +
           timeline + " }";
}

const std::string kSlow = R"("slow": { "at": "1s", "for": "4s", "slow": "web", "factor": 5 })";

Simulation run_to(const std::string& text, std::int64_t ns) {
    Simulation simulation(scenario_of(text), 1);
    EXPECT_EQ(simulation.run_until(at_ns(ns)), engine::StopReason::kReachedEnd);
    return simulation;
}

void run_on(Simulation& simulation, std::int64_t ns) {
    EXPECT_EQ(simulation.run_until(simulation.world().now() + engine::Duration::from_ns(ns)),
              engine::StopReason::kReachedEnd);
}

std::size_t facts_while(Simulation& simulation, std::int64_t ns, What what, std::uint8_t attempt = 0) {
    Facts facts;
    simulation.observe(&facts);
    run_on(simulation, ns);
    simulation.observe(nullptr);
    std::size_t count = 0;
    for (const Fact& fact : facts.of(what))
        count += attempt == 0 || fact.attempt >= attempt ? 1U : 0U;
    return count;
}

TEST(Extend, IsTheRunThatWasLongerFromTheBeginning) {
    Simulation extended = run_to(members("10s", kSlow), 10 * kSecond);
    extended.extend(engine::Duration::from_seconds(10));
    run_on(extended, 10 * kSecond);
    const Simulation longer = run_to(members("20s", kSlow), 20 * kSecond);
    EXPECT_EQ(extended.fingerprint(), longer.fingerprint());
    EXPECT_EQ(extended.scenario().end, longer.scenario().end);
    EXPECT_EQ(digest(extended.world()), digest(longer.world()));
}

TEST(Extend, DropsWhatTheFormerEndKeptFromBeginning) {
    Simulation extended =
        run_to(members("10s", kSlow + R"(, "late": { "at": "10s", "crash": "web" })"), 10 * kSecond);
    extended.extend(engine::Duration::from_seconds(10));
    run_on(extended, 10 * kSecond);
    EXPECT_EQ(extended.world().instances[1].crashes, 0U);
}

TEST(Extend, JudgesJourneysThatWereTooYoungForTheFormerEnd) {
    Simulation extended = run_to(members("10s"), 10 * kSecond);
    extended.extend(engine::Duration::from_seconds(5));
    run_on(extended, 5 * kSecond);
    extended.finish_recording();
    ASSERT_EQ(extended.recording().journeys()[0].windows.size(), 15U);
    for (const JourneyWindow& window : extended.recording().journeys()[0].windows)
        EXPECT_GE(window.begun, 9U);
}

TEST(Relief, RetriesAreOffWhileItLasts) {
    Simulation simulation = run_to(members("60s", kSlow), 4 * kSecond);
    Simulation usual = simulation;
    EXPECT_GT(facts_while(usual, kSecond, What::kCallBegan, 2), 0U);
    simulation.begin_relief(Relief::kRetriesOff);
    EXPECT_EQ(facts_while(simulation, kSecond, What::kCallBegan, 2), 0U);
    simulation.end_relief(Relief::kRetriesOff);
    EXPECT_GT(facts_while(simulation, 4 * kSecond, What::kCallBegan, 2), 0U);
}

TEST(Relief, AlsoKeepsABackOffFromEndingInAnAttempt) {
    const std::string text = R"("duration": "60s", "network": { "latency": "1ms" },
      "components": {
        "users": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
                   "journeys": { "ask": { "steps": [ { "call": "web.answer", "policy": "user" } ] } } },
        "web": { "kind": "service", "endpoints": { "answer": { "steps": [], "error_probability": 1 } } }
      },
      "policies": { "user": { "retry": { "attempts": 3, "backoff": "fixed", "base": "500ms" } } })";
    Simulation simulation = run_to(text, kSecond + 100 * kMs); // backs off until 1.502 s
    simulation.begin_relief(Relief::kRetriesOff);
    Facts facts;
    simulation.observe(&facts);
    run_on(simulation, 800 * kMs);
    EXPECT_TRUE(facts.of(What::kCallBegan).empty());
    EXPECT_EQ(facts.of(What::kJourneyEnded).size(), 1U);
    simulation.observe(nullptr);
}

TEST(Relief, DropsTheBacklogOnce) {
    Simulation simulation = run_to(members("60s", kSlow), 4 * kSecond);
    EXPECT_GT(simulation.world().instances[1].unserved, 0U);
    simulation.begin_relief(Relief::kBacklogDropped);
    EXPECT_EQ(simulation.world().instances[1].unserved, 0U);
    EXPECT_EQ(simulation.world().instances[1].in_service, 0U);
    simulation.check_conservation();
    EXPECT_GT(facts_while(simulation, kSecond, What::kServed), 0U); // the process is up
    simulation.end_relief(Relief::kBacklogDropped);
}

TEST(Relief, LightensTheLoadToATenth) {
    Simulation simulation = run_to(members("200s"), 5 * kSecond);
    simulation.begin_relief(Relief::kLightLoad);
    const std::size_t light = facts_while(simulation, 50 * kSecond, What::kJourneyBegan);
    EXPECT_GT(light, 20U);
    EXPECT_LT(light, 90U);
    simulation.end_relief(Relief::kLightLoad);
    EXPECT_NEAR(static_cast<double>(facts_while(simulation, 50 * kSecond, What::kJourneyBegan)), 500.0, 1.0);
}

TEST(Relief, KeepsTheLoadThatTheTimelineSets) {
    const std::string twice = R"("twice": { "at": "1s", "load": "users", "factor": 2 })";
    Simulation simulation = run_to(members("200s", twice), 5 * kSecond);
    Simulation usual = simulation;
    simulation.begin_relief(Relief::kLightLoad);
    run_on(simulation, kSecond);
    simulation.end_relief(Relief::kLightLoad);
    EXPECT_EQ(simulation.world().clients[0].factor, usual.world().clients[0].factor);
}

// Ten requests a second for one value that lives a second; whoever misses asks a source that does two a
// second, waits half a second for it, and stores what came in time.
const std::string kCached = R"("duration": "100s", "network": { "latency": "1ms" },
      "components": {
        "users": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
                   "journeys": { "ask": { "steps": [ { "call": "web.answer" } ] } } },
        "web": { "kind": "service", "workers": 1000, "endpoints": { "answer": { "steps": [
          { "cached": "cache.page", "miss": [ { "call": "source.get", "policy": "half" } ] } ] } } },
        "source": { "kind": "service", "workers": 1, "cores": 1, "endpoints": { "get": { "steps": [ { "work": "400ms" } ] } } },
        "cache": { "kind": "cache", "time": "0s", "warm": true, "keys": { "page": { "keys": 1, "ttl": "1s" } } }
      },
      "policies": { "half": { "timeout": "500ms" } },
      "timeline": { })";

TEST(Relief, ServesWhatHasExpiredAndLetsOneGetItAnew) {
    EXPECT_TRUE(applies_to(Relief::kStaleServed, *scenario_of(kCached)));
    EXPECT_FALSE(applies_to(Relief::kStaleServed, *scenario_of(members("10s"))));
    Simulation simulation = run_to(kCached, 9 * kSecond);
    Simulation usual = simulation;
    EXPECT_GT(facts_while(usual, 5 * kSecond, What::kCallBegan), 110U);
    simulation.begin_relief(Relief::kStaleServed);
    EXPECT_LE(facts_while(simulation, 5 * kSecond, What::kCallBegan), 50U + 50 + 2)
        << "each asks the cache, and one the source, and stores";
    simulation.end_relief(Relief::kStaleServed);
}

} // namespace
} // namespace shaketable::models::relief_test
