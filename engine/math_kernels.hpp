// How portable_log, portable_exp and portable_pow are computed; constexpr, so that tables are made by the
// compiler with the very same arithmetic. Include engine/math.hpp instead, unless you make a table.
//
// log: x = 2^k m with m in [0.707, 1.414); c = a 10-bit reciprocal of m, so that r = m c - 1 is exact as a
// sum of two doubles and |r| < 0.0063; log x = k ln 2 - log c + log(1 + r). -log c comes from a table (made
// by the series of atanh in double-double), log(1 + r) = r - r^2/2 + r^3 (1/3 - r/4 + ... + r^6/9), the first
// two terms in double-double. Truncation below r * 2^-68.
//
// exp: x = (n/64) ln 2 + r, |r| < 0.0055, ln 2 / 64 split so that n times its leading part is exact;
// e^x = 2^(n div 64) * 2^((n mod 64)/64) * e^r, the second factor from a table in double-double, e^r by
// Taylor to r^6 (truncation below 2^-64).
//
// pow: exp of y times the double-double logarithm, the product's error kept.
//
// The table-and-residual scheme is P. T. P. Tang's (ACM TOMS 15:2, 1989 for exp; 16:4, 1990 for log); the
// table sizes and degrees were chosen here, from the bounds above.
#pragma once

#include "engine/double_double.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace shaketable::engine::kernels {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// ln 2 to 107 bits.
inline constexpr DoubleDouble kLn2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

/// 2^exponent, for -1022 <= exponent <= 1023.
[[nodiscard]] constexpr double power_of_two(std::int64_t exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

// ---- Tables ------------------------------------------------------------------------------------------

struct LogEntry {
    double reciprocal = 1.0; // a multiple of 2^-9
    DoubleDouble minus_log;  // of the reciprocal
};

/// log q = 2 atanh((q - 1) / (q + 1)), for q in [0.7, 1.42].
[[nodiscard]] constexpr DoubleDouble log_by_series(double q) {
    const DoubleDouble s = DoubleDouble{q - 1.0, 0.0} / DoubleDouble{q + 1.0, 0.0};
    const DoubleDouble square = s * s;
    DoubleDouble sum;
    for (int degree = 47; degree >= 1; degree -= 2)
        sum = sum * square + DoubleDouble{1.0, 0.0} / DoubleDouble{static_cast<double>(degree), 0.0};
    return s * sum * DoubleDouble{2.0, 0.0};
}

inline constexpr int kLogFirst = 91; // entry i serves m in [(i - 1/2)/128, (i + 1/2)/128)
inline constexpr int kLogLast = 181;

[[nodiscard]] constexpr auto make_log_table() {
    std::array<LogEntry, kLogLast - kLogFirst + 1> table{};
    for (int i = kLogFirst; i <= kLogLast; ++i) {
        const int rounded = (2 * 512 * 128 + i) / (2 * i); // 512 * 128 / i to the nearest
        const double reciprocal = static_cast<double>(rounded) / 512.0;
        table[static_cast<std::size_t>(i - kLogFirst)] = {reciprocal, -log_by_series(reciprocal)};
    }
    return table;
}

/// 2^(j/64), j from 0 to 63.
[[nodiscard]] constexpr auto make_exp_table() {
    std::array<DoubleDouble, 64> table{};
    for (std::size_t j = 0; j < table.size(); ++j) {
        const DoubleDouble x = kLn2 * DoubleDouble{static_cast<double>(j) / 64.0, 0.0};
        DoubleDouble sum{1.0, 0.0};
        for (int degree = 28; degree >= 1; --degree)
            sum = sum * x / DoubleDouble{static_cast<double>(degree), 0.0} + DoubleDouble{1.0, 0.0};
        table[j] = sum;
    }
    return table;
}

inline constexpr auto kLogTable = make_log_table();
inline constexpr auto kExpTable = make_exp_table();

// ---- Logarithm ---------------------------------------------------------------------------------------

/// log(1 + r) - r + r^2/2, for |r| < 0.0063.
[[nodiscard]] constexpr double log_tail(double r) {
    const double series =
        1.0 / 3 +
        r * (-1.0 / 4 + r * (1.0 / 5 + r * (-1.0 / 6 + r * (1.0 / 7 + r * (-1.0 / 8 + r * (1.0 / 9))))));
    return r * r * r * series;
}

/// log x to about 2^-67 of itself, for finite x > 0.
[[nodiscard]] constexpr DoubleDouble log_extended(double x) {
    constexpr std::uint64_t kRootHalf = 0x3FE6A09E00000000ULL; // the bits of 0.70710...
    constexpr double kLn2High = leading_bits(kLn2.high, 42);   // times any k: exact
    constexpr double kLn2Low = (kLn2.high - kLn2High) + kLn2.low;

    const bool subnormal = x < 0x1p-1022;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(subnormal ? x * 0x1p54 : x);
    const std::int64_t exponent = static_cast<std::int64_t>(bits - kRootHalf) >> 52;
    const double m = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(exponent) << 52));
    const double k = static_cast<double>(subnormal ? exponent - 54 : exponent);

    const LogEntry& entry =
        kLogTable[static_cast<std::size_t>(static_cast<int>(m * 128.0 + 0.5) - kLogFirst)];
    const double m_high = leading_bits(m, 40);
    const DoubleDouble r = two_sum(m_high * entry.reciprocal - 1.0, (m - m_high) * entry.reciprocal);
    const DoubleDouble square = two_product(r.high, r.high);
    const double half_square_low = 0.5 * square.low + r.high * r.low;

    const DoubleDouble first = two_sum(k * kLn2High, entry.minus_log.high);
    const DoubleDouble second = two_sum(first.high, r.high);
    const DoubleDouble third = two_sum(second.high, -0.5 * square.high);
    const double low = ((first.low + second.low) + third.low) + (k * kLn2Low + entry.minus_log.low) +
                       ((r.low - half_square_low) + log_tail(r.high));
    return fast_two_sum(third.high, low);
}

