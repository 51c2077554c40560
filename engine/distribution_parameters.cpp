#include "engine/distribution_parameters.hpp"

#include "engine/assert.hpp"
#include "engine/gamma.hpp"
#include "engine/log_gamma.hpp"
#include "engine/math.hpp"
#include "engine/normal_quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace shaketable::engine {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLogHalf = -0.6931471805599453;     // the log of what exceeds the median,
constexpr double kLogHundredth = -4.605170185988091; // and of what exceeds the 99th percentile

bool is_possible(MeanAndVariation figures) {
    return figures.mean > 0.0 && std::isfinite(figures.mean) && figures.variation >= 0.0 &&
           std::isfinite(figures.variation);
}
bool is_possible(MedianAndP99 figures) {
    return figures.median > 0.0 && figures.p99 >= figures.median && std::isfinite(figures.p99);
}

/// log(1 + variation^2)
double log_variance(double variation) { return portable_log_one_plus(variation * variation); }

struct Bracket {
    double low = 0.0;
    double high = 0.0;
};

/// Where an increasing function passes 0.
template <class Function>
double root_of(Function function, Bracket root) {
    while (true) {
        const double middle = root.low + 0.5 * (root.high - root.low);
        if (middle <= root.low || middle >= root.high)
            return middle;
        (function(middle) < 0.0 ? root.low : root.high) = middle;
    }
}

/// log(1 + variation^2) of the Weibull law of shape 1 / `inverse`: log Gamma(1 + 2t) - 2 log Gamma(1 + t).
/// For a small t, where that is a difference of equals, by its series: the sum over n >= 2 of (-t)^n (2^n -
/// 2) zeta(n) / n.
double weibull_log_variance(double inverse) {
    constexpr double kSeriesBelow = 1e-3;
    if (inverse >= kSeriesBelow)
        return portable_log_gamma(1.0 + 2.0 * inverse) - 2.0 * portable_log_gamma(1.0 + inverse);
    const double tail = 3.7881313179889835 - inverse * (6.22156653086022 - inverse * 10.512544973839308);
    return inverse * inverse * (1.6449340668482264 - inverse * (2.4041138063191885 - inverse * tail));
}

} // namespace

// 1/sqrt(3) is no double: what is written for it is taken for it.
bool is_uniform(MeanAndVariation figures) {
    return figures.variation * figures.variation * 3.0 <= 1.0 + 1e-12;
}

bool is_uniform(MedianAndP99 figures) { return 100.0 * figures.p99 <= 198.0 * figures.median; }

Distribution::Range uniform_of(MeanAndVariation figures) {
    SHAKETABLE_ASSERT(is_possible(figures) && is_uniform(figures));
    const double half = figures.mean * std::min(figures.variation * std::sqrt(3.0), 1.0);
    return {.min = figures.mean - half, .max = figures.mean + half};
}

Distribution::Range uniform_of(MedianAndP99 figures) {
    SHAKETABLE_ASSERT(is_possible(figures) && is_uniform(figures));
    const double half = std::min((figures.p99 - figures.median) / 0.98, figures.median);
    return {.min = figures.median - half, .max = figures.median + half};
}

Distribution::Normal normal_of(MeanAndVariation figures) {
    SHAKETABLE_ASSERT(is_possible(figures));
    return {.mean = figures.mean, .standard_deviation = figures.mean * figures.variation};
}

Distribution::Normal normal_of(MedianAndP99 figures) {
    SHAKETABLE_ASSERT(is_possible(figures));
    return {.mean = figures.median,
            .standard_deviation = (figures.p99 - figures.median) / kStandardNormalP99};
}

Distribution::Lognormal lognormal_of(MeanAndVariation figures) {
    SHAKETABLE_ASSERT(is_possible(figures) && figures.variation < 1e150);
    const double variance = log_variance(figures.variation);
    return {.mu = portable_log(figures.mean) - 0.5 * variance, .sigma = std::sqrt(variance)};
}

