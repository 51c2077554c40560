// log Gamma against long double libm, by distance rather than in units of the last place: near 1 and 2 it is
// 0.
#include "engine/log_gamma.hpp"

#include "tests/engine/math_error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace shaketable::engine {
namespace {

/// Distance, relative to the value where that is above 1.
double log_gamma_error(double x) {
    const long double exact = std::lgamma(static_cast<long double>(x));
    const long double distance = std::abs(static_cast<long double>(portable_log_gamma(x)) - exact);
    return static_cast<double>(distance / std::max(std::abs(exact), 1.0L));
}

TEST(PortableLogGamma, IsWithinItsBound) {
    const auto moderate = [](Draws& draws) { return uniform(draws, 0.01, 30.0); };
    const auto any = [](Draws& draws) { return portable_exp(uniform(draws, -200.0, 690.0)); };
    EXPECT_LT(worst(moderate, log_gamma_error), 1.2e-16);
    EXPECT_LT(worst(any, log_gamma_error), 1.2e-16);
}

TEST(PortableLogGamma, IsWithinItsBoundWhereItPassesZero) {
    const auto near_one = [](Draws& draws) { return 1.0 + 1e-3 * near_zero(draws); };
    const auto near_two = [](Draws& draws) { return 2.0 + 1e-3 * near_zero(draws); };
    EXPECT_LT(worst(near_one, log_gamma_error), 1e-17);
    EXPECT_LT(worst(near_two, log_gamma_error), 1e-17);
}

TEST(PortableLogGamma, IsTheLogarithmOfTheFactorial) {
    double factorial = 1.0;
    for (int n = 1; n <= 20; ++n) {
        factorial *= n;
        EXPECT_NEAR(portable_log_gamma(n + 1.0), std::log(factorial), 1e-14);
    }
    EXPECT_NEAR(portable_log_gamma(1.0), 0.0, 1e-17);
    EXPECT_NEAR(portable_log_gamma(2.0), 0.0, 1e-17);
    EXPECT_NEAR(portable_log_gamma(0.5), 0.5 * std::log(std::acos(-1.0)), 1e-15);
}

TEST(PortableLogGamma, HandlesTheEnds) {
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(portable_log_gamma(infinity), infinity);
    EXPECT_EQ(portable_log_gamma(1e306), infinity);
    EXPECT_LT(log_gamma_error(1e-300), 1.2e-16);
    EXPECT_LT(log_gamma_error(std::nextafter(1e18, 0.0)), 1.2e-16);
    EXPECT_LT(log_gamma_error(1e18), 3e-16);
    EXPECT_DEATH(static_cast<void>(portable_log_gamma(0.0)), "assertion failed");
}

} // namespace
} // namespace shaketable::engine
