// Statistics over replications: mean and 95 % confidence interval by Student's t.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace shaketable::analysis {

/// The quantile 0.975 of Student's t with so many degrees of freedom, at least one: its absolute error is
/// below 1e-5. Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5; a table below ten.
[[nodiscard]] double student_t_975(std::size_t degrees);

struct Summary {
    std::size_t count = 0;
    double mean = 0.0;
    std::optional<double> half_width = {}; // of the 95 % interval; absent below two values
    double least = 0.0;
    double most = 0.0;
};
/// In the order of the values; absent without any.
[[nodiscard]] std::optional<Summary> summary_of(const std::vector<double>& values);

} // namespace shaketable::analysis
