// Histograms against sorted lists of what was recorded.
#include "engine/histogram.hpp"

#include "engine/distribution.hpp"
#include "engine/distribution_parameters.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace shaketable::engine {
namespace {

constexpr double kErrorMax = 1.0 / 128;

Duration ns(std::int64_t value) { return Duration::from_ns(value); }

/// Values over all magnitudes from 1 ns to 100 years.
std::vector<Duration> values_of_all_magnitudes(std::uint64_t seed, std::size_t count) {
    Draws draws(Key::from_seed(seed), label("histogram"));
    std::vector<Duration> values;
    while (values.size() < count) {
        const std::uint64_t word = draws.next();
        values.push_back(
            ns(std::min<std::int64_t>(static_cast<std::int64_t>(word >> (2 + word % 61)), kLongest.ns())));
    }
    return values;
}

Duration exact_quantile(std::vector<Duration> values, double share) {
    std::sort(values.begin(), values.end());
    const double rank = std::ceil(share * static_cast<double>(values.size()));
    return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

TEST(LogLinearBins, HoldEveryValueWithinTheirWidth) {
    std::vector<Duration> values = values_of_all_magnitudes(1, 20'000);
    for (std::int64_t edge = 1; edge < kLongest.ns() / 2; edge *= 2)
        for (const std::int64_t beside : {edge - 1, edge, edge + 1, edge + edge / 2, edge + edge / 64})
            values.push_back(ns(beside));
    values.push_back(kLongest);
    for (const Duration value : values) {
        const std::uint16_t bin = LogLinearBins::bin_of(value);
        ASSERT_LT(bin, LogLinearBins::kBins);
        const auto off = static_cast<double>(std::abs(LogLinearBins::middle_of(bin).ns() - value.ns()));
        ASSERT_LE(off, kErrorMax * static_cast<double>(value.ns())) << value.ns();
        ASSERT_EQ(LogLinearBins::bin_of(LogLinearBins::middle_of(bin)), bin);
    }
}

TEST(LogLinearBins, GrowWithTheValueAndLeaveNoneOut) {
    std::uint16_t last = LogLinearBins::bin_of(Duration());
    EXPECT_EQ(last, 0);
    for (std::int64_t value = 1; value < 100'000; ++value) {
        const std::uint16_t bin = LogLinearBins::bin_of(ns(value));
        ASSERT_TRUE(bin == last || bin == last + 1) << value;
        last = bin;
    }
    EXPECT_LT(LogLinearBins::bin_of(ns(std::numeric_limits<std::int64_t>::max())), LogLinearBins::kBins);
}

TEST(Histogram, QuantilesAreWithinOneInAHundredAndTwentyEight) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const std::vector<Duration> values = values_of_all_magnitudes(seed, 1 + seed * 701);
        Histogram histogram;
        for (const Duration value : values)
            histogram.record(value);
        ASSERT_EQ(histogram.count(), values.size());
        for (const double share : {0.0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1.0}) {
            const auto exact = static_cast<double>(exact_quantile(values, share).ns());
            const auto found = static_cast<double>(histogram.quantile(share).ns());
            ASSERT_LE(std::abs(found - exact), kErrorMax * exact) << "seed " << seed << " share " << share;
        }
    }
}

TEST(Histogram, IsExactBelow128Nanoseconds) {
    Histogram histogram;
    for (std::int64_t value = 0; value < 128; ++value)
        histogram.record(ns(value));
    EXPECT_EQ(histogram.quantile(0.5), ns(63));
    EXPECT_EQ(histogram.quantile(1.0), ns(127));
}

TEST(Histogram, ASumIsTheHistogramOfBoth) {
    for (const std::size_t size : {0U, 1U, 63U, 64U, 1023U, 1024U, 5000U}) {
        const std::vector<Duration> left = values_of_all_magnitudes(size, size);
        const std::vector<Duration> right = values_of_all_magnitudes(size + 1, 700);
        Histogram a;
        Histogram b;
        Histogram both;
        for (const Duration value : left) {
            a.record(value);
            both.record(value);
        }
        for (const Duration value : right) {
            b.record(value);
            both.record(value);
        }
        a.add(b);
        ASSERT_EQ(a.count(), both.count());
        const auto same = [](const Histogram::Count& x, const Histogram::Count& y) {
            return x.bin == y.bin && x.count == y.count;
        };
        const auto found = a.counts();
        const auto expected = both.counts();
        ASSERT_TRUE(std::equal(found.begin(), found.end(), expected.begin(), expected.end(), same)) << size;
        ASSERT_EQ(b.count(), 700U);
    }
}

TEST(Histogram, OfItselfAddedCountsEverythingTwice) {
    Histogram histogram;
    for (std::int64_t value = 0; value < 3000; ++value)
        histogram.record(ns(value));
    histogram.add(histogram);
    EXPECT_EQ(histogram.count(), 6000U);
}

TEST(Histogram, ClosingChangesNothingThatCanBeSeen) {
    Histogram open;
    for (const Duration value : values_of_all_magnitudes(4, 1500))
        open.record(value);
    Histogram closed = open;
    closed.close();
    closed.close();
    EXPECT_EQ(closed.count(), open.count());
    EXPECT_EQ(closed.quantile(0.5), open.quantile(0.5));
    closed.record(ns(1));
    EXPECT_EQ(closed.count(), 1501U);
}

TEST(Histogram, MemoryIsBoundedByDifferentBins) {
    Histogram histogram;
    Draws draws(Key::from_seed(9), label("histogram"));
    const Distribution law =
        Distribution::lognormal(lognormal_of(MeanAndVariation{.mean = 1e8, .variation = 3.0}));
    std::uint64_t clamped = 0;
    for (int count = 0; count < 300'000; ++count)
        histogram.record(law.sample_duration(draws, clamped));
    EXPECT_LT(histogram.counts().size(), 1500U);
    EXPECT_EQ(histogram.count(), 300'000U);
}

TEST(Histogram, AnEmptyOneAnswersZeroAndNegativeValuesCountAsZero) {
    Histogram histogram;
    EXPECT_EQ(histogram.quantile(0.5), Duration());
    EXPECT_EQ(histogram.count(), 0U);
    histogram.close();
    EXPECT_TRUE(histogram.counts().empty());
    histogram.record(ns(-5));
    EXPECT_EQ(histogram.quantile(1.0), Duration());
    EXPECT_EQ(histogram.count(), 1U);
}

} // namespace
} // namespace shaketable::engine
