// The logarithm of Euler's gamma function, the same bits on every machine; see engine/math.hpp.
//
// Stirling's series from 10 on; below, Gamma(x) = Gamma(x + n) / (x (x + 1) ... (x + n - 1)). The large terms
// cancel near 1 and 2, where the result is 0, so they are summed in double-double.
#pragma once

namespace shaketable::engine {

/// Requires x > 0; overflows to infinity above 2.5e305. Error: see docs/determinism.md.
[[nodiscard]] double portable_log_gamma(double x);

} // namespace shaketable::engine
