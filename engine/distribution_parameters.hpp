// The parameters of a family from two figures that people measure: mean and coefficient of variation, or
// median and 99th percentile. In closed form where there is one, else by bisection down to neighbouring
// doubles.
//
// Everywhere mean and median > 0, variation >= 0, p99 >= median, and further what stands at the function. A
// spread of 0 gives the family's constant: a shape that is infinite, a width or a deviation that is 0.
#pragma once

#include "engine/distribution.hpp"

#include <vector>

namespace shaketable::engine {

/// The variation is the coefficient of variation: standard deviation over mean.
struct MeanAndVariation {
    double mean = 1.0;
    double variation = 1.0;
};
struct MedianAndP99 {
    double median = 1.0;
    double p99 = 1.0;
};

/// Whether there is such a uniform distribution that does not begin below 0: variation at most 1/sqrt(3), p99
/// at most 1.98 medians.
[[nodiscard]] bool is_uniform(MeanAndVariation figures);
[[nodiscard]] bool is_uniform(MedianAndP99 figures);
[[nodiscard]] Distribution::Range uniform_of(MeanAndVariation figures);
[[nodiscard]] Distribution::Range uniform_of(MedianAndP99 figures);
/// Of `sample`, which may be negative.
[[nodiscard]] Distribution::Normal normal_of(MeanAndVariation figures);
[[nodiscard]] Distribution::Normal normal_of(MedianAndP99 figures);
/// variation < 1e150.
[[nodiscard]] Distribution::Lognormal lognormal_of(MeanAndVariation figures);
[[nodiscard]] Distribution::Lognormal lognormal_of(MedianAndP99 figures);
[[nodiscard]] Distribution::Gamma gamma_of(MeanAndVariation figures);
/// p99 at most 1e20 medians.
[[nodiscard]] Distribution::Gamma gamma_of(MedianAndP99 figures);
/// variation at most 1e15.
[[nodiscard]] Distribution::Weibull weibull_of(MeanAndVariation figures);
[[nodiscard]] Distribution::Weibull weibull_of(MedianAndP99 figures);
[[nodiscard]] Distribution::Pareto pareto_of(MeanAndVariation figures);
/// Where p99 is 50 medians or more, the mean is infinite.
[[nodiscard]] Distribution::Pareto pareto_of(MedianAndP99 figures);
/// Two branches with balanced means: each contributes half of the mean (W. Whitt, "Approximating a point
/// process by a renewal process", Operations Research 30:1, 1982). 1 <= variation < 1e150.
[[nodiscard]] std::vector<Weighted> hyperexponential_of(MeanAndVariation figures);

} // namespace shaketable::engine
