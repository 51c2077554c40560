// The run loop over a toy world whose events beget events.
#include "engine/run_loop.hpp"

#include "tests/engine/failed_assertion.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace shaketable::engine {
namespace {

struct Toy {
    Clockwork works = {};
    std::size_t size = 0;
    std::function<void(Toy&, const Event&)> on_event = {};
    std::vector<std::int64_t> times = {};

    Clockwork& clockwork() { return works; }
    [[nodiscard]] std::uint64_t seed() const { return 77; }
    [[nodiscard]] std::size_t bytes() const { return size; }
    void handle(const Event& event) {
        times.push_back(event.time.ns());
        if (on_event)
            on_event(*this, event);
    }
};

constexpr auto kAlways = [] { return true; };

Toy ticking(Duration gap) {
    Toy toy;
    toy.on_event = [gap](Toy& world, const Event&) { world.works.queue.push_after(gap, {}); };
    toy.works.queue.push(Time(), {});
    return toy;
}

TEST(RunLoop, RunsToTheEndAndLeavesTheClockThere) {
    Toy toy = ticking(Duration::from_ns(10));
    EXPECT_EQ(run_until(toy, Time::from_ns(35), {}, kAlways), StopReason::kReachedEnd);
    EXPECT_EQ(toy.times, (std::vector<std::int64_t>{0, 10, 20, 30}));
    EXPECT_EQ(toy.works.queue.now(), Time::from_ns(35));
    EXPECT_EQ(run_until(toy, Time::from_ns(40), {}, kAlways), StopReason::kReachedEnd);
    EXPECT_EQ(toy.times.back(), 40); // what is due at the end itself has happened
    EXPECT_EQ(toy.works.events, 5U);
}

TEST(RunLoop, RunsInPiecesAsInOne) {
    Toy whole = ticking(Duration::from_ns(7));
    Toy pieces = ticking(Duration::from_ns(7));
    ASSERT_EQ(run_until(whole, Time::from_ns(1000), {}, kAlways), StopReason::kReachedEnd);
    for (std::int64_t end = 0; end <= 1000; end += 50)
        ASSERT_EQ(run_until(pieces, Time::from_ns(end), {}, kAlways), StopReason::kReachedEnd);
    EXPECT_EQ(pieces.times, whole.times);
}

TEST(RunLoop, StopsAtTheLimitOfEvents) {
    for (const std::uint64_t limit : {1U, 5U, 65'535U, 65'536U, 65'537U, 200'000U}) {
        Toy toy = ticking(Duration::from_ns(1));
        EXPECT_EQ(run_until(toy, Time::latest(), {.events = limit}, kAlways), StopReason::kTooManyEvents);
        EXPECT_EQ(toy.works.events, limit);
    }
}

TEST(RunLoop, GoesOnAfterALimitAsIfNothingHadBeen) {
    Toy whole = ticking(Duration::from_ns(3));
    Toy stopped = ticking(Duration::from_ns(3));
    ASSERT_EQ(run_until(whole, Time::from_ns(3000), {}, kAlways), StopReason::kReachedEnd);
    for (std::uint64_t limit = 1;
         run_until(stopped, Time::from_ns(3000), {.events = limit}, kAlways) != StopReason::kReachedEnd;)
        limit += 13;
    EXPECT_EQ(stopped.times, whole.times);
}

TEST(RunLoop, StopsAnInstantThatNeverEnds) {
    Toy toy = ticking(Duration());
    EXPECT_EQ(run_until(toy, Time::from_ns(5), {.events_at_one_instant = 100'000}, kAlways),
              StopReason::kTooManyAtOneInstant);
    EXPECT_GE(toy.works.events, 100'000U);
    EXPECT_LE(toy.works.events, 100'000U + 2 * kEventsBetweenChecks);
}

TEST(RunLoop, CountsTheEventsOfAnInstantAnewAtTheNext) {
    Toy toy;
    toy.on_event = [](Toy& world, const Event& event) {
        world.works.queue.push_after(Duration::from_ns(event.index % 50'000 == 0 ? 1 : 0),
                                     {.index = event.index + 1});
    };
    toy.works.queue.push(Time(), {.index = 1});
    EXPECT_EQ(run_until(toy, Time::latest(), {.events = 1'000'000, .events_at_one_instant = 60'000}, kAlways),
              StopReason::kTooManyEvents);
}

TEST(RunLoop, StopsWhenTheWorldGrowsTooLarge) {
    Toy toy = ticking(Duration::from_ns(1));
    toy.on_event = [](Toy& world, const Event&) {
        world.size += 8;
        world.works.queue.push_after(Duration::from_ns(1), {});
    };
    EXPECT_EQ(run_until(toy, Time::latest(), {.bytes = 1'000'000}, kAlways), StopReason::kTooMuchMemory);
    EXPECT_GT(toy.size, 1'000'000U);
    EXPECT_LT(toy.size, 1'000'000U + 8 * 2 * kEventsBetweenChecks);
}

TEST(RunLoop, StopsWhenItIsCancelled) {
    Toy toy = ticking(Duration::from_ns(1));
    int asked = 0;
    EXPECT_EQ(run_until(toy, Time::latest(), {}, [&] { return ++asked < 3; }), StopReason::kCancelled);
    EXPECT_EQ(asked, 3);
    EXPECT_EQ(toy.works.events, 3 * kEventsBetweenChecks);
}

TEST(RunLoop, ChecksSoonerWhereEventsDoTheWorkOfMany) {
    Toy toy = ticking(Duration::from_ns(1));
    toy.on_event = [](Toy& world, const Event&) {
        world.size += 1'000'000;
        world.works.count_work(100'000);
        world.works.queue.push_after(Duration::from_ns(1), {});
    };
    EXPECT_EQ(run_until(toy, Time::latest(), {.bytes = 10'000'000}, kAlways), StopReason::kTooMuchMemory);
    EXPECT_EQ(toy.works.events, 11U);
}

TEST(RunLoop, WorkCountsTowardsTheNextCheckAndOnlyTowardsIt) {
    Toy toy = ticking(Duration::from_ns(1));
    toy.on_event = [](Toy& world, const Event& event) {
        if (event.time == Time::from_ns(9))
            world.works.count_work(kEventsBetweenChecks / 2);
        world.works.queue.push_after(Duration::from_ns(1), {});
    };
    std::vector<std::uint64_t> asked;
    EXPECT_EQ(run_until(toy, Time::latest(), {},
                        [&] {
                            asked.push_back(toy.works.events);
                            return asked.size() < 2;
                        }),
              StopReason::kCancelled);
    EXPECT_EQ(asked, (std::vector<std::uint64_t>{kEventsBetweenChecks / 2, kEventsBetweenChecks}));
}

TEST(RunLoopDeathTest, AFailedAssertionSaysSeedTimeAndEvent) {
    Toy toy = ticking(Duration::from_ns(4));
    toy.on_event = [](Toy& world, const Event& event) {
        SHAKETABLE_ASSERT(event.time < Time::from_ns(12));
        world.works.queue.push_after(Duration::from_ns(4), {});
    };
    EXPECT_EXIT((void)run_until(toy, Time::latest(), {}, kAlways), failed_assertion(),
                "seed 77, simulated time 12 ns, event 4");
}

} // namespace
} // namespace shaketable::engine
