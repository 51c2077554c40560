// Zipf's law by chi-squared at 0.001 against its probabilities, for up to 10 million ranks; limit cases; the
// price of a draw.
#include "engine/zipf.hpp"

#include "tests/engine/sample_statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace shaketable::engine {
namespace {

constexpr std::uint64_t kZipfSamples = 400'000;
constexpr double kExpectedMin = 20.0; // in each class of ranks

std::uint64_t rank_of(const Zipf& zipf, std::uint64_t ordinal) {
    Draws draws(Key::from_seed(21).child(label("sample"), ordinal), label("rank"));
    return zipf.sample(draws);
}

/// Neighbouring ranks, of which `expected` samples should fall.
struct RankClass {
    std::uint64_t last = 0;
    double expected = 0.0;
};

/// As fine as chi-squared permits.
std::vector<RankClass> rank_classes(Zipf::Parameters law) {
    const auto weight = [&](std::uint64_t rank) {
        return std::pow(static_cast<double>(rank), -law.exponent);
    };
    double total = 0.0;
    for (std::uint64_t rank = law.items; rank >= 1; --rank) // the smallest first: no digits are lost
        total += weight(rank);
    std::vector<RankClass> classes;
    double expected = 0.0;
    for (std::uint64_t rank = 1; rank <= law.items; ++rank) {
        expected += weight(rank) / total * static_cast<double>(kZipfSamples);
        if (expected < kExpectedMin)
            continue;
        classes.push_back({rank, expected});
        expected = 0.0;
    }
    classes.back().last = law.items;
    classes.back().expected += expected;
    return classes;
}

double p_value(Zipf::Parameters law) {
    const std::vector<RankClass> classes = rank_classes(law);
    const Zipf zipf(law);
    std::vector<double> counts(classes.size());
    for (std::uint64_t i = 0; i < kZipfSamples; ++i) {
        const std::uint64_t rank = rank_of(zipf, i);
        const auto found =
            std::lower_bound(classes.begin(), classes.end(), rank,
                             [](const RankClass& each, std::uint64_t r) { return each.last < r; });
        counts.at(static_cast<std::size_t>(found - classes.begin())) += 1.0;
    }
    double statistic = 0.0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const double excess = counts[i] - classes[i].expected;
        statistic += excess * excess / classes[i].expected;
    }
    return chi_squared_p_value(statistic, static_cast<double>(classes.size()) - 1.0);
}

TEST(Zipf, MatchesItsLawForFewItems) {
    for (const double exponent : {0.0, 0.3, 0.99, 1.0, 1.01, 1.5, 2.0, 3.0}) {
        SCOPED_TRACE(exponent);
        EXPECT_GT(p_value({.items = 5, .exponent = exponent}), 1e-3);
        EXPECT_GT(p_value({.items = 1000, .exponent = exponent}), 1e-3);
    }
}

TEST(Zipf, MatchesItsLawForTenMillionItems) {
    for (const double exponent : {0.0, 0.8, 1.0, 1.2}) {
        SCOPED_TRACE(exponent);
        EXPECT_GT(p_value({.items = 10'000'000, .exponent = exponent}), 1e-3);
    }
}

TEST(Zipf, IsSmoothInItsExponentAtOne) {
    for (const double exponent : {1.0 - 1e-9, 1.0 + 1e-9, 1.0 - 1e-15, 1.0 + 1e-15}) {
        SCOPED_TRACE(exponent);
        EXPECT_GT(p_value({.items = 100'000, .exponent = exponent}), 1e-3);
    }
}

TEST(Zipf, OfOneItemIsThatItem) {
    for (const double exponent : {0.0, 1.0, 2.5, 1e6})
        for (std::uint64_t i = 0; i < 1000; ++i)
            EXPECT_EQ(rank_of(Zipf({.items = 1, .exponent = exponent}), i), 1u);
}

TEST(Zipf, OfAHugeExponentIsTheFirstItem) {
    for (const double exponent : {60.0, 1e3, 1e300})
        for (std::uint64_t i = 0; i < 10'000; ++i)
            EXPECT_EQ(rank_of(Zipf({.items = 10'000'000, .exponent = exponent}), i), 1u);
}

TEST(Zipf, ReachesTheFirstAndTheLastRankAndNoOther) {
    const Zipf zipf({.items = 3, .exponent = 0.5});
    std::vector<double> counts(4);
    for (std::uint64_t i = 0; i < 10'000; ++i)
        counts.at(rank_of(zipf, i)) += 1.0;
    EXPECT_EQ(counts[0], 0.0);
    EXPECT_GT(counts[1], counts[2]);
    EXPECT_GT(counts[2], counts[3]);
    EXPECT_GT(counts[3], 0.0);
}

/// How many words a sample takes.
std::uint64_t draws_taken(const Zipf& zipf, std::uint64_t ordinal) {
    Draws draws(Key::from_seed(22), label("rank"), ordinal);
    Draws untouched = draws;
    static_cast<void>(zipf.sample(draws));
    const std::uint64_t next = draws.next();
    std::uint64_t taken = 0;
    while (untouched.next() != next)
        ++taken;
    return taken;
}

TEST(Zipf, TakesAFewDrawsHoweverManyItemsThereAre) {
    double most = 0.0;
    for (const std::uint64_t items : {1ULL, 2ULL, 3ULL, 10ULL, 1000ULL, 10'000'000ULL, 1ULL << 32})
        for (double exponent = 0.0; exponent <= 6.0; exponent += 0.25) {
            const Zipf zipf({.items = items, .exponent = exponent});
            double taken = 0.0;
            for (std::uint64_t i = 0; i < 5000; ++i)
                taken += static_cast<double>(draws_taken(zipf, i)) / 5000.0;
            most = std::max(most, taken);
        }
    EXPECT_LT(most, 1.05);
    EXPECT_GT(most, 1.0);
}

TEST(Zipf, IsAFewNumbersHoweverManyItemsThereAre) {
    EXPECT_TRUE(std::is_trivially_copyable_v<Zipf>);
    EXPECT_LE(sizeof(Zipf), 48U);
}

TEST(ZipfDeathTest, RefusesWhatIsNoLaw) {
    EXPECT_DEATH(static_cast<void>(Zipf({.items = 0, .exponent = 1.0})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(Zipf({.items = 10, .exponent = -0.1})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(Zipf({.items = 10, .exponent = std::nan("")})), "assertion failed");
}

} // namespace
} // namespace shaketable::engine
