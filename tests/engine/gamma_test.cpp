// The gamma law for shapes on both sides of 1 and at the extremes, and its quantiles.
#include "engine/gamma.hpp"

#include "tests/engine/gamma_law.hpp"
#include "tests/engine/sampled_law.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace shaketable::engine {
namespace {

TEST(Gamma, MatchesItsLaw) {
    for (const double shape : {0.1, 0.5, 0.99, 1.0, 1.5, 4.0, 30.0}) {
        SCOPED_TRACE(shape);
        const Distribution gamma = Distribution::gamma({.mean = 10.0, .shape = shape});
        expect_moments(gamma, {.mean = 10.0, .variance = 100.0 / shape});
        expect_law(gamma, [shape](double x) { return gamma_cdf(shape, x * shape / 10.0); });
    }
}

TEST(Gamma, OfAVerySmallShapeMatchesItsLaw) {
    const Distribution gamma = Distribution::gamma({.mean = 1.0, .shape = 0.01});
    expect_law(gamma, [](double x) { return gamma_cdf(0.01, x * 0.01); });
}

TEST(Gamma, OfAHugeShapeIsNearlyNormal) {
    for (const double shape : {1e12, 1e16, 1e20}) {
        SCOPED_TRACE(shape);
        const Distribution gamma = Distribution::gamma({.mean = 1.0, .shape = shape});
        expect_law(gamma, [shape](double x) { return normal_cdf((x - 1.0) * std::sqrt(shape)); });
    }
}

TEST(Gamma, OfInfiniteShapeIsConstant) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(Distribution::gamma({.mean = 3.0, .shape = infinity}).is_constant());
    EXPECT_EQ(Distribution::gamma({.mean = 3.0, .shape = infinity}).mean(), 3.0);
}

TEST(GammaQuantiles, AreWhereTheLawSaysForAnyShape) {
    for (double shape = 0.01; shape < 1e4; shape *= 1.03) {
        SCOPED_TRACE(shape);
        const GammaQuantiles quantiles = gamma_quantiles(shape);
        // The law at 1 + 1e-11 times the quantile and at 1 - 1e-11 times it encloses the probability.
        EXPECT_LT(gamma_cdf(shape, quantiles.median * (1.0 - 1e-11)), 0.5);
        EXPECT_GT(gamma_cdf(shape, quantiles.median * (1.0 + 1e-11)), 0.5);
        EXPECT_LT(gamma_cdf(shape, quantiles.p99 * (1.0 - 1e-11)), 0.99);
        EXPECT_GT(gamma_cdf(shape, quantiles.p99 * (1.0 + 1e-11)), 0.99);
    }
}

TEST(GammaQuantiles, OfShapeOneAreTheExponentials) {
    const GammaQuantiles quantiles = gamma_quantiles(1.0);
    EXPECT_NEAR(quantiles.median, std::log(2.0), 1e-15);
    EXPECT_NEAR(quantiles.p99, std::log(100.0), 1e-13);
}

TEST(GammaDeathTest, RefusesWhatIsNoShape) {
    EXPECT_DEATH(static_cast<void>(Distribution::gamma({.mean = 1.0, .shape = 0.0})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(Distribution::gamma({.mean = 1.0, .shape = std::nan("")})),
                 "assertion failed");
    EXPECT_DEATH(static_cast<void>(gamma_quantiles(0.001)), "assertion failed");
}

} // namespace
} // namespace shaketable::engine
