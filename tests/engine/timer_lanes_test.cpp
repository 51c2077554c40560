// Timer lanes against timers that are plain events: the same slots expire at the same places among other
// events.
#include "engine/timer_lanes.hpp"

#include "engine/random.hpp"

#include "tests/engine/failed_assertion.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace shaketable::engine {
namespace {

constexpr std::uint8_t kSentinel = 7;
constexpr std::uint8_t kOther = 1;
constexpr std::uint32_t kOthersFrom = 1000; // as a happening: an event that is no timer
constexpr std::uint32_t kSlots = 12;
const std::vector<Duration> kLengths = {Duration::from_ns(5), Duration::from_ns(100),
                                        Duration::from_ns(1'000'000)};

struct Happening {
    std::int64_t at = 0;
    std::uint32_t what = 0;
    bool operator==(const Happening&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Happening& happening) {
    return out << happening.what << "@" << happening.at;
}

/// What the lanes do.
struct ByLanes {
    EventQueue queue;
    TimerLanes lanes{kSentinel, kLengths};

    ByLanes() { lanes.reserve_slots(kSlots); }
    [[nodiscard]] bool armed(std::uint32_t slot) const { return lanes.armed(slot); }
    void arm(std::uint32_t lane, std::uint32_t slot) { lanes.arm(queue, lane, slot); }
    void cancel(std::uint32_t slot) { lanes.cancel(slot); }
    void push(Duration after, std::uint32_t what) {
        queue.push_after(after, {.kind = kOther, .index = what});
    }
    /// The next happening, or {-1}.
    Happening next(Time limit) {
        Event event;
        while (queue.pop(limit, event)) {
            if (event.kind() == kOther)
                return {event.time.ns(), event.index};
            if (const std::uint32_t slot = lanes.expire(queue, event); slot != TimerLanes::kNone)
                return {event.time.ns(), slot};
        }
        return {-1, 0};
    }
};

/// The same with an event for each timer, which is ignored when it comes late.
struct ByEvents {
    EventQueue queue;
    std::array<std::uint32_t, kSlots> epochs{};
    std::array<bool, kSlots> is_armed{};

