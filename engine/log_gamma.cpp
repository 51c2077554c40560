#include "engine/log_gamma.hpp"

#include "engine/assert.hpp"
#include "engine/math_kernels.hpp"

namespace shaketable::engine {

namespace {

constexpr double kSeriesFrom = 10.0;
constexpr double kLeadingTermsFrom = 1e18; // from here on a double shows no more of the formula than these
constexpr DoubleDouble kHalfLogTwoPi{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55};

/// What Stirling's formula (x - 1/2) log x - x + log(2 pi) / 2 lacks: the sum over n of
/// B(2n) / (2n (2n - 1) x^(2n-1)) with Bernoulli's numbers B. The first term left out is below 2e-18 at 10.
double stirling_rest(double x) {
    const double y = 1.0 / (x * x);
    const double tail =
        -1.0 / 1680 + y * (1.0 / 1188 + y * (-691.0 / 360360 + y * (1.0 / 156 + y * (-3617.0 / 122400))));
    return (1.0 / 12 + y * (-1.0 / 360 + y * (1.0 / 1260 + y * tail))) / x;
}

} // namespace

double portable_log_gamma(double x) {
    SHAKETABLE_ASSERT(x > 0.0);
    if (x >= kLeadingTermsFrom)
        return x * (kernels::log(x) - 1.0);
    DoubleDouble shifted{x, 0.0};
    DoubleDouble product{1.0, 0.0};
    while (shifted.high < kSeriesFrom) {
        product = product * shifted;
        shifted = shifted + DoubleDouble{1.0, 0.0};
    }
    const DoubleDouble leading =
        (shifted + DoubleDouble{-0.5, 0.0}) * kernels::log_extended(shifted) + -shifted;
    const DoubleDouble rest = kHalfLogTwoPi + DoubleDouble{stirling_rest(shifted.high), 0.0};
    return (leading + (rest + -kernels::log_extended(product))).high;
}

} // namespace shaketable::engine
