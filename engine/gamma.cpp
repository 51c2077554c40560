#include "engine/gamma.hpp"

#include "engine/assert.hpp"
#include "engine/log_gamma.hpp"
#include "engine/math.hpp"
#include "engine/normal_quantile.hpp"
#include "engine/ziggurat.hpp"

#include <cmath>

namespace shaketable::engine {

namespace {

/// From this shape on the quantiles' asymptotic series is more exact than summing the distribution function.
constexpr double kAsymptoticFrom = 1000.0;

double sample_of_shape_above_one(double shape, Draws& draws) {
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    while (true) {
        const double z = sample_normal(draws);
        const double root = 1.0 + c * z;
        if (root <= 0.0)
            continue;
        const double v = root * root * root;
        const double u = draws.unit_positive();
        const double square = z * z;
        if (u < 1.0 - 0.0331 * square * square)
            return d * v;
        if (portable_log(u) < 0.5 * square + d * (1.0 - v + portable_log(v)))
            return d * v;
    }
}

/// The sum over n >= 0 of x^n / ((shape + 1) ... (shape + n)): the distribution function at x is
/// x^shape e^-x / Gamma(shape + 1) times that. All terms are positive.
double distribution_series(double shape, double x) {
    double term = 1.0;
    double sum = 1.0;
    for (double n = 1.0; term > 0x1p-55 * sum; n += 1.0) {
        term *= x / (shape + n);
        sum += term;
    }
    return sum;
}

/// Newton's method on the logarithm of the distribution function over the logarithm y of x. That function is
/// concave, so from the first step on the iterates rise towards the root until rounding ends the rise.
double quantile_by_series(double shape, double probability) {
    const double constant = portable_log_gamma(shape + 1.0) + portable_log(probability);
    double y = portable_log(shape);
    for (bool first = true;; first = false) {
        const double x = portable_exp(y);
        const double series = distribution_series(shape, x);
        const double excess = shape * y - x + portable_log(series) - constant;
        const double next = y - excess * series / shape;
        if (!first && next <= y)
            return x;
        y = next;
    }
}

/// The Cornish-Fisher expansion (E. A. Cornish, R. A. Fisher, 1938; R. A. Fisher, E. A. Cornish,
/// Technometrics 2:2, 1960) for the quantile whose standard normal counterpart is z.
double quantile_by_expansion(double shape, double z) {
    const double root = std::sqrt(shape);
    const double square = z * z;
    const double fifth =
        (12.0 * square * square * square - 243.0 * square * square - 923.0 * square + 1472.0) / 204'120.0;
    const double fourth = z * (9.0 * square * square + 256.0 * square - 433.0) / 38'880.0;
    const double third = -(3.0 * square * square + 7.0 * square - 16.0) / 810.0;
    const double second = z * (square - 7.0) / 36.0;
    const double first = (square - 1.0) / 3.0;
    return shape + (z * root + (first + (second + (third + (fourth + fifth / root) / root) / root) / root));
}

} // namespace

double sample_gamma(double shape, Draws& draws) {
    if (shape >= 1.0)
        return sample_of_shape_above_one(shape, draws);
    const double raised = sample_of_shape_above_one(shape + 1.0, draws);
    return raised * portable_exp(-sample_exponential(draws) / shape);
}

GammaQuantiles gamma_quantiles(double shape) {
    SHAKETABLE_ASSERT(shape >= 0.01 && std::isfinite(shape));
    if (shape >= kAsymptoticFrom)
        return {.median = quantile_by_expansion(shape, 0.0),
                .p99 = quantile_by_expansion(shape, kStandardNormalP99)};
    return {.median = quantile_by_series(shape, 0.5), .p99 = quantile_by_series(shape, 0.99)};
}

} // namespace shaketable::engine