/// Of x.high + x.low. What the logarithm leaves out is of second order in x.low, below 2^-106.
[[nodiscard]] constexpr DoubleDouble log_extended(DoubleDouble x) {
    const DoubleDouble leading = log_extended(x.high);
    return fast_two_sum(leading.high, leading.low + x.low / x.high);
}

[[nodiscard]] constexpr double log(double x) {
    if (!(x > 0.0))
        return x == 0.0 ? -kInfinity : kNan;
    if (x == kInfinity)
        return x;
    return log_extended(x).high;
}

// ---- Exponential -------------------------------------------------------------------------------------

/// y * 2^k for y in [0.99, 2.01], rounded once more only where the result is subnormal.
[[nodiscard]] constexpr double scale(double y, std::int64_t k) {
    if (k > 1023)
        return y * power_of_two(1023) * power_of_two(k - 1023);
    if (k < -1021)
        return y * power_of_two(k + 60) * 0x1p-60;
    return y * power_of_two(k);
}

/// e^(x.high + x.low); x.low is at most an ulp of x.high.
[[nodiscard]] constexpr double exp_extended(DoubleDouble x) {
    constexpr double kStepsPerUnit = 64.0 / kLn2.high;
    constexpr double kStepHigh = leading_bits(kLn2.high, 35) / 64.0; // times any n below 2^17: exact
    constexpr double kStepLow = (kLn2.high / 64.0 - kStepHigh) + kLn2.low / 64.0;
    constexpr double kRound = 0x1.8p52; // adding it leaves no fractional bits

    if (x.high > 710.0)
        return kInfinity;
    if (x.high < -746.0)
        return 0.0;
    const double steps = (x.high * kStepsPerUnit + kRound) - kRound;
    const std::int64_t n = static_cast<std::int64_t>(steps);
    const double r = ((x.high - steps * kStepHigh) - steps * kStepLow) + x.low;
    const double series =
        r + r * r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
    const DoubleDouble& root = kExpTable[static_cast<std::size_t>(n & 63)];
    return scale(root.high + (root.low + root.high * series), n >> 6);
}

[[nodiscard]] constexpr double exp(double x) {
    if (x != x)
        return x;
    return exp_extended({x, 0.0});
}

// ---- Power -------------------------------------------------------------------------------------------

[[nodiscard]] constexpr double pow(double x, double y) {
    if (y == 0.0 || x == 1.0)
        return 1.0;
    if (!(x >= 0.0) || y != y)
        return kNan;
    if (x == 0.0 || x == kInfinity)
        return (x == 0.0) == (y > 0.0) ? 0.0 : kInfinity;
    const DoubleDouble log_x = log_extended(x);
    const double estimate = y * log_x.high;
    if (estimate > 710.0)
        return kInfinity;
    if (estimate < -746.0)
        return 0.0;
    const DoubleDouble product = two_product(y, log_x.high);
    return exp_extended(fast_two_sum(product.high, product.low + y * log_x.low));
}

} // namespace shaketable::engine::kernels
