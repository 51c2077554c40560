// The portable functions against long double libm. The bounds asserted are those that docs/determinism.md
// states.
#include "engine/math.hpp"

#include "engine/log_gamma.hpp"
#include "tests/engine/golden_file.hpp"
#include "tests/engine/math_error.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace shaketable::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();

double log_error(double x) { return error_in_ulp(portable_log(x), std::log(static_cast<long double>(x))); }
double exp_error(double x) { return error_in_ulp(portable_exp(x), std::exp(static_cast<long double>(x))); }
double pow_error(double x, double y) {
    const long double exact = std::pow(static_cast<long double>(x), static_cast<long double>(y));
    const double value = portable_pow(x, y);
    if (exact > static_cast<long double>(kLargest) * (1.0L + 0x1p-54L))
        return value == kInfinity ? 0.0 : kInfinity;
    return error_in_ulp(value, exact);
}

TEST(PortableLog, IsWithinItsBoundOverTheWholeRange) { EXPECT_LT(worst(any_positive, log_error), 0.51); }

TEST(PortableLog, IsWithinItsBoundNearOne) {
    const auto near = [](Draws& draws) { return uniform(draws, 0.98, 1.02); };
    const auto nearer = [](Draws& draws) { return 1.0 + uniform(draws, -1e-6, 1e-6); };
    const auto units = [](Draws& draws) { return draws.unit_positive(); };
    EXPECT_LT(worst(near, log_error), 0.51);
    EXPECT_LT(worst(nearer, log_error), 0.51);
    EXPECT_LT(worst(units, log_error), 0.51);
}

TEST(PortableLog, IsRightAtTheEdgesOfItsTable) {
    for (int i = 90; i <= 183; ++i) {
        const double edge = (i - 0.5) / 128.0;
        for (const double x : {std::nextafter(edge, 0.0), edge, std::nextafter(edge, 2.0)})
            EXPECT_LT(log_error(x), 0.51) << x;
    }
    for (const double x : {kSmallest, 0x1p-1022, std::nextafter(0x1p-1022, 0.0), kLargest, 0.5, 2.0, 10.0,
                           std::nextafter(1.0, 0.0), std::nextafter(1.0, 2.0)})
        EXPECT_LT(log_error(x), 0.51) << x;
}

TEST(PortableLog, HandlesWhatHasNoLogarithm) {
    EXPECT_EQ(portable_log(0.0), -kInfinity);
    EXPECT_EQ(portable_log(-0.0), -kInfinity);
    EXPECT_EQ(portable_log(kInfinity), kInfinity);
    EXPECT_EQ(portable_log(1.0), 0.0);
    EXPECT_TRUE(std::isnan(portable_log(-1.0)));
    EXPECT_TRUE(std::isnan(portable_log(-kInfinity)));
    EXPECT_TRUE(std::isnan(portable_log(std::nan(""))));
}

TEST(PortableExp, IsWithinItsBoundWhereTheResultIsNormal) {
    const auto whole = [](Draws& draws) { return uniform(draws, -708.39, 709.78); };
    const auto near = [](Draws& draws) { return uniform(draws, -1.0, 1.0); };
    const auto any = [](Draws& draws) {
        const double x = any_positive(draws);
        return x < 700.0 ? x : 1.0 / x;
    };
    EXPECT_LT(worst(whole, exp_error), 0.52);
    EXPECT_LT(worst(near, exp_error), 0.52);
    EXPECT_LT(worst(any, exp_error), 0.52);
}

TEST(PortableExp, IsWithinItsBoundWhereTheResultIsSubnormal) {
    const auto deep = [](Draws& draws) { return uniform(draws, -745.2, -708.3); };
    EXPECT_LT(worst(deep, exp_error), 0.76);
}

TEST(PortableExp, HandlesTheEnds) {
    EXPECT_EQ(portable_exp(0.0), 1.0);
    EXPECT_EQ(portable_exp(-0.0), 1.0);
    EXPECT_EQ(portable_exp(kSmallest), 1.0);
    EXPECT_EQ(portable_exp(kInfinity), kInfinity);
    EXPECT_EQ(portable_exp(-kInfinity), 0.0);
    EXPECT_TRUE(std::isnan(portable_exp(std::nan(""))));
    const double last = 0x1.62e42fefa39efp+9; // the largest argument whose result is finite
    EXPECT_LT(exp_error(last), 0.52);
    EXPECT_EQ(portable_exp(std::nextafter(last, kInfinity)), kInfinity);
    EXPECT_EQ(portable_exp(-745.13), kSmallest);
    EXPECT_EQ(portable_exp(-745.14), 0.0);
    EXPECT_EQ(portable_exp(-kLargest), 0.0);
    EXPECT_EQ(portable_exp(kLargest), kInfinity);
}

