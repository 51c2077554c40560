// log(1 + x) and e^x - 1, which exist for the digits of a small x.
#include "engine/math.hpp"

#include "tests/engine/math_error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace shaketable::engine {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

double log_one_plus_error(double x) {
    return error_in_ulp(portable_log_one_plus(x), std::log1p(static_cast<long double>(x)));
}
double exp_minus_one_error(double x) {
    return error_in_ulp(portable_exp_minus_one(x), std::expm1(static_cast<long double>(x)));
}

TEST(PortableLogOnePlus, IsWithinItsBound) {
    const auto small_share = [](Draws& draws) { return -draws.unit(); };
    EXPECT_LT(worst(near_zero, log_one_plus_error), 0.67);
    EXPECT_LT(worst(small_share, log_one_plus_error), 0.67);
    EXPECT_LT(worst(any_positive, log_one_plus_error), 0.67);
}

TEST(PortableLogOnePlus, HandlesTheEnds) {
    EXPECT_EQ(portable_log_one_plus(0.0), 0.0);
    EXPECT_EQ(portable_log_one_plus(1e-300), 1e-300);
    EXPECT_EQ(portable_log_one_plus(-1.0), -kEndless);
    EXPECT_EQ(portable_log_one_plus(kEndless), kEndless);
    EXPECT_LT(log_one_plus_error(std::nextafter(-1.0, 0.0)), 0.51);
    EXPECT_TRUE(std::isnan(portable_log_one_plus(-1.5)));
    EXPECT_TRUE(std::isnan(portable_log_one_plus(std::nan(""))));
}

TEST(PortableExpMinusOne, IsWithinItsBound) {
    const auto any = [](Draws& draws) { return uniform(draws, -50.0, 709.78); };
    EXPECT_LT(worst(near_zero, exp_minus_one_error), 2.5);
    EXPECT_LT(worst(any, exp_minus_one_error), 2.5);
}

TEST(PortableExpMinusOne, HandlesTheEnds) {
    EXPECT_EQ(portable_exp_minus_one(0.0), 0.0);
    EXPECT_EQ(portable_exp_minus_one(1e-300), 1e-300);
    EXPECT_EQ(portable_exp_minus_one(-kEndless), -1.0);
    EXPECT_EQ(portable_exp_minus_one(-800.0), -1.0);
    EXPECT_EQ(portable_exp_minus_one(kEndless), kEndless);
    EXPECT_EQ(portable_exp_minus_one(800.0), kEndless);
    EXPECT_TRUE(std::isnan(portable_exp_minus_one(std::nan(""))));
}

TEST(PortableExpMean, IsTheMeanOfTheExponential) {
    EXPECT_EQ(portable_exp_mean(0.0), 1.0);
    EXPECT_NEAR(portable_exp_mean(1e-9), 1.0 + 0.5e-9, 1e-15);
    EXPECT_NEAR(portable_exp_mean(1.0), std::exp(1.0) - 1.0, 1e-15);
    EXPECT_NEAR(portable_exp_mean(-2.0), 0.5 * (1.0 - std::exp(-2.0)), 1e-15);
    EXPECT_EQ(portable_exp_mean(-kEndless), 0.0);
}

} // namespace
} // namespace shaketable::engine
