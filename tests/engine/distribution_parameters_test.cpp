// The parameters that figures lead to, by formula and over all spreads; limit cases. stated_samples_test.cpp
// samples them.
#include "engine/distribution_parameters.hpp"

#include "tests/engine/gamma_law.hpp"
#include "tests/engine/sampled_law.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::engine {
namespace {

TEST(StatedUniform, EndsWhereItWouldBeginBelowZero) {
    EXPECT_TRUE(is_uniform(MeanAndVariation{.mean = 3.0, .variation = 1.0 / std::sqrt(3.0)}));
    EXPECT_FALSE(is_uniform(MeanAndVariation{.mean = 3.0, .variation = 0.57736}));
    EXPECT_EQ(uniform_of(MeanAndVariation{.mean = 3.0, .variation = 1.0 / std::sqrt(3.0)}).max, 6.0);
    EXPECT_TRUE(is_uniform(MedianAndP99{.median = 7e6, .p99 = 1.98 * 7e6}));
    EXPECT_FALSE(is_uniform(MedianAndP99{.median = 7e6, .p99 = 1.98 * 7e6 + 1.0}));
    EXPECT_NEAR(uniform_of(MedianAndP99{.median = 7e6, .p99 = 1.98 * 7e6}).min, 0.0, 1e-6);
}

TEST(StatedGamma, HasTheFiguresByFormula) {
    for (double ratio = 1.05; ratio < 1e19; ratio = 1.0 + 1.5 * (ratio - 1.0)) {
        SCOPED_TRACE(ratio);
        const Distribution::Gamma gamma = gamma_of(MedianAndP99{.median = 1e6, .p99 = 1e6 * ratio});
        const double scale = gamma.mean / gamma.shape;
        EXPECT_NEAR(gamma_cdf(gamma.shape, 1e6 / scale), 0.5, 1e-10);
        EXPECT_NEAR(gamma_cdf(gamma.shape, 1e6 * ratio / scale), 0.99, 1e-11);
    }
    for (const double excess : {1e-3, 1e-6, 1e-9, 1e-12}) { // as narrow as that it is nearly normal
        SCOPED_TRACE(excess);
        const Distribution::Gamma gamma = gamma_of(MedianAndP99{.median = 1.0, .p99 = 1.0 + excess});
        EXPECT_NEAR(2.326347874040841 / std::sqrt(gamma.shape), excess, 2e-3 * excess);
        EXPECT_NEAR(gamma.mean, 1.0, 0.1 * excess);
    }
}

TEST(StatedWeibull, HasTheFiguresByFormula) {
    for (double variation = 1e-4; variation < 100.0; variation *= 1.1) {
        SCOPED_TRACE(variation);
        const Distribution::Weibull weibull =
            weibull_of(MeanAndVariation{.mean = 3.0, .variation = variation});
        const long double inverse = 1.0L / static_cast<long double>(weibull.shape);
        const long double log_variance =
            std::lgamma(1.0L + 2.0L * inverse) - 2.0L * std::lgamma(1.0L + inverse);
        EXPECT_NEAR(weibull.scale * std::tgamma(1.0 + 1.0 / weibull.shape), 3.0, 1e-13);
        EXPECT_NEAR(static_cast<double>(std::sqrt(std::expm1(log_variance))) / variation, 1.0, 1e-9);
    }
    // log x is then nearly Gumbel's, of deviation pi / sqrt(6) / shape.
    for (const double variation : {1e-3, 1e-4, 1e-6, 1e-9, 1e-14}) {
        SCOPED_TRACE(variation);
        const double shape = weibull_of(MeanAndVariation{.mean = 3.0, .variation = variation}).shape;
        EXPECT_NEAR(1.2825498301618641 / shape / variation, 1.0, variation);
    }
}

TEST(StatedPareto, HasTheFiguresByFormula) {
    for (double variation = 1e-6; variation < 100.0; variation *= 2.0) {
        SCOPED_TRACE(variation);
        const Distribution::Pareto pareto = pareto_of(MeanAndVariation{.mean = 3.0, .variation = variation});
        EXPECT_NEAR(pareto.min * pareto.shape / (pareto.shape - 1.0), 3.0, 1e-14);
        EXPECT_NEAR(pareto.shape * (pareto.shape - 2.0) * variation * variation, 1.0,
                    1e-12 * variation * variation + 1e-12);
    }
}

TEST(StatedHyperexponential, HasTheFiguresByFormulaAndBalancedMeans) {
    for (double variation = 1.0; variation < 1e6; variation *= 1.7) {
        SCOPED_TRACE(variation);
        const auto branches = hyperexponential_of({.mean = 3.0, .variation = variation});
        double mean = 0.0;
        double second_moment = 0.0;
        for (const Weighted& branch : branches) {
            mean += branch.weight * branch.value;
            second_moment += 2.0 * branch.weight * branch.value * branch.value;
            EXPECT_NEAR(branch.weight * branch.value, 1.5, 1e-14);
        }
        EXPECT_NEAR(branches[0].weight + branches[1].weight, 1.0, 1e-15);
        EXPECT_NEAR((second_moment / (mean * mean) - 1.0) / (variation * variation), 1.0, 1e-13);
    }
}

/// The law lies below the median and p99 with the probabilities 0.5 and 0.99.
template <class Cdf>
void expect_by_formula(MedianAndP99 figures, Cdf cdf) {
    EXPECT_NEAR(cdf(figures.median), 0.5, 1e-13);
    EXPECT_NEAR(cdf(figures.p99), 0.99, 1e-13);
}

TEST(StatedFamilies, HaveMedianAndP99ByFormula) {
    const auto uniform = uniform_of(MedianAndP99{.median = 5.0, .p99 = 8.0});
    expect_by_formula({.median = 5.0, .p99 = 8.0},
                      [=](double x) { return (x - uniform.min) / (uniform.max - uniform.min); });
    for (const double p99 : {5.5, 9.0, 100.0, 1e6}) {
        SCOPED_TRACE(p99);
        const MedianAndP99 figures{.median = 5.0, .p99 = p99};
        const auto normal = normal_of(figures);
        expect_by_formula(
            figures, [=](double x) { return normal_cdf((x - normal.mean) / normal.standard_deviation); });
        const auto lognormal = lognormal_of(figures);
        expect_by_formula(
            figures, [=](double x) { return normal_cdf((std::log(x) - lognormal.mu) / lognormal.sigma); });
        const auto weibull = weibull_of(figures);
        expect_by_formula(figures,
                          [=](double x) { return -std::expm1(-std::pow(x / weibull.scale, weibull.shape)); });
        const auto pareto = pareto_of(figures);
        expect_by_formula(figures, [=](double x) { return 1.0 - std::pow(pareto.min / x, pareto.shape); });
    }
}

TEST(StatedFamilies, OfNoSpreadAreConstant) {
    const MeanAndVariation by_mean{.mean = 5e6, .variation = 0.0};
    const MedianAndP99 by_median{.median = 5e6, .p99 = 5e6};
    const auto expect_constant = [](const Distribution& distribution) {
        for (const double x : samples_of(distribution, 100))
            EXPECT_NEAR(x, 5e6, 1e-8);
    };
    for (const auto& figures : {uniform_of(by_mean), uniform_of(by_median)})
        expect_constant(Distribution::uniform(figures));
    for (const auto& figures : {normal_of(by_mean), normal_of(by_median)})
        expect_constant(Distribution::normal(figures));
    for (const auto& figures : {lognormal_of(by_mean), lognormal_of(by_median)})
        expect_constant(Distribution::lognormal(figures));
    for (const auto& figures : {gamma_of(by_mean), gamma_of(by_median)})
        expect_constant(Distribution::gamma(figures));
    for (const auto& figures : {weibull_of(by_mean), weibull_of(by_median)})
        expect_constant(Distribution::weibull(figures));
    for (const auto& figures : {pareto_of(by_mean), pareto_of(by_median)})
        expect_constant(Distribution::pareto(figures));
}

TEST(StatedFamilies, HaveParametersForTheNarrowestAndTheWidestFigures) {
    for (const double variation : {1e-300, 1e-160, 1e-15, 1e-8, 100.0}) {
        const MeanAndVariation figures{.mean = 5e6, .variation = variation};
        EXPECT_TRUE(std::isfinite(Distribution::gamma(gamma_of(figures)).mean()));
        EXPECT_TRUE(std::isfinite(Distribution::weibull(weibull_of(figures)).mean()));
        EXPECT_TRUE(std::isfinite(Distribution::pareto(pareto_of(figures)).mean()));
        EXPECT_TRUE(std::isfinite(Distribution::lognormal(lognormal_of(figures)).mean()));
    }
    for (const double p99 : {1.0 + 1e-15, 1.0 + 1e-12, 3.2e18}) {
        const MedianAndP99 figures{.median = 1.0, .p99 = p99};
        EXPECT_TRUE(std::isfinite(Distribution::gamma(gamma_of(figures)).mean()));
        EXPECT_TRUE(std::isfinite(Distribution::weibull(weibull_of(figures)).mean()));
        EXPECT_TRUE(std::isfinite(Distribution::lognormal(lognormal_of(figures)).mean()));
        EXPECT_GT(Distribution::pareto(pareto_of(figures)).mean(), 1.0);
    }
}

TEST(StatedFamilies, AgreeWithTheExponential) {
    const MedianAndP99 figures{.median = std::log(2.0), .p99 = std::log(100.0)};
    EXPECT_NEAR(gamma_of(figures).shape, 1.0, 1e-12);
    EXPECT_NEAR(gamma_of(figures).mean, 1.0, 1e-12);
    EXPECT_NEAR(weibull_of(figures).shape, 1.0, 1e-14);
    EXPECT_NEAR(weibull_of(figures).scale, 1.0, 1e-14);
    EXPECT_NEAR(weibull_of(MeanAndVariation{.mean = 1.0, .variation = 1.0}).shape, 1.0, 1e-13);
}

TEST(StatedFamiliesDeathTest, RefuseWhatNoDistributionHas) {
    EXPECT_DEATH(static_cast<void>(gamma_of(MedianAndP99{.median = 2.0, .p99 = 1.0})), "assertion failed");
    EXPECT_DEATH(static_cast<void>(uniform_of(MeanAndVariation{.mean = 1.0, .variation = 0.6})),
                 "assertion failed");
    EXPECT_DEATH(static_cast<void>(lognormal_of(MeanAndVariation{.mean = 0.0, .variation = 0.6})),
                 "assertion failed");
    EXPECT_DEATH(static_cast<void>(hyperexponential_of({.mean = 1.0, .variation = 0.9})), "assertion failed");
}

} // namespace
} // namespace shaketable::engine
