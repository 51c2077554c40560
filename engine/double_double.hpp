// Numbers as the unevaluated sum of two doubles: about 106 bits, by exact error terms.
//
// T. J. Dekker, "A floating-point technique for extending the available precision", Numerische
// Mathematik 18 (1971); the sum's error is Knuth's (TAOCP vol. 2, 4.2.2). Only + - *: no fused multiply-add,
// so a machine without one gets the same bits. Invariant of a DoubleDouble: high == high + low.
#pragma once

#include <bit>
#include <cfloat>
#include <cstdint>

#ifdef __FAST_MATH__
#error "the error terms below vanish under -ffast-math; see docs/determinism.md"
#endif

namespace shaketable::engine {

static_assert(FLT_EVAL_METHOD == 0, "double arithmetic must round to double at each step");

struct DoubleDouble {
    double high = 0.0;
    double low = 0.0;
};

/// a + b exactly.
[[nodiscard]] constexpr DoubleDouble two_sum(double a, double b) {
    const double sum = a + b;
    const double b_rounded = sum - a;
    const double a_rounded = sum - b_rounded;
    return {sum, (a - a_rounded) + (b - b_rounded)};
}

/// a + b exactly, where |a| >= |b| or a is 0.
[[nodiscard]] constexpr DoubleDouble fast_two_sum(double a, double b) {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

/// The leading `bits` (1 to 53) significant bits of `value`, the rest cut off.
[[nodiscard]] constexpr double leading_bits(double value, int bits) {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) & (~std::uint64_t{0} << (53 - bits)));
}

/// a as a sum of two halves of at most 26 bits each (Veltkamp's split). Requires |a| < 2^996.
[[nodiscard]] constexpr DoubleDouble split(double a) {
    const double scaled = a * 0x1.0000002p27; // 2^27 + 1
    const double high = scaled - (scaled - a);
    return {high, a - high};
}

/// a * b exactly, unless it over- or underflows. Requires |a|, |b| < 2^996.
[[nodiscard]] constexpr DoubleDouble two_product(double a, double b) {
    const double product = a * b;
    const DoubleDouble x = split(a);
    const DoubleDouble y = split(b);
    const double error = ((x.high * y.high - product) + x.high * y.low + x.low * y.high) + x.low * y.low;
    return {product, error};
}

// The four operations below are right to a few units of 2^-104, which is ample for making tables.

[[nodiscard]] constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
    const DoubleDouble high = two_sum(a.high, b.high);
    const DoubleDouble low = two_sum(a.low, b.low);
    const DoubleDouble sum = fast_two_sum(high.high, high.low + low.high);
    return fast_two_sum(sum.high, sum.low + low.low);
}

[[nodiscard]] constexpr DoubleDouble operator-(DoubleDouble a) { return {-a.high, -a.low}; }

[[nodiscard]] constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
    const DoubleDouble product = two_product(a.high, b.high);
    return fast_two_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

[[nodiscard]] constexpr DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
    const double first = a.high / b.high;
    const DoubleDouble rest = a + -(b * DoubleDouble{first, 0.0});
    const double second = rest.high / b.high;
    const DoubleDouble last = rest + -(b * DoubleDouble{second, 0.0});
    const DoubleDouble leading = fast_two_sum(first, second);
    return fast_two_sum(leading.high, leading.low + last.high / b.high);
}

} // namespace shaketable::engine
