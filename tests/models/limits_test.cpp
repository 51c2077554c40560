// Limits of a run hold for all that it takes, and while nothing happens.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::limits_test {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20U;

/// One journey a day, and millions of windows between two.
const char* const kIdle = R"("duration": "10d", "window": "100ms", "components": { "user": { "kind": "client",
    "arrivals": { "rate": "1/d", "pattern": "even" }, "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
    "web": { "kind": "service", "endpoints": { "e": { "steps": [ { "work": "5ms" } ] } } } })";

/// A thousand journeys a second, each of which begins a hundred thousand waits.
const char* const kForks = R"("duration": "10s", "components": { "user": { "kind": "client",
    "arrivals": { "rate": "1000/s", "pattern": "even" }, "journeys": { "j": { "steps": [
    { "parallel": [ { "wait": "1h" } ], "count": 100000 } ] } } } })";

TEST(Limits, HoldForTheSeriesWhileNothingHappens) {
    Simulation simulation(scenario_of(kIdle), 1);
    EXPECT_EQ(simulation.run_until(simulation.scenario().end, {.bytes = 100 * kMiB}),
              engine::StopReason::kTooMuchMemory);
    EXPECT_GT(simulation.recording().bytes(), 60 * kMiB);
    EXPECT_LT(simulation.recording().bytes(), 300 * kMiB);
    EXPECT_EQ(simulation.world().clockwork.events, 0U);
    simulation.finish_recording();
}

TEST(Limits, AreAskedForWhileNothingHappens) {
    Simulation simulation(scenario_of(kIdle), 1);
    int asked = 0;
    const auto twice = [&](const Simulation&) { return ++asked < 2; };
    EXPECT_EQ(simulation.run_until(simulation.scenario().end, {}, twice), engine::StopReason::kCancelled);
    EXPECT_EQ(simulation.world().clockwork.events, 0U);
    EXPECT_GT(simulation.world().now(), engine::Time());
}

TEST(Limits, HoldWhereFewEventsDoMuchWork) {
    Simulation simulation(scenario_of(kForks), 1);
    EXPECT_EQ(simulation.run_until(simulation.scenario().end, {.bytes = 50 * kMiB}),
              engine::StopReason::kTooMuchMemory);
    EXPECT_LT(simulation.world().live_frames, 1'500'000U);
}

TEST(Limits, DoNotStopARunThatIsDone) {
    Simulation simulation(scenario_of(R"("duration": "1s", "components": { "user": { "kind": "client",
        "arrivals": { "rate": "1/s" }, "journeys": { "j": { "steps": [ { "wait": "1s" } ] } } } })"),
                          1);
    EXPECT_EQ(
        simulation.run_until(simulation.scenario().end, {.bytes = 1}, [](const auto&) { return false; }),
        engine::StopReason::kReachedEnd);
}

} // namespace
} // namespace shaketable::models::limits_test
