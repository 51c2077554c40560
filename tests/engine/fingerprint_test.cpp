#include "engine/fingerprint.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <vector>

namespace shaketable::engine {
namespace {

std::uint64_t of(const std::vector<std::uint64_t>& words) {
    Fingerprint fingerprint;
    for (const std::uint64_t word : words)
        fingerprint.fold(word);
    return fingerprint.value();
}

TEST(Fingerprint, DependsOnEveryWordTheirOrderAndTheirNumber) {
    EXPECT_EQ(of({1, 2, 3}), of({1, 2, 3}));
    EXPECT_NE(of({1, 2, 3}), of({1, 3, 2}));
    EXPECT_NE(of({1, 2, 3}), of({1, 2}));
    EXPECT_NE(of({}), of({0}));
    EXPECT_NE(of({0}), of({0, 0}));
    EXPECT_NE(of({5, 5}), of({5}));
}

TEST(Fingerprint, TellsManyShortHistoriesApart) {
    std::set<std::uint64_t> seen;
    for (std::uint64_t first = 0; first < 200; ++first)
        for (std::uint64_t second = 0; second < 200; ++second)
            seen.insert(of({first, second << 32}));
    EXPECT_EQ(seen.size(), 40'000U);
}

TEST(Fingerprint, OneBitOfAnyWordChangesHalfTheBits) {
    double changed = 0.0;
    int trials = 0;
    for (std::size_t place = 0; place < 8; ++place)
        for (int bit = 0; bit < 64; ++bit) {
            std::vector<std::uint64_t> words = {1, 2, 3, 4, 5, 6, 7, 8};
            const std::uint64_t before = of(words);
            words[place] ^= std::uint64_t{1} << bit;
            const int flips = std::popcount(before ^ of(words));
            EXPECT_GT(flips, 8) << "word " << place << " bit " << bit;
            changed += flips;
            ++trials;
        }
    EXPECT_NEAR(changed / trials, 32.0, 1.0);
}

TEST(Fingerprint, ACopyGoesOnApart) {
    Fingerprint original;
    original.fold(1);
    Fingerprint copy = original;
    EXPECT_EQ(copy, original);
    copy.fold(2);
    EXPECT_NE(copy, original);
    original.fold(2);
    EXPECT_EQ(copy, original);
}

} // namespace
} // namespace shaketable::engine
