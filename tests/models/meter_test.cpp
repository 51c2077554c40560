#include "models/meter.hpp"

#include "engine/random.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace shaketable::models {
namespace {

using engine::Duration;
using engine::Time;

Time at(std::int64_t ns) { return Time::from_ns(ns); }
std::int64_t narrow(Wide sum) { return static_cast<std::int64_t>(sum); }

TEST(Meter, CountsByWindow) {
    Meter meter;
    meter.count();
    meter.count();
    meter.close_window(at(10));
    meter.close_window(at(20));
    meter.count();
    meter.close_window(at(30));
    ASSERT_EQ(meter.windows().size(), 3U);
    EXPECT_EQ(narrow(meter.windows()[0].sum), 2);
    EXPECT_EQ(narrow(meter.windows()[1].sum), 0);
    EXPECT_EQ(narrow(meter.windows()[2].sum), 1);
    EXPECT_EQ(narrow(meter.total().sum), 3);
}

TEST(Meter, IntegratesALevelExactlyAcrossWindows) {
    Meter meter;
    meter.set(at(90), 5); // holds on into the first window that counts
    meter.drop_window(at(100));
    meter.set(at(103), 2);
    meter.close_window(at(110));
    meter.close_window(at(120));
    meter.set(at(125), 9);
    meter.set(at(125), 1);
    meter.close_window(at(130));
    ASSERT_EQ(meter.windows().size(), 3U);
    EXPECT_EQ(narrow(meter.windows()[0].sum), 5 * 3 + 2 * 7);
    EXPECT_EQ(narrow(meter.windows()[1].sum), 20);
    EXPECT_EQ(narrow(meter.windows()[2].sum), 2 * 5 + 1 * 5);
    EXPECT_EQ(meter.windows()[0].peak, 5);
    EXPECT_EQ(meter.windows()[1].peak, 2);
    EXPECT_EQ(meter.windows()[2].peak, 9);
    EXPECT_EQ(meter.total().peak, 9);
}

TEST(Meter, RestsForHoweverManyWindowsWithoutMoreMemory) {
    Meter meter;
    meter.count();
    meter.set(at(0), 3);
    std::size_t bytes = 0;
    for (std::int64_t window = 0; window < 1000; ++window) {
        bytes += meter.make_room();
        meter.close_window(at(window * 10 + 10));
    }
    EXPECT_EQ(bytes, meter.windows().bytes());
    EXPECT_LT(bytes, 200U);
    ASSERT_EQ(meter.windows().size(), 1000U);
    EXPECT_EQ(narrow(meter.windows()[0].sum), 1 + 30);
    EXPECT_EQ(narrow(meter.windows()[999].sum), 30);
    EXPECT_EQ(narrow(meter.total().sum), 1 + 3 * 10'000);
    EXPECT_EQ(meter.total().peak, 3);
}

TEST(Meter, TimesBelongToTheWindowInWhichTheyWereMeasured) {
    Meter meter;
    meter.time(Duration::from_ns(7));
    meter.time(Duration::from_ns(5));
    meter.close_window(at(10));
    meter.time(Duration::from_ns(100));
    meter.close_window(at(20));
    ASSERT_EQ(meter.windows().size(), 2U);
    EXPECT_EQ(narrow(meter.windows()[0].sum), 12);
    EXPECT_EQ(meter.windows()[0].count, 2);
    EXPECT_EQ(meter.windows()[0].peak, 7);
    EXPECT_EQ(meter.windows()[1].count, 1);
    EXPECT_EQ(meter.total().count, 3);
}

TEST(Meter, ForgetsWhatItIsToldToDrop) {
    Meter meter;
    meter.count();
    meter.time(Duration::from_ns(7));
    meter.drop_window(at(50));
    EXPECT_EQ(meter.windows().size(), 0U);
    meter.close_window(at(60));
    EXPECT_EQ(narrow(meter.total().sum), 0);
    EXPECT_EQ(meter.total().count, 0);
    EXPECT_EQ(meter.total().peak, 0);
}

TEST(Meter, AnIntegralDoesNotOverflow) {
    constexpr std::int64_t kCentury = std::numeric_limits<std::int64_t>::max() / 3;
    Meter meter;
    meter.set(at(0), 1'000'000);
    meter.close_window(at(kCentury));
    EXPECT_TRUE(meter.total().sum == Wide{kCentury} * 1'000'000);
}

TEST(Meter, ItsTotalIsTheSumOfItsWindowsAndTheExactIntegral) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        engine::Draws draws(engine::Key::from_seed(seed), engine::label("meter"));
        const auto window = static_cast<std::int64_t>(1 + draws.next() % 100);
        Meter meter;
        std::int64_t now = 0;
        std::int64_t closed = 0;
        std::int64_t level = 0;
        std::int64_t integral = 0;
        for (int step = 0; step < 200; ++step) {
            const std::int64_t next = now + static_cast<std::int64_t>(draws.next() % 40);
            integral += level * (next - now);
            now = next;
            for (; closed + window <= now; closed += window)
                meter.close_window(at(closed + window));
            level = static_cast<std::int64_t>(draws.next() % 9);
            meter.set(at(now), level);
        }
        meter.close_window(at(now));
        MeterSum sum;
        for (std::size_t index = 0; index < meter.windows().size(); ++index)
            sum.add(meter.windows()[index]);
        ASSERT_TRUE(sum.sum == meter.total().sum) << seed;
        ASSERT_EQ(narrow(sum.sum), integral) << seed;
    }
}

} // namespace
} // namespace shaketable::models
