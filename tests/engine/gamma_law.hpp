// The gamma law's distribution function, by libm and long double: the reference for engine/gamma.hpp.
#pragma once

#include <cmath>

namespace shaketable::engine {

/// P(X <= x) for scale 1, summed by its series (DLMF 8.7.1), whose terms are all positive.
inline double gamma_cdf(double shape, double x) {
    if (x <= 0.0)
        return 0.0;
    const long double a = shape;
    const long double y = x;
    long double term = 1.0L;
    long double sum = 1.0L;
    for (long double n = 1.0L; term > 1e-22L * sum; n += 1.0L) {
        term *= y / (a + n);
        sum += term;
    }
    return static_cast<double>(std::exp(a * std::log(y) - y - std::lgamma(a + 1.0L) + std::log(sum)));
}

} // namespace shaketable::engine
