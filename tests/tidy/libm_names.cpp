#include "tests/tidy/libm_names.hpp"

namespace shaketable::tidy {

bool is_exact_libm(std::string_view name) {
    return name == "sqrt" || name == "floor" || name == "fabs" || name == "ldexp";
}

const std::vector<std::string_view>& inexact_libm_names() {
    static const std::vector<std::string_view> names = {
        "acos",    "acosh",     "asin",      "asinh",      "atan",   "atan2",  "atanh",     "cbrt",
        "ceil",    "copysign",  "cos",       "cosh",       "erf",    "erfc",   "exp",       "exp10",
        "exp2",    "expm1",     "fdim",      "fma",        "fmax",   "fmin",   "fmod",      "frexp",
        "hypot",   "ilogb",     "j0",        "j1",         "jn",     "lgamma", "lgamma_r",  "llrint",
        "llround", "log",       "log10",     "log1p",      "log2",   "logb",   "lrint",     "lround",
        "modf",    "nearbyint", "nextafter", "nexttoward", "pow",    "pow10",  "remainder", "remquo",
        "rint",    "round",     "roundeven", "scalbln",    "scalbn", "sin",    "sincos",    "sinh",
        "tan",     "tanh",      "tgamma",    "trunc",      "y0",     "y1",     "yn",
    };
    return names;
}

} // namespace shaketable::tidy
