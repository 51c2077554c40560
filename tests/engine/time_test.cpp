#include "engine/time.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace shaketable::engine {
namespace {

TEST(Time, SaturatesAtTheLatest) {
    EXPECT_EQ(Time() + kLongest, Time::latest());
    EXPECT_EQ(Time::latest() + kLongest, Time::latest());
    EXPECT_EQ(Time::from_ns(kLongest.ns() - 1) + Duration::from_ns(1), Time::latest());
    EXPECT_LT(Time::from_ns(kLongest.ns() - 2) + Duration::from_ns(1), Time::latest());
}

TEST(Time, DiffersByADuration) {
    EXPECT_EQ(Time::from_ns(7) - Time::from_ns(3), Duration::from_ns(4));
    EXPECT_EQ(Time::from_ns(3) - Time::from_ns(7), Duration::from_ns(-4));
    EXPECT_EQ(Time::latest() - Time(), kLongest);
}

TEST(RoundToDuration, RoundsToTheNearestNanosecond) {
    EXPECT_EQ(round_to_duration(0.0), Duration());
    EXPECT_EQ(round_to_duration(0.49999999999999994), Duration());
    EXPECT_EQ(round_to_duration(0.5), Duration::from_ns(1));
    EXPECT_EQ(round_to_duration(1.49), Duration::from_ns(1));
    EXPECT_EQ(round_to_duration(1e15 + 0.25), Duration::from_ns(1'000'000'000'000'000));
}

TEST(RoundToDuration, KeepsWholeNumbersExactly) {
    for (std::int64_t value = 1; value < (std::int64_t{1} << 52); value = value * 3 + 1)
        EXPECT_EQ(round_to_duration(static_cast<double>(value)).ns(), value);
}

// Above 2^52 there is no half to add: adding it to an odd number would round it up to the even one beside it.
TEST(RoundToDuration, KeepsLargeOddNumbersExactly) {
    const std::int64_t odd = (std::int64_t{1} << 52) + 1;
    EXPECT_EQ(round_to_duration(static_cast<double>(odd)).ns(), odd);
}

TEST(RoundToDuration, ClampsAndCountsWhatIsOutside) {
    std::uint64_t clamped = 0;
    EXPECT_EQ(round_to_duration(-1.0, &clamped), Duration());
    EXPECT_EQ(round_to_duration(1e30, &clamped), kLongest);
    EXPECT_EQ(round_to_duration(std::numeric_limits<double>::infinity(), &clamped), kLongest);
    EXPECT_EQ(round_to_duration(std::nan(""), &clamped), Duration());
    EXPECT_EQ(clamped, 4U);
    EXPECT_EQ(round_to_duration(static_cast<double>(kLongest.ns()), &clamped), kLongest);
    EXPECT_EQ(clamped, 4U);
}

} // namespace
} // namespace shaketable::engine
