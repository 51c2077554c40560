#include "models/meter.hpp"

#include "engine/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace shaketable::models {
namespace {

using engine::Duration;
using engine::Time;

Time at(std::int64_t ns) { return Time::from_ns(ns); }

std::vector<std::int64_t> sums(const Meter& meter) {
    std::vector<std::int64_t> found;
    for (const MeterWindow& window : meter.windows())
        found.push_back(window.sum);
    return found;
}

TEST(Meter, CountsByWindowFromZeroAndDropsTheWarmUp) {
    Meter meter(at(100), Duration::from_ns(10));
    meter.count(at(5), 7);
    meter.count(at(99));
    meter.count(at(100));
    meter.count(at(109));
    meter.count(at(110), 4);
    meter.count(at(135));
    meter.finish(at(140));
    EXPECT_EQ(sums(meter), (std::vector<std::int64_t>{2, 4, 0, 1}));
    EXPECT_EQ(static_cast<std::int64_t>(meter.total().sum), 7);
}

TEST(Meter, IntegratesALevelExactlyAcrossWindows) {
    Meter meter(at(100), Duration::from_ns(10));
    meter.set(at(90), 5); // holds on into the first window
    meter.set(at(103), 2);
    meter.set(at(125), 9);
    meter.set(at(125), 1);
    meter.finish(at(130));
    EXPECT_EQ(sums(meter), (std::vector<std::int64_t>{5 * 3 + 2 * 7, 20, 2 * 5 + 1 * 5}));
    EXPECT_EQ(meter.windows()[0].peak, 5);
    EXPECT_EQ(meter.windows()[1].peak, 2);
    EXPECT_EQ(meter.windows()[2].peak, 9);
    EXPECT_EQ(meter.total().peak, 9);
}

TEST(Meter, TimesBelongToTheWindowInWhichTheyWereMeasured) {
    Meter meter(at(0), Duration::from_ns(10));
    meter.time(at(3), Duration::from_ns(7));
    meter.time(at(9), Duration::from_ns(5));
    meter.time(at(10), Duration::from_ns(100));
    meter.finish(at(20));
    ASSERT_EQ(meter.windows().size(), 2U);
    EXPECT_EQ(meter.windows()[0].sum, 12);
    EXPECT_EQ(meter.windows()[0].count, 2);
    EXPECT_EQ(meter.windows()[0].peak, 7);
    EXPECT_EQ(meter.windows()[1].count, 1);
    EXPECT_EQ(meter.total().count, 3);
}

TEST(Meter, TheLastWindowMayBeShort) {
    Meter meter(at(0), Duration::from_ns(10));
    meter.set(at(0), 3);
    meter.finish(at(14));
    EXPECT_EQ(sums(meter), (std::vector<std::int64_t>{30, 12}));
    meter.finish(at(14));
    EXPECT_EQ(meter.windows().size(), 2U);
}

TEST(Meter, AnEndOnABoundaryOpensNoEmptyWindow) {
    Meter meter(at(0), Duration::from_ns(10));
    meter.count(at(19));
    meter.finish(at(20));
    EXPECT_EQ(sums(meter), (std::vector<std::int64_t>{0, 1}));
}

TEST(Meter, EndedWithinTheWarmUpItHoldsNothing) {
    Meter meter(at(100), Duration::from_ns(10));
    meter.count(at(50));
    meter.finish(at(90));
    EXPECT_TRUE(meter.windows().empty());
    EXPECT_EQ(static_cast<std::int64_t>(meter.total().sum), 0);
}

TEST(Meter, ItsTotalIsTheSumOfItsWindowsAndTheExactIntegral) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        engine::Draws draws(engine::Key::from_seed(seed), engine::label("meter"));
        const auto zero = static_cast<std::int64_t>(draws.next() % 500);
        const auto window = static_cast<std::int64_t>(1 + draws.next() % 100);
        Meter meter(at(zero), Duration::from_ns(window));
        std::int64_t now = 0;
        std::int64_t level = 0;
        std::int64_t integral = 0;
        for (int step = 0; step < 200; ++step) {
            const std::int64_t next = now + static_cast<std::int64_t>(draws.next() % 40);
            integral += level * std::max<std::int64_t>(0, next - std::max(now, zero));
            now = next;
            level = static_cast<std::int64_t>(draws.next() % 9);
            meter.set(at(now), level);
        }
        meter.finish(at(now + zero));
        integral += level * std::max<std::int64_t>(0, now + zero - std::max(now, zero));
        MeterTotal::Wide sum = 0;
        for (const MeterWindow& each : meter.windows())
            sum += each.sum;
        ASSERT_TRUE(sum == meter.total().sum) << seed;
        ASSERT_EQ(static_cast<std::int64_t>(sum), integral) << seed;
        ASSERT_EQ(meter.windows().size(), static_cast<std::size_t>((now + window - 1) / window)) << seed;
    }
}

} // namespace
} // namespace shaketable::models
