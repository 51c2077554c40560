// Each family against its law: mean and variance within 4 standard errors, a Kolmogorov-Smirnov test at 0.001
// for continuous families, chi-squared at 0.001 for discrete ones; limit cases; clamping.
#include "engine/distribution.hpp"
#include "engine/distribution_parameters.hpp"

#include "tests/engine/gamma_law.hpp"
#include "tests/engine/sampled_law.hpp"

#include "tests/engine/failed_assertion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shaketable::engine {
namespace {

TEST(Distribution, DefaultIsTheConstantZero) {
    const Distribution zero;
    Draws draws(Key::from_seed(1));
    EXPECT_TRUE(zero.is_constant());
    EXPECT_EQ(zero.sample(draws), 0.0);
    EXPECT_EQ(zero.mean(), 0.0);
}

TEST(Distribution, ConstantTakesNoDraw) {
    const Distribution constant = Distribution::constant(2.5);
    Draws draws(Key::from_seed(1));
    Draws untouched = draws;
    EXPECT_EQ(constant.sample(draws), 2.5);
    EXPECT_EQ(constant.mean(), 2.5);
    EXPECT_EQ(draws.next(), untouched.next());
}

TEST(Distribution, UniformMatchesItsLaw) {
    const Distribution uniform = Distribution::uniform({.min = 3.0, .max = 7.0});
    expect_moments(uniform, {.mean = 5.0, .variance = 16.0 / 12.0});
    expect_law(uniform, [](double x) { return (x - 3.0) / 4.0; });
    const std::vector<double> sample = samples_of(uniform);
    const auto [least, greatest] = std::minmax_element(sample.begin(), sample.end());
    EXPECT_NEAR(*least, 3.0, 0.001);
    EXPECT_NEAR(*greatest, 7.0, 0.001);
}

TEST(Distribution, UniformOfNoWidthIsConstant) {
    for (const double x : samples_of(Distribution::uniform({.min = 4.0, .max = 4.0}), 100))
        EXPECT_EQ(x, 4.0);
}

TEST(Distribution, ExponentialMatchesItsLaw) {
    const Distribution exponential = Distribution::exponential(5.0);
    expect_moments(exponential, {.mean = 5.0, .variance = 25.0});
    expect_law(exponential, [](double x) { return -std::expm1(-x / 5.0); });
}

TEST(Distribution, ErlangMatchesItsLawByTheSumAndByTheGammaMethod) {
    for (const int shape : {2, 3, 4, 5, 6, 20, 100}) {
        SCOPED_TRACE(shape);
        const Distribution erlang = Distribution::erlang({.mean = 10.0, .shape = shape});
        expect_moments(erlang, {.mean = 10.0, .variance = 100.0 / shape});
        expect_law(erlang, [shape](double x) { return gamma_cdf(shape, x * shape / 10.0); });
    }
}

TEST(Distribution, ErlangOfShapeOneIsTheExponential) {
    EXPECT_EQ(samples_of(Distribution::erlang({.mean = 3.0, .shape = 1}), 1000),
              samples_of(Distribution::exponential(3.0), 1000));
}

TEST(Distribution, ErlangOfAHugeShapeIsNearlyNormal) {
    const std::int64_t shape = 1'000'000'000'000;
    const Distribution erlang = Distribution::erlang({.mean = 1.0, .shape = shape});
    expect_law(erlang, [](double x) { return normal_cdf((x - 1.0) * 1e6); });
}

TEST(Distribution, NormalMatchesItsLaw) {
    const Distribution normal = Distribution::normal({.mean = 20.0, .standard_deviation = 3.0});
    expect_moments(normal, {.mean = 20.0, .variance = 9.0});
    expect_law(normal, [](double x) { return normal_cdf((x - 20.0) / 3.0); });
}

TEST(Distribution, LognormalMatchesItsLaw) {
    const Distribution lognormal = Distribution::lognormal({.mu = 1.0, .sigma = 0.5});
    expect_moments(lognormal, {.mean = std::exp(1.125), .variance = std::expm1(0.25) * std::exp(2.25)});
    expect_law(lognormal, [](double x) { return normal_cdf((std::log(x) - 1.0) / 0.5); });
}

TEST(Distribution, LognormalOfMeanAndVariationHasThem) {
    for (const double variation : {0.01, 0.5, 1.0}) {
        SCOPED_TRACE(variation);
        const double deviation = 1e6 * variation;
        expect_moments(
            Distribution::lognormal(lognormal_of(MeanAndVariation{.mean = 1e6, .variation = variation})),
            {.mean = 1e6, .variance = deviation * deviation});
    }
    const double sigma = std::sqrt(std::log(1.0 + 9.0)); // heavy tails: by the law, not by the moments
    const double mu = std::log(1e6) - 0.5 * sigma * sigma;
    expect_law(Distribution::lognormal(lognormal_of(MeanAndVariation{.mean = 1e6, .variation = 3.0})),
               [=](double x) { return normal_cdf((std::log(x) - mu) / sigma); });
}

TEST(Distribution, LognormalKeepsASmallVariation) {
    const Moments moments = moments_of(
        samples_of(Distribution::lognormal(lognormal_of(MeanAndVariation{.mean = 1.0, .variation = 1e-9}))));
    EXPECT_NEAR(std::sqrt(moments.variance), 1e-9, 1e-11);
}

TEST(Distribution, OfNoSpreadIsConstant) {
    for (const double x : samples_of(Distribution::normal({.mean = 4.0, .standard_deviation = 0.0}), 100))
        EXPECT_EQ(x, 4.0);
    for (const double x : samples_of(Distribution::lognormal({.mu = 0.0, .sigma = 0.0}), 100))
        EXPECT_EQ(x, 1.0);
    for (const double x : samples_of(
             Distribution::lognormal(lognormal_of(MeanAndVariation{.mean = 5.0, .variation = 0.0})), 100))
        EXPECT_NEAR(x, 5.0, 1e-14);
    for (const double x : samples_of(Distribution::exponential(0.0), 100))
        EXPECT_EQ(x, 0.0);
}

TEST(Distribution, HyperexponentialMatchesItsLaw) {
    // Branch means 1, 10 and 50 with probabilities 0.6, 0.3 and 0.1.
    const Distribution hyperexponential =
        Distribution::hyperexponential({{1.0, 6.0}, {10.0, 3.0}, {50.0, 1.0}});
    const double mean = 0.6 + 3.0 + 5.0;
    const double second_moment = 2.0 * (0.6 + 0.3 * 100.0 + 0.1 * 2500.0);
    expect_moments(hyperexponential, {.mean = mean, .variance = second_moment - mean * mean});
    expect_law(hyperexponential, [](double x) {
        return 1.0 - 0.6 * std::exp(-x) - 0.3 * std::exp(-x / 10.0) - 0.1 * std::exp(-x / 50.0);
    });
}

TEST(Distribution, HyperexponentialOfOneBranchIsExponential) {
    const Distribution one = Distribution::hyperexponential({{5.0, 2.0}});
    expect_law(one, [](double x) { return -std::expm1(-x / 5.0); });
}

/// The p-value of the counts of 0, 1, 2, ... with the given weights.
double discrete_p_value(const std::vector<double>& weights) {
    std::vector<Weighted> outcomes;
    long double total = 0.0L;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        outcomes.push_back({.value = static_cast<double>(i), .weight = weights[i]});
        total += static_cast<long double>(weights[i]);
    }
    std::vector<double> counts(weights.size());
    for (const double x : samples_of(Distribution::discrete(outcomes)))
        counts.at(static_cast<std::size_t>(x)) += 1.0;
    double statistic = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double expected = static_cast<double>(kSamples) * static_cast<double>(weights[i] / total);
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return chi_squared_p_value(statistic, static_cast<double>(weights.size()) - 1.0);
}

