// The elementary functions that samplers need, the same bits on every machine.
//
// libm picks fused-multiply-add variants by processor at run time, so its last bits differ between
// machines. These use only + - * / sqrt and integer operations (compile with -ffp-contract=off), each of
// which IEEE 754 defines exactly.
#pragma once

namespace shaketable::engine {

/// Natural logarithm. x = 0 gives -infinity, x < 0 and NaN give NaN. Error: see docs/determinism.md.
[[nodiscard]] double portable_log(double x);
/// e^x; overflows to infinity above 709.78, underflows to 0 below -745.13.
[[nodiscard]] double portable_exp(double x);
/// x^y for x >= 0, as exp(y log x) with the product carried in extra precision.
[[nodiscard]] double portable_pow(double x, double y);
/// log(1 + x) for x >= -1, with all the digits of a small x.
[[nodiscard]] double portable_log_one_plus(double x);
/// e^x - 1, with all the digits of a small x.
[[nodiscard]] double portable_exp_minus_one(double x);
/// (e^x - 1) / x, which is 1 at 0: the mean of e^t for t between 0 and x.
[[nodiscard]] double portable_exp_mean(double x);

} // namespace shaketable::engine