TEST(PortableExp, UndoesTheLogarithm) {
    const auto round_trip = [](double x) { return std::abs(portable_exp(portable_log(x)) / x - 1.0); };
    const auto moderate = [](Draws& draws) { return uniform(draws, 0.5, 2.0); };
    EXPECT_LT(worst(moderate, round_trip), 3e-16);
}

TEST(PortablePow, IsWithinItsBoundOverTheWholeRange) {
    Draws draws(Key::from_seed(46), label("math"));
    const int samples = math_samples();
    double normal = 0.0;
    double subnormal = 0.0;
    for (int i = 0; i < samples; ++i) {
        const double x = any_positive(draws);
        const double y = uniform(draws, -745.0, 710.0) / std::log(x);
        double& worst_here = std::pow(x, y) < 0x1p-1022 ? subnormal : normal;
        worst_here = std::max(worst_here, pow_error(x, y));
    }
    EXPECT_LT(told(normal), 0.53);
    EXPECT_LT(told(subnormal), 0.77);
}

TEST(PortablePow, IsWithinItsBoundNearOneAndForSmallPowers) {
    Draws draws(Key::from_seed(47), label("math"));
    const int samples = math_samples();
    double worst_here = 0.0;
    for (int i = 0; i < samples; ++i) {
        const double near = 1.0 + uniform(draws, -1e-3, 1e-3);
        worst_here = std::max(worst_here, pow_error(near, uniform(draws, -6e5, 6e5)));
        const double x = uniform(draws, 0.0, 1e6);
        worst_here = std::max(worst_here, pow_error(x, uniform(draws, -4.0, 4.0)));
    }
    EXPECT_LT(told(worst_here), 0.53);
}

TEST(PortablePow, HandlesTheEnds) {
    EXPECT_EQ(portable_pow(0.0, 0.0), 1.0);
    EXPECT_EQ(portable_pow(0.0, 2.0), 0.0);
    EXPECT_EQ(portable_pow(0.0, -2.0), kInfinity);
    EXPECT_EQ(portable_pow(kInfinity, 0.5), kInfinity);
    EXPECT_EQ(portable_pow(kInfinity, -0.5), 0.0);
    EXPECT_EQ(portable_pow(2.0, kInfinity), kInfinity);
    EXPECT_EQ(portable_pow(2.0, -kInfinity), 0.0);
    EXPECT_EQ(portable_pow(0.5, kInfinity), 0.0);
    EXPECT_EQ(portable_pow(0.5, -kInfinity), kInfinity);
    EXPECT_EQ(portable_pow(1.0, kInfinity), 1.0);
    EXPECT_EQ(portable_pow(std::nextafter(1.0, 2.0), kLargest), kInfinity);
    EXPECT_EQ(portable_pow(std::nextafter(1.0, 2.0), kSmallest), 1.0);
    EXPECT_EQ(portable_pow(kSmallest, 1.0), kSmallest);
    EXPECT_EQ(portable_pow(kLargest, 1.0), kLargest);
    EXPECT_EQ(portable_pow(kLargest, 2.0), kInfinity);
    EXPECT_TRUE(std::isnan(portable_pow(-2.0, 3.0)));
    EXPECT_TRUE(std::isnan(portable_pow(2.0, std::nan(""))));
    EXPECT_TRUE(std::isnan(portable_pow(std::nan(""), 2.0)));
}

TEST(PortablePow, IsExactWhereTheResultIs) {
    for (int n = 0; n <= 50; ++n)
        EXPECT_EQ(portable_pow(2.0, n), std::ldexp(1.0, n));
    for (int n = 1; n <= 1000; ++n)
        EXPECT_EQ(portable_pow(static_cast<double>(n) * n, 0.5), n);
    EXPECT_EQ(portable_pow(10.0, 15.0), 1e15);
}

TEST(PortableMathGolden, KeepsItsBits) {
    std::string text = "# function, bits of the last of 100,000 keyed results, hash of all\n";
    text += digest("log-any", [](Draws& draws) { return portable_log(any_positive(draws)); });
    text += digest("log-unit", [](Draws& draws) { return portable_log(draws.unit_positive()); });
    text += digest("exp", [](Draws& draws) { return portable_exp(uniform(draws, -750.0, 715.0)); });
    text += digest("pow", [](Draws& draws) {
        const double x = any_positive(draws);
        return portable_pow(x, uniform(draws, -2.0, 2.0));
    });
    text += digest("pow-near-one", [](Draws& draws) {
        const double x = uniform(draws, 0.9, 1.1);
        return portable_pow(x, uniform(draws, -5000.0, 5000.0));
    });
    text += digest("log-one-plus", [](Draws& draws) { return portable_log_one_plus(near_zero(draws)); });
    text += digest("exp-minus-one", [](Draws& draws) { return portable_exp_minus_one(near_zero(draws)); });
    text += digest("log-gamma", [](Draws& draws) { return portable_log_gamma(uniform(draws, 0.01, 30.0)); });
    expect_golden("math.txt", text);
}

} // namespace
} // namespace shaketable::engine