TEST(Distribution, DiscreteMatchesItsWeights) {
    EXPECT_GT(discrete_p_value({5.0, 3.0, 1.0, 1.0}), 1e-3);
    EXPECT_GT(discrete_p_value({0.001, 0.999}), 1e-3);
    EXPECT_GT(discrete_p_value(std::vector<double>(100, 1.0)), 1e-3);
    std::vector<double> zipf;
    for (int rank = 1; rank <= 1000; ++rank)
        zipf.push_back(1.0 / rank);
    EXPECT_GT(discrete_p_value(zipf), 1e-3);
    EXPECT_GT(discrete_p_value({1e308, 1e308, 1.5e308}), 1e-3); // the sum overflows
}

TEST(Distribution, DiscreteHasItsMoments) {
    expect_moments(Distribution::discrete({{1.0, 5.0}, {2.0, 3.0}, {4.0, 1.0}, {8.0, 1.0}}),
                   {.mean = 2.3, .variance = 0.5 + 1.2 + 1.6 + 6.4 - 2.3 * 2.3});
}

TEST(Distribution, DiscreteOfOneOutcomeIsConstant) {
    for (const double x : samples_of(Distribution::discrete({{7.0, 0.1}}), 100))
        EXPECT_EQ(x, 7.0);
}

TEST(Distribution, SampleDurationRoundsToTheNearestNanosecond) {
    std::uint64_t clamped = 0;
    Draws draws(Key::from_seed(1));
    EXPECT_EQ(Distribution::constant(2.4).sample_duration(draws, clamped).ns(), 2);
    EXPECT_EQ(Distribution::constant(2.6).sample_duration(draws, clamped).ns(), 3);
    EXPECT_EQ(clamped, 0u);
}

