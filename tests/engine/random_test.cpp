// Quality of keys and draws. Levels: a p-value below 1e-4, or |z| above 4.5 for one figure (5.5 for the
// greatest of thousands), fails. Larger batteries were run by hand:
// docs/decisions/0002-counter-based-randomness.md.
#include "engine/random.hpp"

#include "tests/engine/sample_statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shaketable::engine {
namespace {

constexpr Key kRoot = Key::from_seed(2026);
constexpr Label kUser = label("user");
constexpr Label kRetry = label("retry");
constexpr Label kWork = label("work");
constexpr std::uint64_t kTrials = 8192;
constexpr double kLeastProbability = 1e-4;

/// Flips each input bit of each trial's input, counts how often each output bit changes, and returns the
/// greatest |z| of the 64 x 64 counts against one half.
template <class Input, class Function>
double worst_avalanche(Input input, Function function) {
    double worst = 0.0;
    for (int flipped = 0; flipped < 64; ++flipped) {
        std::array<int, 64> changes{};
        for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
            const std::uint64_t x = input(trial);
            const std::uint64_t difference = function(x) ^ function(x ^ (std::uint64_t{1} << flipped));
            for (std::size_t bit = 0; bit < 64; ++bit)
                changes[bit] += static_cast<int>(difference >> bit & 1);
        }
        for (const int count : changes)
            worst = std::max(worst, std::abs(count - kTrials / 2.0) / std::sqrt(kTrials / 4.0));
    }
    return worst;
}

/// The p-values of the byte in each of the eight places of `words`.
std::vector<double> byte_p_values(const std::vector<std::uint64_t>& words) {
    std::vector<double> result;
    for (int place = 0; place < 64; place += 8) {
        std::vector<std::uint64_t> counts(256);
        for (const std::uint64_t word : words)
            ++counts[word >> place & 255];
        result.push_back(chi_squared_p_value_of_equal(counts));
    }
    return result;
}

double unit_of(std::uint64_t word) { return static_cast<double>(word >> 11) * 0x1p-53; }

/// Pairs of words that ought to be independent: correlation, and a chi-squared over a 64 x 64 grid of their
/// top bits, of their low bits, and of the low of one against the top of the other.
class Independence {
  public:
    void add(std::uint64_t x, std::uint64_t y) {
        correlation_.add(unit_of(x), unit_of(y));
        ++top_[(x >> 58) << 6 | y >> 58];
        ++low_[(x & 63) << 6 | (y & 63)];
        ++crossed_[(x & 63) << 6 | y >> 58];
    }
    void expect(const std::string& what) const {
        EXPECT_LT(std::abs(correlation_.z()), 4.5) << what;
        EXPECT_GT(chi_squared_p_value_of_equal(top_), kLeastProbability) << what << ", top bits";
        EXPECT_GT(chi_squared_p_value_of_equal(low_), kLeastProbability) << what << ", low bits";
        EXPECT_GT(chi_squared_p_value_of_equal(crossed_), kLeastProbability) << what << ", low against top";
    }

  private:
    Correlation correlation_;
    std::vector<std::uint64_t> top_ = std::vector<std::uint64_t>(4096);
    std::vector<std::uint64_t> low_ = std::vector<std::uint64_t>(4096);
    std::vector<std::uint64_t> crossed_ = std::vector<std::uint64_t>(4096);
};
constexpr std::uint64_t kPairs = 1 << 18;

TEST(Mix, EveryInputBitChangesEveryOutputBitHalfTheTime) {
    const auto input = [](std::uint64_t trial) { return Draws(kRoot.child(kUser, trial)).next(); };
    EXPECT_LT(worst_avalanche(input, mix), 5.5);
}

TEST(KeyChild, EveryBitOfTheParentChangesEveryBitOfTheChild) {
    const auto input = [](std::uint64_t trial) { return kRoot.child(kUser, trial).bits; };
    const auto child = [](std::uint64_t parent) { return Key{parent}.child(kRetry, 3).bits; };
    EXPECT_LT(worst_avalanche(input, child), 5.5);
}

TEST(KeyChild, EveryBitOfTheOrdinalChangesEveryBitOfTheDraw) {
    const auto input = [](std::uint64_t trial) { return trial; };
    const auto draw = [](std::uint64_t ordinal) { return Draws(kRoot.child(kUser, ordinal), kWork).next(); };
    EXPECT_LT(worst_avalanche(input, draw), 5.5);
}

TEST(KeyChild, EveryBitOfTheSeedChangesEveryBitOfTheDraw) {
    const auto input = [](std::uint64_t trial) { return trial; };
    const auto draw = [](std::uint64_t seed) { return Draws(Key::from_seed(seed), kWork).next(); };
    EXPECT_LT(worst_avalanche(input, draw), 5.5);
}

TEST(KeyChild, HasNoCollisionsAmongAMillionKeys) {
    std::vector<std::uint64_t> bits;
    for (std::uint64_t user = 0; user < 1024; ++user)
        for (std::uint64_t attempt = 0; attempt < 512; ++attempt) {
            const Key journey = kRoot.child(kUser, user);
            bits.push_back(journey.child(kRetry, attempt).bits);
            bits.push_back(journey.child(kWork, attempt).bits);
        }
    ASSERT_EQ(bits.size(), std::size_t{1} << 20);
    std::sort(bits.begin(), bits.end());
    EXPECT_EQ(std::adjacent_find(bits.begin(), bits.end()), bits.end());
}

