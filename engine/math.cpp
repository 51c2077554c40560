#include "engine/math.hpp"

#include "engine/math_kernels.hpp"

namespace shaketable::engine {

double portable_log(double x) { return kernels::log(x); }

double portable_exp(double x) { return kernels::exp(x); }

double portable_pow(double x, double y) { return kernels::pow(x, y); }

double portable_log_one_plus(double x) {
    if (!(x > -1.0) || x == kernels::kInfinity)
        return kernels::log(1.0 + x);
    return kernels::log_extended(two_sum(1.0, x)).high;
}

// Where e^x is rounded to u, (u - 1) / log u errs far less than u does (W. Kahan, HP-15C Advanced Functions
// Handbook, 1982): x times that.
double portable_exp_minus_one(double x) {
    const double u = kernels::exp(x);
    if (u == 1.0)
        return x;
    if (!(u > 0.0) || u == kernels::kInfinity)
        return u - 1.0;
    return (u - 1.0) * (x / kernels::log(u));
}

double portable_exp_mean(double x) { return x == 0.0 ? 1.0 : portable_exp_minus_one(x) / x; }

} // namespace shaketable::engine
