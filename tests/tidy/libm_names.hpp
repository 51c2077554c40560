// The functions of libm, by their names in <cmath>.
#pragma once

#include <string_view>
#include <vector>

namespace shaketable::tidy {

/// True of sqrt, floor, fabs and ldexp: IEEE 754 defines their every bit, so the simulated path may call
/// them.
[[nodiscard]] bool is_exact_libm(std::string_view name);

/// The other functions of <cmath>; without the endings f and l of their float and long double forms.
[[nodiscard]] const std::vector<std::string_view>& inexact_libm_names();

} // namespace shaketable::tidy
