// The pending-event set against the simplest thing that is right: a heap by (time, sequence).
#include "engine/event_queue.hpp"

#include "engine/random.hpp"

#include "tests/engine/failed_assertion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <queue>
#include <vector>

namespace shaketable::engine {
namespace {

constexpr std::uint64_t kSeeds = 200;

struct Later {
    bool operator()(const Event& a, const Event& b) const { return b.before(a); }
};
using Heap = std::priority_queue<Event, std::vector<Event>, Later>;

bool same(const Event& a, const Event& b) {
    return a.time == b.time && a.order == b.order && a.index == b.index && a.epoch == b.epoch;
}

/// Does the same with the queue and with the heap, and compares what comes out.
class Pair {
  public:
    explicit Pair(std::uint64_t seed) : mode_(seed % 8), draws_(Key::from_seed(seed), label("event queue")) {}

    std::uint64_t below(std::uint64_t limit) { return draws_.next() % limit; }

    /// Gaps of every kind: ties, ns, years, all magnitudes mixed, a few distinct lengths, and none at all.
    Duration gap() {
        const std::uint64_t word = draws_.next();
        const auto ns = [](std::uint64_t value) {
            return Duration::from_ns(static_cast<std::int64_t>(value));
        };
        switch (mode_) {
        case 0:
            return ns(word >> 60);
        case 1:
            return ns(word >> 40);
        case 2:
            return ns(word >> (word % 61) >> 3);
        case 3:
            return ns(word % 3);
        case 4:
            return ns((word >> 32) % 5 * 1'000'000'000);
        case 5:
            return word % 1000 < 2 ? ns(word >> 20) : ns(word >> 50);
        case 6:
            return word % 100 == 0 ? kLongest : ns(word % 1000);
        default:
            return ns(word % 4 == 0 ? 0 : word % 100'000);
        }
    }

    void push(Duration after) {
        const Payload payload{.kind = static_cast<std::uint8_t>(below(7)),
                              .detail = static_cast<std::uint16_t>(below(60'000)),
                              .index = static_cast<std::uint32_t>(pushed_),
                              .epoch = static_cast<std::uint32_t>(below(1000))};
        ++pushed_;
        const std::uint64_t sequence = sequence_++;
        queue.push_after(after, payload);
        heap.push(Event::make(now_ + after, sequence, payload));
    }
    void push() { push(gap()); }
    void take_sequence() {
        taken_.push_back(sequence_++);
        ASSERT_EQ(queue.take_sequence(), taken_.back());
    }
    /// Under a sequence taken earlier, as timers do.
    void push_as(Duration after) {
        if (taken_.empty())
            return;
        const std::size_t place = below(taken_.size());
        const Payload payload{.kind = 9, .index = static_cast<std::uint32_t>(pushed_++)};
        queue.push_as(now_ + after, taken_[place], payload);
        heap.push(Event::make(now_ + after, taken_[place], payload));
        taken_.erase(taken_.begin() + static_cast<std::ptrdiff_t>(place));
    }

    void pop(Time limit = Time::latest()) {
        Event found;
        const bool popped = queue.pop(limit, found);
        ASSERT_EQ(popped, !heap.empty() && heap.top().time <= limit);
        if (popped) {
            ASSERT_TRUE(same(found, heap.top()))
                << found.time.ns() << "/" << found.sequence() << " instead of " << heap.top().time.ns() << "/"
                << heap.top().sequence();
            now_ = found.time;
            heap.pop();
        }
        ASSERT_EQ(queue.size(), heap.size());
        ASSERT_EQ(queue.now(), now_);
    }
    void advance(Time to) {
        queue.advance(to);
        now_ = to;
    }
    [[nodiscard]] Time now() const { return now_; }

    EventQueue queue;
    Heap heap;

  private:
    std::uint64_t mode_;
    Draws draws_;
    Time now_;
    std::uint64_t sequence_ = 0;
    std::uint64_t pushed_ = 0;
    std::vector<std::uint64_t> taken_;
};

TEST(EventQueue, AgreesWithAHeapAboutEveryEvent) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        Pair pair(seed);
        for (int first = 0; first < 200; ++first)
            pair.push();
        for (int step = 0; step < 5000 && !testing::Test::HasFatalFailure(); ++step) {
            pair.pop();
            const int pushes = step / 500 % 2 != 0 ? step % 3 : (step % 3 == 0 ? 1 : 0); // swells and shrinks
            for (int count = 0; count < pushes; ++count)
                pair.push();
            if (step % 1000 == 0) // a burst at one instant, and one spread out
                for (int count = 0; count < 300; ++count)
                    pair.push(count % 2 == 0 ? Duration::from_ns(7'000'000) : pair.gap());
        }
        while (!pair.heap.empty() && !testing::Test::HasFatalFailure())
            pair.pop();
        ASSERT_FALSE(testing::Test::HasFatalFailure());
    }
}

TEST(EventQueue, AgreesWithAHeapWhenAskedUpToALimit) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        Pair pair(seed);
        for (int round = 0; round < 300; ++round) {
            for (std::uint64_t count = pair.below(round % 10 == 0 ? 100 : 12); count > 0; --count)
                pair.push();
            const Time limit = pair.now() + pair.gap();
            for (std::uint64_t count = pair.below(14); count > 0; --count) {
                pair.pop(limit);
                ASSERT_FALSE(testing::Test::HasFatalFailure());
            }
            if (pair.heap.empty() || pair.heap.top().time >= limit)
                pair.advance(limit);
        }
    }
}

// The queue looks ahead when it finds nothing before a limit; what is scheduled then may come before what it
// saw.
TEST(EventQueue, TakesInManyEventsBeforeWhatItHasLookedAt) {
    Pair pair(3);
    for (int count = 0; count < 40; ++count)
        pair.push(Duration::from_ns(320 + count % 60));
    pair.pop(Time::from_ns(5));
    for (int count = 0; count < 200; ++count)
        pair.push(Duration::from_ns(10 + count));
    for (int count = 0; count < 200; ++count)
        pair.push(Duration::from_ns(300 - count));
    while (!pair.heap.empty() && !HasFatalFailure())
        pair.pop();
}

TEST(EventQueue, PutsAnEventOfAnEarlierSequenceBeforeWhatWasScheduledSince) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        Pair pair(seed);
        for (int step = 0; step < 2000; ++step) {
            switch (pair.below(5)) {
            case 0:
                pair.take_sequence();
                break;
            case 1:
                pair.push_as(pair.gap());
                break;
            case 2:
                pair.push();
                break;
            default:
                pair.pop();
            }
            ASSERT_FALSE(testing::Test::HasFatalFailure());
        }
    }
}

