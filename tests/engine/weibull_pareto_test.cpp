// Weibull, Pareto and bounded Pareto against their laws, which invert in closed form.
#include "engine/distribution.hpp"

#include "tests/engine/sampled_law.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace shaketable::engine {
namespace {

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

TEST(Weibull, MatchesItsLaw) {
    for (const double shape : {0.4, 0.7, 1.5, 3.0, 50.0}) {
        SCOPED_TRACE(shape);
        const Distribution weibull = Distribution::weibull({.scale = 5.0, .shape = shape});
        const double mean = 5.0 * std::tgamma(1.0 + 1.0 / shape);
        const double second_moment = 25.0 * std::tgamma(1.0 + 2.0 / shape);
        EXPECT_NEAR(weibull.mean(), mean, 1e-13 * mean);
        if (shape > 0.5) // below, the sample's own standard error is not to be trusted
            expect_moments(weibull, {.mean = mean, .variance = second_moment - mean * mean});
        expect_law(weibull, [shape](double x) { return -std::expm1(-std::pow(x / 5.0, shape)); });
    }
}

TEST(Weibull, OfShapeOneIsTheExponential) {
    EXPECT_EQ(samples_of(Distribution::weibull({.scale = 3.0, .shape = 1.0}), 1000),
              samples_of(Distribution::exponential(3.0), 1000));
}

TEST(Weibull, OfInfiniteShapeIsConstant) {
    const Distribution weibull = Distribution::weibull({.scale = 3.0, .shape = kUnbounded});
    EXPECT_TRUE(weibull.is_constant());
    EXPECT_EQ(weibull.mean(), 3.0);
}

TEST(Pareto, MatchesItsLaw) {
    for (const double shape : {0.5, 1.0, 1.5, 3.0, 9.0}) {
        SCOPED_TRACE(shape);
        const Distribution pareto = Distribution::pareto({.min = 2.0, .shape = shape});
        if (shape > 8.0) // the variance's standard error needs a fourth moment that converges
            expect_moments(pareto,
                           {.mean = 2.0 * shape / (shape - 1.0),
                            .variance = 4.0 * shape / ((shape - 1.0) * (shape - 1.0) * (shape - 2.0))});
        expect_law(pareto, [shape](double x) { return 1.0 - std::pow(2.0 / x, shape); });
        const std::vector<double> sample = samples_of(pareto, 10'000);
        EXPECT_GE(*std::min_element(sample.begin(), sample.end()), 2.0);
    }
}

TEST(Pareto, HasNoFiniteMeanUpToShapeOne) {
    EXPECT_EQ(Distribution::pareto({.min = 2.0, .shape = 0.5}).mean(), kUnbounded);
    EXPECT_EQ(Distribution::pareto({.min = 2.0, .shape = 1.0}).mean(), kUnbounded);
    EXPECT_NEAR(Distribution::pareto({.min = 2.0, .shape = 1.25}).mean(), 10.0, 1e-14);
}

TEST(Pareto, BeyondWhatADoubleHoldsIsTheLongestDuration) {
    const Distribution pareto = Distribution::pareto({.min = 1.0, .shape = 0.001});
    std::uint64_t clamped = 0;
    Draws draws(Key::from_seed(1));
    EXPECT_EQ(pareto.sample_duration(draws, clamped), kLongest);
    EXPECT_EQ(clamped, 1u);
}

TEST(Pareto, OfInfiniteShapeIsConstant) {
    EXPECT_TRUE(Distribution::pareto({.min = 3.0, .shape = kUnbounded}).is_constant());
}

/// The n-th moment about 0, from the density shape min^shape x^(-shape-1) / (1 - (min/max)^shape).
double bounded_pareto_moment(Distribution::BoundedPareto law, double n) {
    const double share = 1.0 - std::pow(law.min / law.max, law.shape);
    const double factor = law.shape * std::pow(law.min, law.shape) / share;
    if (law.shape == n)
        return factor * std::log(law.max / law.min);
    return factor * (std::pow(law.max, n - law.shape) - std::pow(law.min, n - law.shape)) / (n - law.shape);
}

TEST(BoundedPareto, MatchesItsLaw) {
    for (const double shape : {0.5, 1.0, 1.1, 2.0, 4.0}) {
        SCOPED_TRACE(shape);
        const Distribution::BoundedPareto law{.min = 2.0, .max = 50.0, .shape = shape};
        const Distribution bounded = Distribution::bounded_pareto(law);
        const double mean = bounded_pareto_moment(law, 1.0);
        expect_moments(bounded, {.mean = mean, .variance = bounded_pareto_moment(law, 2.0) - mean * mean});
        const double share = 1.0 - std::pow(2.0 / 50.0, shape);
        expect_law(bounded, [=](double x) { return (1.0 - std::pow(2.0 / x, shape)) / share; });
        const std::vector<double> sample = samples_of(bounded);
        const auto [least, greatest] = std::minmax_element(sample.begin(), sample.end());
        EXPECT_GE(*least, 2.0);
        EXPECT_LE(*greatest, 50.0 * (1.0 + 1e-14));
    }
}

TEST(BoundedPareto, KeepsTheDigitsOfItsMeanWhereTheFormulaCancels) {
    // Near shape 1 the mean is that of shape 1; of a small shape it is that of 1/x; in a narrow range the
    // middle.
    const auto mean_of = [](double max, double shape) {
        return Distribution::bounded_pareto({.min = 1.0, .max = max, .shape = shape}).mean();
    };
    EXPECT_NEAR(mean_of(10.0, 1.0), std::log(10.0) / 0.9, 1e-14);
    EXPECT_NEAR(mean_of(10.0, 1.0 + 1e-13), std::log(10.0) / 0.9, 1e-12);
    EXPECT_NEAR(mean_of(10.0, 1e-13), 9.0 / std::log(10.0), 1e-12);
    EXPECT_NEAR(mean_of(1.0 + 1e-9, 2.0), 1.0 + 0.5e-9, 1e-15);
    EXPECT_NEAR(mean_of(1e9, 2.0), 2.0 * (1.0 - 1e-9), 1e-15);
}

TEST(BoundedPareto, OfNoWidthIsConstant) {
    for (const double x :
         samples_of(Distribution::bounded_pareto({.min = 4.0, .max = 4.0, .shape = 2.0}), 100))
        EXPECT_EQ(x, 4.0);
}

TEST(WeibullParetoDeathTest, RefuseWhatIsNoDistribution) {
    EXPECT_DEATH(static_cast<void>(Distribution::weibull({.scale = 1.0, .shape = 0.0})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(Distribution::pareto({.min = 0.0, .shape = 1.0})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(Distribution::bounded_pareto({.min = 2.0, .max = 1.0, .shape = 1.0})),
                 "assertion failed");
}

} // namespace
} // namespace shaketable::engine
