#include "models/meter.hpp"

#include "engine/random.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace shaketable::models::meter_test {
namespace {

using engine::Duration;
using engine::Time;

Time at(std::int64_t ns) { return Time::from_ns(ns); }
std::int64_t narrow(Wide sum) { return static_cast<std::int64_t>(sum); }

/// A meter and what its windows held.
struct Metered : Meter {
    explicit Metered(MetricKind of) : kind(of) {}
    void close(Time now) { closed.push_back(close_window(kind, now)); }
    void drop(Time now) { static_cast<void>(close_window(kind, now)); }
    MetricKind kind;
    WindowSums closed;
};

TEST(Meter, CountsByWindow) {
    Metered meter(MetricKind::kCounter);
    meter.count();
    meter.count();
    meter.close(at(10));
    meter.close(at(20));
    meter.count();
    meter.close(at(30));
    ASSERT_EQ(meter.closed.size(), 3U);
    EXPECT_EQ(narrow(meter.closed[0].sum), 2);
    EXPECT_EQ(narrow(meter.closed[1].sum), 0);
    EXPECT_EQ(narrow(meter.closed[2].sum), 1);
    EXPECT_EQ(narrow(meter.closed.total().sum), 3);
}

TEST(Meter, IntegratesALevelExactlyAcrossWindows) {
    Metered meter(MetricKind::kGauge);
    meter.set(at(90), 5); // holds on into the first window that counts
    meter.drop(at(100));
    meter.set(at(103), 2);
    meter.close(at(110));
    meter.close(at(120));
    meter.set(at(125), 9);
    meter.set(at(125), 1);
    meter.close(at(130));
    ASSERT_EQ(meter.closed.size(), 3U);
    EXPECT_EQ(narrow(meter.closed[0].sum), 5 * 3 + 2 * 7);
    EXPECT_EQ(narrow(meter.closed[1].sum), 20);
    EXPECT_EQ(narrow(meter.closed[2].sum), 2 * 5 + 1 * 5);
    EXPECT_EQ(meter.closed[0].peak, 5);
    EXPECT_EQ(meter.closed[1].peak, 2);
    EXPECT_EQ(meter.closed[2].peak, 9);
    EXPECT_EQ(meter.closed.total().peak, 9);
}

TEST(Meter, RestsForHoweverManyWindowsWithoutMoreMemory) {
    Metered meter(MetricKind::kGauge);
    meter.count();
    meter.set(at(0), 3);
    std::size_t bytes = 0;
    for (std::int64_t window = 0; window < 1000; ++window) {
        bytes += meter.closed.make_room();
        meter.close(at(window * 10 + 10));
    }
    EXPECT_EQ(bytes, meter.closed.bytes());
    EXPECT_LT(bytes, 200U);
    ASSERT_EQ(meter.closed.size(), 1000U);
    EXPECT_EQ(narrow(meter.closed[0].sum), 1 + 30);
    EXPECT_EQ(narrow(meter.closed[999].sum), 30);
    EXPECT_EQ(narrow(meter.closed.total().sum), 1 + 3 * 10'000);
    EXPECT_EQ(meter.closed.total().peak, 3);
}

TEST(Meter, TimesBelongToTheWindowInWhichTheyWereMeasured) {
    Metered meter(MetricKind::kTiming);
    meter.time(Duration::from_ns(7));
    meter.time(Duration::from_ns(5));
    meter.close(at(10));
    meter.time(Duration::from_ns(100));
    meter.close(at(20));
    ASSERT_EQ(meter.closed.size(), 2U);
    EXPECT_EQ(narrow(meter.closed[0].sum), 12);
    EXPECT_EQ(meter.closed[0].count, 2);
    EXPECT_EQ(meter.closed[0].peak, 7);
    EXPECT_EQ(meter.closed[1].count, 1);
    EXPECT_EQ(meter.closed.total().count, 3);
}

TEST(Meter, ForgetsWhatItIsToldToDrop) {
    Metered meter(MetricKind::kTiming);
    meter.count();
    meter.time(Duration::from_ns(7));
    meter.drop(at(50));
    EXPECT_EQ(meter.closed.size(), 0U);
    meter.close(at(60));
    EXPECT_EQ(narrow(meter.closed.total().sum), 0);
    EXPECT_EQ(meter.closed.total().count, 0);
    EXPECT_EQ(meter.closed.total().peak, 0);
}

TEST(Meter, AnIntegralDoesNotOverflow) {
    constexpr std::int64_t kCentury = std::numeric_limits<std::int64_t>::max() / 3;
    Metered meter(MetricKind::kGauge);
    meter.set(at(0), 1'000'000);
    meter.close(at(kCentury));
    EXPECT_TRUE(meter.closed.total().sum == Wide{kCentury} * 1'000'000);
}

TEST(Meter, ItsTotalIsTheSumOfItsWindowsAndTheExactIntegral) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        engine::Draws draws(engine::Key::from_seed(seed), engine::label("meter"));
        const auto window = static_cast<std::int64_t>(1 + draws.next() % 100);
        Metered meter(MetricKind::kGauge);
        std::int64_t now = 0;
        std::int64_t closed = 0;
        std::int64_t level = 0;
        std::int64_t integral = 0;
        for (int step = 0; step < 200; ++step) {
            const std::int64_t next = now + static_cast<std::int64_t>(draws.next() % 40);
            integral += level * (next - now);
            now = next;
            for (; closed + window <= now; closed += window)
                meter.close(at(closed + window));
            level = static_cast<std::int64_t>(draws.next() % 9);
            meter.set(at(now), level);
        }
        meter.close(at(now));
        MeterSum sum;
        for (std::size_t index = 0; index < meter.closed.size(); ++index)
            sum.add(meter.closed[index]);
        ASSERT_TRUE(sum.sum == meter.closed.total().sum) << seed;
        ASSERT_EQ(narrow(sum.sum), integral) << seed;
    }
}

} // namespace
} // namespace shaketable::models::meter_test
