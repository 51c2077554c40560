#include "engine/math.hpp"

#include "engine/math_kernels.hpp"

namespace shaketable::engine {

double portable_log(double x) { return kernels::log(x); }

double portable_exp(double x) { return kernels::exp(x); }

double portable_pow(double x, double y) { return kernels::pow(x, y); }

} // namespace shaketable::engine
