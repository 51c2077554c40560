// Each family and each way of stating it: samples have the figures that were stated, within 4 standard
// errors.
#include "engine/distribution_parameters.hpp"

#include "tests/engine/sampled_law.hpp"

#include <gtest/gtest.h>

namespace shaketable::engine {
namespace {

void expect_sampled(const Distribution& distribution, MeanAndVariation figures) {
    const double deviation = figures.mean * figures.variation;
    expect_moments(distribution, {.mean = figures.mean, .variance = deviation * deviation});
}

void expect_sampled(const Distribution& distribution, MedianAndP99 figures) {
    const std::vector<double> sample = samples_of(distribution);
    expect_quantile(sample, {.probability = 0.5, .value = figures.median});
    expect_quantile(sample, {.probability = 0.99, .value = figures.p99});
}

TEST(StatedUniform, HasTheFiguresInSamples) {
    for (const double variation : {0.01, 0.3, 0.5773502691896258}) {
        const MeanAndVariation figures{.mean = 7e6, .variation = variation};
        expect_sampled(Distribution::uniform(uniform_of(figures)), figures);
    }
    for (const double p99 : {5.1e6, 7e6, 9.9e6}) {
        const MedianAndP99 figures{.median = 5e6, .p99 = p99};
        expect_sampled(Distribution::uniform(uniform_of(figures)), figures);
    }
}

TEST(StatedNormal, HasTheFiguresInSamples) {
    for (const double variation : {0.01, 0.3, 2.0}) {
        const MeanAndVariation figures{.mean = 7e6, .variation = variation};
        expect_sampled(Distribution::normal(normal_of(figures)), figures);
    }
    for (const double p99 : {5.1e6, 7e6, 5e7}) {
        const MedianAndP99 figures{.median = 5e6, .p99 = p99};
        expect_sampled(Distribution::normal(normal_of(figures)), figures);
    }
}

TEST(StatedLognormal, HasTheFiguresInSamples) {
    for (const double variation : {0.01, 0.3, 1.0}) {
        const MeanAndVariation figures{.mean = 7e6, .variation = variation};
        expect_sampled(Distribution::lognormal(lognormal_of(figures)), figures);
    }
    for (const double p99 : {5.1e6, 7e6, 5e7, 5e10}) {
        const MedianAndP99 figures{.median = 5e6, .p99 = p99};
        expect_sampled(Distribution::lognormal(lognormal_of(figures)), figures);
    }
}

TEST(StatedGamma, HasTheFiguresInSamples) {
    for (const double variation : {0.01, 0.3, 1.0, 2.0}) {
        const MeanAndVariation figures{.mean = 7e6, .variation = variation};
        expect_sampled(Distribution::gamma(gamma_of(figures)), figures);
    }
    for (const double p99 : {5.1e6, 7e6, 5e7, 5e10}) {
        const MedianAndP99 figures{.median = 5e6, .p99 = p99};
        expect_sampled(Distribution::gamma(gamma_of(figures)), figures);
    }
}

TEST(StatedWeibull, HasTheFiguresInSamples) {
    for (const double variation : {0.01, 0.3, 1.0, 1.5}) {
        const MeanAndVariation figures{.mean = 7e6, .variation = variation};
        expect_sampled(Distribution::weibull(weibull_of(figures)), figures);
    }
    for (const double p99 : {5.1e6, 7e6, 5e7, 5e10}) {
        const MedianAndP99 figures{.median = 5e6, .p99 = p99};
        expect_sampled(Distribution::weibull(weibull_of(figures)), figures);
    }
}

TEST(StatedPareto, HasTheFiguresInSamples) {
    for (const double variation : {0.01, 0.1}) {
        const MeanAndVariation figures{.mean = 7e6, .variation = variation};
        expect_sampled(Distribution::pareto(pareto_of(figures)), figures);
    }
    for (const double p99 : {5.1e6, 7e6, 5e7, 5e10}) {
        const MedianAndP99 figures{.median = 5e6, .p99 = p99};
        expect_sampled(Distribution::pareto(pareto_of(figures)), figures);
    }
}

TEST(StatedHyperexponential, HasTheFiguresInSamples) {
    for (const double variation : {1.0, 1.1, 2.0}) {
        const MeanAndVariation figures{.mean = 7e6, .variation = variation};
        expect_sampled(Distribution::hyperexponential(hyperexponential_of(figures)), figures);
    }
}

} // namespace
} // namespace shaketable::engine
