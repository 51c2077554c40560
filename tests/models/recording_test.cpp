#include "engine/random.hpp"
#include "models/recording.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace shaketable::models::recording_test {
namespace {

using engine::Time;

/// One meter, one journey, windows of 10 ns.
Scenario plan(std::int64_t zero_ns) {
    Scenario scenario;
    scenario.config.window = engine::Duration::from_ns(10);
    scenario.zero = Time::from_ns(zero_ns);
    scenario.end = Time::from_ns(1000);
    scenario.journeys.emplace_back();
    scenario.meters = 1;
    return scenario;
}

void count_at(Recording& recording, std::int64_t ns) {
    recording.roll(Time::from_ns(ns));
    recording.meter(0).count();
}

std::vector<std::int64_t> counts(const Recording& recording) {
    std::vector<std::int64_t> found;
    const WindowSums& windows = recording.meters()[0];
    for (std::size_t window = 0; window < windows.size(); ++window)
        found.push_back(static_cast<std::int64_t>(windows[window].sum));
    return found;
}

TEST(Recording, CutsWindowsFromZeroAndDropsTheWarmUp) {
    Recording recording(plan(100));
    for (const std::int64_t ns : {5, 99, 100, 109, 110, 110, 135})
        count_at(recording, ns);
    recording.finish(Time::from_ns(140));
    EXPECT_EQ(counts(recording), (std::vector<std::int64_t>{2, 2, 0, 1}));
    EXPECT_EQ(recording.journeys()[0].windows.size(), 4U);
}

TEST(Recording, ItsLastWindowMayBeShort) {
    Recording recording(plan(0));
    count_at(recording, 3);
    recording.finish(Time::from_ns(14));
    EXPECT_EQ(counts(recording), (std::vector<std::int64_t>{1, 0}));
    EXPECT_EQ(recording.journeys()[0].windows.size(), 2U);
}

TEST(Recording, AnEndOnABoundaryOpensNoEmptyWindow) {
    Recording recording(plan(0));
    count_at(recording, 19);
    recording.finish(Time::from_ns(20));
    EXPECT_EQ(counts(recording), (std::vector<std::int64_t>{0, 1}));
    EXPECT_EQ(recording.journeys()[0].windows.size(), 2U);
}

TEST(Recording, EndedWithinTheWarmUpItHoldsNothing) {
    Recording recording(plan(100));
    count_at(recording, 50);
    recording.finish(Time::from_ns(90));
    EXPECT_TRUE(counts(recording).empty());
    EXPECT_TRUE(recording.journeys()[0].windows.empty());
}

TEST(Recording, AJourneyBelongsToTheWindowInWhichItBegan) {
    Recording recording(plan(100));
    recording.roll(Time::from_ns(50));
    EXPECT_FALSE(recording.journey_begins(0, Time::from_ns(50)));
    recording.roll(Time::from_ns(105));
    EXPECT_TRUE(recording.journey_begins(0, Time::from_ns(105)));
    recording.roll(Time::from_ns(137));
    recording.journey_ends(0, Time::from_ns(105), Time::from_ns(137), Outcome::kOk);
    recording.finish(Time::from_ns(140));
    const SharedList<JourneyWindow>& windows = recording.journeys()[0].windows;
    ASSERT_EQ(windows.size(), 4U);
    EXPECT_EQ(windows[0].begun, 1U);
    EXPECT_EQ(windows[0].good, 1U);
    EXPECT_EQ(windows[3].good, 0U);
    EXPECT_EQ(recording.journeys()[0].latency_max_ns, 32);
}

std::size_t bytes_of_histograms(const Recording& recording) {
    std::size_t sum = 0;
    for (const JourneyRecord& journey : recording.journeys())
        for (const JourneyWindow& window : journey.windows)
            sum += window.latency.bytes();
    for (const EdgeRecord& edge : recording.edges())
        sum += edge.latency.bytes();
    return sum;
}

TEST(Recording, ItsBytesAreThoseOfAllThatItHolds) {
    Scenario scenario = plan(100);
    scenario.end = Time::from_ns(1'000'000);
    scenario.meters = 3;
    scenario.edges.emplace_back();
    Recording recording(scenario);
    engine::Draws draws(engine::Key::from_seed(1), engine::label("recording"));
    for (std::int64_t ns = 100; ns < 20'000; ++ns) {
        const Time asked = Time::from_ns(ns - static_cast<std::int64_t>(draws.next() % 100));
        recording.roll(Time::from_ns(ns));
        if (asked >= recording.zero())
            recording.journey_ends(0, asked, Time::from_ns(ns), Outcome::kOk);
        recording.edge_ends(0, asked, Time::from_ns(ns), Outcome::kOk);
    }
    recording.finish(Time::from_ns(20'000));
    const std::size_t meters =
        3 * (sizeof(Meter) + sizeof(MetricKind) + sizeof(WindowSums) + recording.meters()[0].bytes());
    const std::size_t journeys = sizeof(JourneyRecord) + recording.journeys()[0].windows.bytes();
    EXPECT_EQ(recording.meters()[2].bytes(), recording.meters()[0].bytes());
    EXPECT_EQ(recording.bytes(),
              sizeof(Recording) + sizeof(EdgeRecord) + meters + journeys + bytes_of_histograms(recording));
}

TEST(Recording, EndsWithTimeItself) {
    Scenario scenario = plan(0);
    scenario.config.window = engine::Duration::from_seconds(86'400);
    scenario.end = Time::latest();
    Recording recording(scenario);
    recording.roll(Time::latest());
    recording.finish(Time::latest());
    EXPECT_EQ(recording.meters()[0].size(), 36'525U);
    EXPECT_EQ(recording.journeys()[0].windows.size(), 36'525U);
}

TEST(Recording, PausesBeforeItHasManyWindowsToClose) {
    Scenario scenario = plan(0);
    scenario.meters = 100'000;
    Recording recording(scenario);
    EXPECT_EQ(recording.next_pause(), Time::from_ns(100)); // ten windows of a hundred thousand meters
    recording.roll(Time::from_ns(100));
    EXPECT_GT(recording.next_pause(), Time::from_ns(100));
}

} // namespace
} // namespace shaketable::models::recording_test
