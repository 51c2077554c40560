// Samples of a distribution against the law it should have: moments and quantiles within 4 standard errors, a
// Kolmogorov-Smirnov test at 0.001.
#pragma once

#include "engine/distribution.hpp"
#include "tests/engine/sample_statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace shaketable::engine {

inline constexpr std::uint64_t kSamples = 200'000;

inline std::vector<double> samples_of(const Distribution& distribution, std::uint64_t count = kSamples) {
    std::vector<double> result;
    const Key root = Key::from_seed(11);
    for (std::uint64_t i = 0; i < count; ++i) {
        Draws draws(root.child(label("sample"), i), label("work"));
        result.push_back(distribution.sample(draws));
    }
    return result;
}

struct ExpectedMoments {
    double mean = 0.0;
    double variance = 0.0;
};

inline void expect_moments(const Distribution& distribution, ExpectedMoments expected) {
    const Moments moments = moments_of(samples_of(distribution));
    EXPECT_NEAR(moments.mean, expected.mean, 4.0 * moments.mean_error);
    EXPECT_NEAR(moments.variance, expected.variance, 4.0 * moments.variance_error);
    EXPECT_NEAR(distribution.mean(), expected.mean, 1e-12 * std::abs(expected.mean));
}

template <class Cdf>
void expect_law(const Distribution& distribution, Cdf cdf) {
    EXPECT_LT(kolmogorov_smirnov(samples_of(distribution), cdf), kKolmogorovOneInThousand);
}

struct ExpectedQuantile {
    double probability = 0.0;
    double value = 0.0;
};

/// As many samples lie below the quantile as should, which holds whatever the continuous law is.
inline void expect_quantile(const std::vector<double>& sample, ExpectedQuantile expected) {
    double below = 0.0;
    for (const double x : sample)
        below += x < expected.value ? 1.0 : 0.0;
    const double n = static_cast<double>(sample.size());
    const double error = std::sqrt(expected.probability * (1.0 - expected.probability) / n);
    EXPECT_NEAR(below / n, expected.probability, 4.0 * error);
}

} // namespace shaketable::engine
