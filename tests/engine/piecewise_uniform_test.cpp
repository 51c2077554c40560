// The piecewise uniform law that histograms and lists of quantiles stand for.
#include "engine/distribution.hpp"

#include "tests/engine/sampled_law.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::engine {
namespace {

TEST(PiecewiseUniform, MatchesItsLaw) {
    // Density 0.2 on [0, 1), 0.25 on [1, 3), nothing to 10, 0.1 on [10, 13).
    const Distribution pieces =
        Distribution::piecewise_uniform({{0.0, 1.0, 2.0}, {1.0, 3.0, 5.0}, {10.0, 13.0, 3.0}});
    const double mean = 0.2 * 0.5 + 0.5 * 2.0 + 0.3 * 11.5;
    const double second_moment = 0.2 / 3.0 + 0.25 * 26.0 / 3.0 + 0.1 * (2197.0 - 1000.0) / 3.0;
    expect_moments(pieces, {.mean = mean, .variance = second_moment - mean * mean});
    expect_law(pieces, [](double x) {
        return 0.2 * std::min(x, 1.0) + 0.25 * std::clamp(x - 1.0, 0.0, 2.0) + 0.1 * std::max(x - 10.0, 0.0);
    });
    for (const double x : samples_of(pieces))
        EXPECT_TRUE(x < 3.0 || x >= 10.0) << x;
}

TEST(PiecewiseUniform, OfManyPiecesMatchesItsLaw) {
    std::vector<Piece> triangle; // density 2x on [0, 1), in steps
    for (int i = 0; i < 1000; ++i)
        triangle.push_back({i / 1000.0, (i + 1) / 1000.0, i + 0.5});
    const Distribution pieces = Distribution::piecewise_uniform(triangle);
    EXPECT_NEAR(pieces.mean(), 2.0 / 3.0, 1e-6);
    expect_law(pieces, [](double x) { return x * x; });
}

TEST(PiecewiseUniform, NeverDrawsFromAPieceWithoutWeight) {
    const Distribution pieces =
        Distribution::piecewise_uniform({{0.0, 1.0, 0.0}, {1.0, 2.0, 1.0}, {2.0, 3.0, 0.0}, {3.0, 4.0, 3.0}});
    EXPECT_NEAR(pieces.mean(), 3.0, 1e-15);
    for (const double x : samples_of(pieces))
        EXPECT_TRUE((x >= 1.0 && x < 2.0) || (x >= 3.0 && x < 4.0)) << x;
}

TEST(PiecewiseUniform, DrawsTheValueOfAPieceWithoutWidth) {
    const Distribution pieces = Distribution::piecewise_uniform({{5.0, 5.0, 1.0}, {6.0, 8.0, 1.0}});
    double fives = 0.0;
    for (const double x : samples_of(pieces))
        fives += x == 5.0 ? 1.0 : 0.0;
    EXPECT_NEAR(fives / static_cast<double>(kSamples), 0.5,
                4.0 * 0.5 / std::sqrt(static_cast<double>(kSamples)));
}

TEST(PiecewiseUniform, OfOnePieceIsUniform) {
    const Distribution pieces = Distribution::piecewise_uniform({{3.0, 7.0, 0.1}});
    expect_law(pieces, [](double x) { return (x - 3.0) / 4.0; });
}

TEST(PiecewiseUniformDeathTest, RefusesWhatIsNoDistribution) {
    EXPECT_DEATH(static_cast<void>(Distribution::piecewise_uniform({})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(Distribution::piecewise_uniform({{2.0, 1.0, 1.0}})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(Distribution::piecewise_uniform({{1.0, 2.0, 0.0}})), "assertion failed");
}

} // namespace
} // namespace shaketable::engine
