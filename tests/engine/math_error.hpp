// Errors of the portable functions over keyed arguments, against long double libm, whose 64-bit mantissa
// resolves 2^-11 ulp. SHAKETABLE_MATH_SAMPLES=33554432 measures over 2^25 arguments and prints the greatest
// errors found: docs/determinism.md holds them.
#pragma once

#include "engine/math.hpp"
#include "engine/random.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

namespace shaketable::engine {

static_assert(std::numeric_limits<long double>::digits >= 64, "the reference must be finer than double");

inline const char* stated_math_samples() { return std::getenv("SHAKETABLE_MATH_SAMPLES"); }

inline int math_samples() {
    int samples = 1 << 19;
    if (const char* stated = stated_math_samples())
        std::from_chars(stated, stated + std::string_view(stated).size(), samples);
    return samples;
}

inline double told(double greatest_error) {
    if (stated_math_samples() != nullptr)
        std::printf("             greatest error %.5g\n", greatest_error);
    return greatest_error;
}

/// |value - exact| in units of the last place of a double at `exact`.
inline double error_in_ulp(double value, long double exact) {
    int exponent = 0;
    std::frexp(static_cast<double>(exact), &exponent);
    const double ulp = std::ldexp(1.0, std::max(exponent - 53, -1074));
    return static_cast<double>(std::abs(static_cast<long double>(value) - exact) /
                               static_cast<long double>(ulp));
}

/// Any positive finite double, all exponents alike.
inline double any_positive(Draws& draws) {
    const double x = std::bit_cast<double>(draws.next() >> 1);
    return std::isfinite(x) && x > 0.0 ? x : 1.0;
}

inline double uniform(Draws& draws, double from, double to) { return from + (to - from) * draws.unit(); }

/// Of either sign and any size from 1e-18 to 1, all exponents alike.
inline double near_zero(Draws& draws) {
    const double size = portable_exp(uniform(draws, -41.0, 0.0));
    return draws.unit() < 0.5 ? -size : size;
}

/// The greatest error over so many arguments.
template <class Argument, class Function>
double worst(Argument argument, Function error) {
    Draws draws(Key::from_seed(45), label("math"));
    double result = 0.0;
    for (int i = 0; i < math_samples(); ++i)
        result = std::max(result, error(argument(draws)));
    return told(result);
}

/// The bits of the last result, and a hash of all, of 100,000 keyed arguments.
inline std::string digest(const char* name, double (*function)(Draws&)) {
    Draws draws(Key::from_seed(48), label(name));
    std::uint64_t hash = 0;
    std::uint64_t bits = 0;
    for (int i = 0; i < 100'000; ++i) {
        bits = std::bit_cast<std::uint64_t>(function(draws));
        hash = mix(hash ^ bits) + kGoldenGamma;
    }
    std::array<char, 96> line{};
    std::snprintf(line.data(), line.size(), "%s %016llx %016llx\n", name,
                  static_cast<unsigned long long>(bits), static_cast<unsigned long long>(hash));
    return line.data();
}

} // namespace shaketable::engine