TEST(KeyChild, HasNoCollisionsInTheUpperHalfBeyondChance) {
    // 2^20 keys cut to 32 bits: (2^20)^2 / 2^33 = 128 equal neighbours expected, a Poisson count.
    std::vector<std::uint32_t> halves;
    for (std::uint64_t user = 0; user < 1 << 20; ++user)
        halves.push_back(static_cast<std::uint32_t>(kRoot.child(kUser, user).bits >> 32));
    std::sort(halves.begin(), halves.end());
    int equal = 0;
    for (std::size_t i = 1; i < halves.size(); ++i)
        equal += halves[i] == halves[i - 1] ? 1 : 0;
    EXPECT_NEAR(equal, 128.0, 4.5 * std::sqrt(128.0));
}

TEST(Label, TellsNamesApart) {
    std::vector<std::uint64_t> bits = {label("").bits, label("a").bits, label("b").bits, label("ab").bits,
                                       label("ba").bits};
    for (int i = 0; i < 100'000; ++i)
        bits.push_back(label("shop/service-" + std::to_string(i)).bits);
    std::sort(bits.begin(), bits.end());
    EXPECT_EQ(std::adjacent_find(bits.begin(), bits.end()), bits.end());
    for (const double p : byte_p_values(bits))
        EXPECT_GT(p, kLeastProbability);
}

TEST(Draws, HaveUniformBytesOverKeys) {
    std::vector<std::uint64_t> siblings;
    std::vector<std::uint64_t> tree;
    for (std::uint64_t i = 0; i < kPairs; ++i) {
        siblings.push_back(Draws(kRoot.child(kUser, i), kWork).next());
        tree.push_back(Draws(kRoot.child(kUser, i >> 6).child(kRetry, i & 63), kWork).next());
    }
    for (const double p : byte_p_values(siblings))
        EXPECT_GT(p, kLeastProbability);
    for (const double p : byte_p_values(tree))
        EXPECT_GT(p, kLeastProbability);
}

TEST(Draws, OfSiblingKeysAreIndependent) {
    for (const std::uint64_t distance : {1U, 2U, 64U, 1000U}) {
        Independence pairs;
        for (std::uint64_t i = 0; i < kPairs; ++i)
            pairs.add(Draws(kRoot.child(kUser, i), kWork).next(),
                      Draws(kRoot.child(kUser, i + distance), kWork).next());
        pairs.expect("siblings " + std::to_string(distance) + " apart");
    }
}

TEST(Draws, InOrderAreIndependent) {
    Independence pairs;
    Independence first_two;
    Draws draws(kRoot, kWork);
    for (std::uint64_t i = 0; i < kPairs; ++i) {
        const std::uint64_t x = draws.next();
        pairs.add(x, draws.next());
        Draws own(kRoot.child(kUser, i), kWork);
        const std::uint64_t first = own.next();
        first_two.add(first, own.next());
    }
    pairs.expect("consecutive draws of one key");
    first_two.expect("first and second draw of many keys");
}

TEST(Draws, OfParentAndChildAreIndependent) {
    Independence one_purpose;
    Independence without_purpose;
    Independence purpose_named_like_the_child;
    for (std::uint64_t i = 0; i < kPairs; ++i) {
        const Key parent = kRoot.child(kUser, i);
        const Key child = parent.child(kRetry, 1);
        one_purpose.add(Draws(parent, kWork).next(), Draws(child, kWork).next());
        without_purpose.add(Draws(parent).next(), Draws(child).next());
        purpose_named_like_the_child.add(Draws(parent, kRetry).next(), Draws(child, kRetry).next());
    }
    one_purpose.expect("parent and child, one purpose");
    without_purpose.expect("parent and child, no purpose");
    purpose_named_like_the_child.expect("parent and child, purpose named like the child");
}

TEST(Draws, OfDifferentPurposesAreIndependent) {
    Independence pairs;
    Independence consecutive_seeds;
    for (std::uint64_t i = 0; i < kPairs; ++i) {
        pairs.add(Draws(kRoot.child(kUser, i), kWork).next(), Draws(kRoot.child(kUser, i), kRetry).next());
        consecutive_seeds.add(Draws(Key::from_seed(i), kWork).next(),
                              Draws(Key::from_seed(i + 1), kWork).next());
    }
    pairs.expect("two purposes of one key");
    consecutive_seeds.expect("consecutive seeds");
}

TEST(Draws, OfConsecutiveOrdinalsAreIndependentAndDoNotOverlap) {
    Independence firsts;
    Independence second_and_first;
    std::vector<std::uint64_t> words;
    for (std::uint64_t i = 0; i < kPairs; ++i) {
        Draws here(kRoot, kWork, i);
        Draws next(kRoot, kWork, i + 1);
        const std::uint64_t first = here.next();
        const std::uint64_t second = here.next();
        const std::uint64_t neighbour = next.next();
        firsts.add(first, neighbour);
        second_and_first.add(second, neighbour);
        words.push_back(first);
        words.push_back(second);
    }
    firsts.expect("first draws of consecutive ordinals");
    second_and_first.expect("second draw of one ordinal, first of the next");
    std::sort(words.begin(), words.end());
    EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}

TEST(Draws, UnitsStayInTheirIntervals) {
    Draws half_open(kRoot, kWork);
    Draws positive(kRoot, kWork);
    std::vector<double> units;
    for (std::uint64_t i = 0; i < kPairs; ++i) {
        const double unit = half_open.unit();
        units.push_back(unit);
        ASSERT_GE(unit, 0.0);
        ASSERT_LT(unit, 1.0);
        ASSERT_EQ(positive.unit_positive(), unit + 0x1p-53);
    }
    EXPECT_LT(kolmogorov_smirnov(units, [](double x) { return x; }), kKolmogorovOneInThousand);
}

} // namespace
} // namespace shaketable::engine