TEST(Distribution, SampleDurationClampsAndCounts) {
    // A normal of mean one standard deviation is negative with probability 0.1587.
    const Distribution normal = Distribution::normal({.mean = 1e6, .standard_deviation = 1e6});
    std::uint64_t clamped = 0;
    std::uint64_t zeros = 0;
    for (std::uint64_t i = 0; i < kSamples; ++i) {
        Draws draws(Key::from_seed(12).child(label("sample"), i));
        const Duration length = normal.sample_duration(draws, clamped);
        ASSERT_GE(length, Duration());
        zeros += length == Duration() ? 1 : 0;
    }
    const double probability = normal_cdf(-1.0);
    const double expected = probability * static_cast<double>(kSamples);
    EXPECT_NEAR(static_cast<double>(clamped), expected, 4.0 * std::sqrt(expected * (1.0 - probability)));
    EXPECT_NEAR(static_cast<double>(zeros), static_cast<double>(clamped),
                3.0); // and those below half a nanosecond
}

TEST(Distribution, SampleDurationSaturatesAtTheLongest) {
    std::uint64_t clamped = 0;
    Draws draws(Key::from_seed(1));
    EXPECT_EQ(Distribution::constant(1e300).sample_duration(draws, clamped), kLongest);
    EXPECT_EQ(Distribution::lognormal({.mu = 1e4, .sigma = 1.0}).sample_duration(draws, clamped), kLongest);
    EXPECT_EQ(clamped, 2u);
}

TEST(DistributionDeathTest, RefusesWhatIsNoDistribution) {
    EXPECT_EXIT(static_cast<void>(Distribution::exponential(-1.0)), failed_assertion(), "assertion failed");
    EXPECT_EXIT(static_cast<void>(Distribution::erlang({.mean = 1.0, .shape = 0})), failed_assertion(),
                "assertion failed");
    EXPECT_EXIT(static_cast<void>(Distribution::uniform({.min = 2.0, .max = 1.0})), failed_assertion(),
                "assertion failed");
    EXPECT_EXIT(static_cast<void>(Distribution::discrete({})), failed_assertion(), "assertion failed");
    EXPECT_EXIT(static_cast<void>(Distribution::discrete({{1.0, 0.0}})), failed_assertion(),
                "assertion failed");
}

} // namespace
} // namespace shaketable::engine