Distribution::Lognormal lognormal_of(MedianAndP99 figures) {
    SHAKETABLE_ASSERT(is_possible(figures));
    return {.mu = portable_log(figures.median),
            .sigma = portable_log(figures.p99 / figures.median) / kStandardNormalP99};
}

Distribution::Gamma gamma_of(MeanAndVariation figures) {
    SHAKETABLE_ASSERT(is_possible(figures));
    return {.mean = figures.mean, .shape = 1.0 / (figures.variation * figures.variation)};
}

// p99 over median falls from 6e29 at the least shape to 1 at the greatest, to the precision of a double.
Distribution::Gamma gamma_of(MedianAndP99 figures) {
    SHAKETABLE_ASSERT(is_possible(figures) && figures.p99 <= figures.median * 1e20);
    constexpr Bracket kLogShape{.low = -4.6, .high = 80.0}; // a shape from 0.01 to 5e34
    const double ratio = figures.p99 / figures.median;
    if (ratio == 1.0)
        return {.mean = figures.median, .shape = kInfinity};
    const auto excess = [ratio](double log_shape) {
        const GammaQuantiles quantiles = gamma_quantiles(portable_exp(log_shape));
        return ratio - quantiles.p99 / quantiles.median;
    };
    const double shape = portable_exp(root_of(excess, kLogShape));
    return {.mean = figures.median * (shape / gamma_quantiles(shape).median), .shape = shape};
}

Distribution::Weibull weibull_of(MeanAndVariation figures) {
    SHAKETABLE_ASSERT(is_possible(figures) && figures.variation <= 1e15);
    const double wanted = log_variance(figures.variation);
    const auto excess = [wanted](double inverse) { return weibull_log_variance(inverse) - wanted; };
    const double inverse = wanted == 0.0 ? 0.0 : root_of(excess, {.low = 0.0, .high = 64.0});
    return {.scale = figures.mean * portable_exp(-portable_log_gamma(1.0 + inverse)), .shape = 1.0 / inverse};
}

// The law exceeds x with probability exp(-(x / scale)^shape).
Distribution::Weibull weibull_of(MedianAndP99 figures) {
    SHAKETABLE_ASSERT(is_possible(figures));
    const double inverse =
        portable_log(figures.p99 / figures.median) / portable_log(kLogHundredth / kLogHalf);
    return {.scale = figures.median * portable_pow(-kLogHalf, -inverse), .shape = 1.0 / inverse};
}

// variation^2 = 1 / (shape (shape - 2)), and the mean is min / (1 - 1 / shape).
Distribution::Pareto pareto_of(MeanAndVariation figures) {
    SHAKETABLE_ASSERT(is_possible(figures));
    const double shape = 1.0 + std::sqrt(1.0 + 1.0 / (figures.variation * figures.variation));
    return {.min = figures.mean * (1.0 - 1.0 / shape), .shape = shape};
}

// The law exceeds x with probability (min / x)^shape.
Distribution::Pareto pareto_of(MedianAndP99 figures) {
    SHAKETABLE_ASSERT(is_possible(figures));
    const double inverse = portable_log(figures.p99 / figures.median) / (kLogHalf - kLogHundredth);
    return {.min = figures.median * portable_exp(inverse * kLogHalf), .shape = 1.0 / inverse};
}

// Probabilities (1 + s) / 2 and (1 - s) / 2 with s^2 = (variation^2 - 1) / (variation^2 + 1); the rarer one
// is 1 / ((variation^2 + 1) (1 + s)), without the cancellation.
std::vector<Weighted> hyperexponential_of(MeanAndVariation figures) {
    SHAKETABLE_ASSERT(is_possible(figures) && figures.variation >= 1.0 && figures.variation < 1e150);
    const double square = figures.variation * figures.variation;
    const double s = std::sqrt((square - 1.0) / (square + 1.0));
    const double frequent = 0.5 * (1.0 + s);
    const double rare = 1.0 / ((square + 1.0) * (1.0 + s));
    return {{.value = figures.mean / (2.0 * frequent), .weight = frequent},
            {.value = figures.mean / (2.0 * rare), .weight = rare}};
}

} // namespace shaketable::engine