TEST(EventQueue, PutsAnEarlierSequenceAlsoAtThePresentInstant) {
    EventQueue queue;
    const std::uint64_t early = queue.take_sequence();
    queue.push(Time::from_ns(5), {.index = 1});
    queue.push(Time::from_ns(5), {.index = 2});
    Event event;
    ASSERT_TRUE(queue.pop(Time::latest(), event));
    queue.push(Time::from_ns(5), {.index = 3});
    queue.push_as(Time::from_ns(5), early, {.index = 0});
    std::vector<std::uint32_t> order;
    while (queue.pop(Time::latest(), event))
        order.push_back(event.index);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{0, 2, 3}));
}

TEST(EventQueue, KeepsTheOrderWhenTheClockIsMovedToWhereEventsWait) {
    for (const int waiting : {1, 5, 100}) {
        EventQueue queue;
        for (int index = 0; index < waiting; ++index)
            queue.push(Time::from_ns(500'000), {.index = static_cast<std::uint32_t>(index)});
        queue.advance(Time::from_ns(500'000));
        queue.push(Time::from_ns(500'000), {.index = 1000});
        Event event;
        for (int index = 0; index < waiting; ++index) {
            ASSERT_TRUE(queue.pop(Time::latest(), event));
            ASSERT_EQ(event.index, index);
        }
        ASSERT_TRUE(queue.pop(Time::latest(), event));
        EXPECT_EQ(event.index, 1000U);
    }
}

using EventQueueDeathTest = testing::Test;

TEST(EventQueueDeathTest, RefusesToMoveTheClockPastAnEvent) {
    EventQueue queue;
    queue.push(Time::from_ns(500'000), {});
    EXPECT_EXIT(queue.advance(Time::from_ns(500'001)), failed_assertion(), "assertion failed");
}

TEST(EventQueueDeathTest, RefusesWhatIsEarlierThanNow) {
    EventQueue queue;
    queue.advance(Time::from_ns(10));
    EXPECT_EXIT(queue.push(Time::from_ns(9), {}), failed_assertion(), "at >= now_");
}

TEST(EventQueue, LeavesEverythingAsItIsWhenNothingIsDue) {
    EventQueue queue;
    queue.push(Time::from_ns(100), {.index = 1});
    Event event;
    EXPECT_FALSE(queue.pop(Time::from_ns(99), event));
    EXPECT_EQ(queue.now(), Time());
    EXPECT_EQ(queue.size(), 1U);
    queue.push(Time::from_ns(50), {.index = 2});
    ASSERT_TRUE(queue.pop(Time::from_ns(99), event));
    EXPECT_EQ(event.index, 2U);
    EXPECT_FALSE(queue.pop(Time::from_ns(99), event));
    ASSERT_TRUE(queue.pop(Time::from_ns(100), event));
    EXPECT_EQ(event.index, 1U);
    EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, HoldsTheLongestTimes) {
    EventQueue queue;
    queue.push(Time::latest(), {.index = 3});
    queue.push_after(kLongest, {.index = 4});
    queue.push(Time::from_ns(kLongest.ns() - 1), {.index = 2});
    queue.push(Time::from_ns(1), {.index = 1});
    Event event;
    for (std::uint32_t index = 1; index <= 4; ++index) {
        ASSERT_TRUE(queue.pop(Time::latest(), event));
        EXPECT_EQ(event.index, index);
    }
    queue.push_after(kLongest, {.index = 5}); // saturates: now is the end of time
    ASSERT_TRUE(queue.pop(Time::latest(), event));
    EXPECT_EQ(event.time, Time::latest());
}

TEST(EventQueue, ACopyGoesOnExactlyAsTheOriginalWould) {
    for (std::uint64_t seed = 0; seed < kSeeds; seed += 5) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        Pair original(seed);
        for (int step = 0; step < 700; ++step) {
            original.push();
            if (step % 3 == 0)
                original.pop();
        }
        Pair copy = original;
        for (Pair* pair : {&copy, &original})
            while (!pair->heap.empty()) {
                if (pair->below(3) == 0)
                    pair->push();
                pair->pop();
                ASSERT_FALSE(HasFatalFailure());
            }
        EXPECT_EQ(original.queue.now(), copy.queue.now());
        EXPECT_EQ(original.queue.take_sequence(), copy.queue.take_sequence());
    }
}

TEST(EventQueue, GivesBackTheMemoryOfABurst) {
    EventQueue queue;
    Event event;
    const auto fill_and_drain = [&] {
        for (std::int64_t index = 0; index < 50'000; ++index)
            queue.push_after(Duration::from_ns(1000 + index * 977 % 1'000'000), {});
        const std::size_t full = queue.bytes();
        while (queue.pop(Time::latest(), event)) {
        }
        return full;
    };
    const std::size_t first = fill_and_drain();
    for (int again = 0; again < 5; ++again)
        EXPECT_LE(fill_and_drain(), first * 5 / 4); // its chunks are used again
    EXPECT_LT(first, std::size_t{50'000} * 24 * 3 / 2 + sizeof(EventQueue) + 11 * 64 * 300);
}

} // namespace
} // namespace shaketable::engine