    [[nodiscard]] bool armed(std::uint32_t slot) const { return is_armed[slot]; }
    void arm(std::uint32_t lane, std::uint32_t slot) {
        is_armed[slot] = true;
        queue.push_after(kLengths[lane], {.kind = kSentinel, .index = slot, .epoch = ++epochs[slot]});
    }
    void cancel(std::uint32_t slot) { is_armed[slot] = false; }
    void push(Duration after, std::uint32_t what) {
        queue.push_after(after, {.kind = kOther, .index = what});
    }
    Happening next(Time limit) {
        Event event;
        while (queue.pop(limit, event)) {
            if (event.kind() == kOther)
                return {event.time.ns(), event.index};
            if (is_armed[event.index] && epochs[event.index] == event.epoch) {
                is_armed[event.index] = false;
                return {event.time.ns(), event.index};
            }
        }
        return {-1, 0};
    }
};

template <class Timers>
std::vector<Happening> play(Timers& timers, std::uint64_t seed, int steps) {
    Draws draws(Key::from_seed(seed), label("timer lanes"));
    std::vector<Happening> happenings;
    std::uint32_t others = kOthersFrom;
    Time limit = timers.queue.now();
    for (int step = 0; step < steps; ++step) {
        const auto slot = static_cast<std::uint32_t>(draws.next() % kSlots);
        const auto lane = static_cast<std::uint32_t>(draws.next() % kLengths.size());
        const std::uint64_t choice = draws.next() % 8;
        if (choice < 3) {
            if (timers.armed(slot))
                timers.cancel(slot);
            else
                timers.arm(lane, slot);
        } else if (choice < 5) {
            timers.push(draws.next() % 2 == 0 ? kLengths[lane] : Duration::from_ns(5), others++); // ties
        } else {
            limit = limit + Duration::from_ns(
                                static_cast<std::int64_t>(draws.next() % (seed % 2 == 0 ? 8 : 200'000)));
            for (Happening next = timers.next(limit); next.at >= 0; next = timers.next(limit))
                happenings.push_back(next);
            timers.queue.advance(limit);
        }
    }
    return happenings;
}

TEST(TimerLanes, ExpireWherePlainEventsWould) {
    std::size_t all = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        ByLanes lanes;
        ByEvents events;
        const std::vector<Happening> expected = play(events, seed, 2000);
        ASSERT_EQ(play(lanes, seed, 2000), expected) << "seed " << seed;
        all += expected.size();
    }
    EXPECT_GT(all, 50'000U);
}

TEST(TimerLanes, ACopyGoesOnExactlyAsTheOriginalWould) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        ByLanes original;
        (void)play(original, seed, 300);
        ByLanes copy = original;
        ASSERT_EQ(play(copy, seed + 1, 300), play(original, seed + 1, 300)) << "seed " << seed;
    }
}

/// Arms slots 0 to 3 one nanosecond after another in lane 1, cancels `cancelled`, and returns what expires.
std::vector<Happening> expired_without(const std::vector<std::uint32_t>& cancelled) {
    ByLanes timers;
    for (std::uint32_t slot = 0; slot < 4; ++slot) {
        timers.queue.advance(Time::from_ns(slot));
        timers.arm(1, slot);
    }
    for (const std::uint32_t slot : cancelled)
        timers.cancel(slot);
    std::vector<Happening> found;
    for (Happening next = timers.next(Time::latest()); next.at >= 0; next = timers.next(Time::latest()))
        found.push_back(next);
    return found;
}

TEST(TimerLanes, CancelTheFirstAMiddleOneTheLastAndAll) {
    EXPECT_EQ(expired_without({}), (std::vector<Happening>{{100, 0}, {101, 1}, {102, 2}, {103, 3}}));
    EXPECT_EQ(expired_without({0}), (std::vector<Happening>{{101, 1}, {102, 2}, {103, 3}}));
    EXPECT_EQ(expired_without({2}), (std::vector<Happening>{{100, 0}, {101, 1}, {103, 3}}));
    EXPECT_EQ(expired_without({3}), (std::vector<Happening>{{100, 0}, {101, 1}, {102, 2}}));
    EXPECT_EQ(expired_without({1, 0, 3}), (std::vector<Happening>{{102, 2}}));
    EXPECT_EQ(expired_without({3, 2, 1, 0}), (std::vector<Happening>{}));
    EXPECT_EQ(expired_without({0, 0}), expired_without({0})); // again does nothing
}

TEST(TimerLanes, AnEventOfTheSameInstantKeepsItsPlace) {
    ByLanes timers;
    timers.push(Duration::from_ns(100), 1000);
    timers.arm(1, 0);
    timers.push(Duration::from_ns(100), 1001);
    timers.arm(1, 1);
    timers.push(Duration::from_ns(100), 1002);
    timers.cancel(0); // its sentinel moves on to slot 1, which must not come before event 1001
    std::vector<std::uint32_t> order;
    for (Happening next = timers.next(Time::latest()); next.at >= 0; next = timers.next(Time::latest()))
        order.push_back(next.what);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{1000, 1001, 1, 1002}));
}

TEST(TimerLanes, ATimerArmedAgainExpiresAtItsNewTimeOnly) {
    ByLanes timers;
    timers.arm(1, 0);
    timers.queue.advance(Time::from_ns(60));
    timers.cancel(0);
    timers.arm(1, 0);
    EXPECT_EQ(timers.next(Time::latest()), (Happening{160, 0}));
    EXPECT_FALSE(timers.armed(0));
}

TEST(TimerLanes, ATimerCancelledInTimeCostsNoEvent) {
    ByLanes timers;
    timers.arm(2, 0);
    for (int call = 0; call < 1000; ++call) {
        timers.arm(2, 1);
        timers.cancel(1);
    }
    EXPECT_EQ(timers.queue.size(), 1U);
}

TEST(TimerLanesDeathTest, RefuseToArmATimerTwice) {
    ByLanes timers;
    timers.arm(0, 0);
    EXPECT_EXIT(timers.arm(1, 0), failed_assertion(), "timer.lane.. == kUnarmed");
}

} // namespace
} // namespace shaketable::engine
