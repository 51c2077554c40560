// The gamma law of scale 1 and any shape > 0, with density x^(shape-1) e^-x / Gamma(shape): its draws, and
// the two quantiles from which a scenario may state it.
#pragma once

#include "engine/random.hpp"

namespace shaketable::engine {

/// G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26:3 (2000), with
/// their squeeze; a shape below 1 is raised to shape + 1 and the draw multiplied by U^(1/shape).
[[nodiscard]] double sample_gamma(double shape, Draws& draws);

struct GammaQuantiles {
    double median = 0.0;
    double p99 = 0.0;
};
/// Requires shape >= 0.01. Relative error below 1e-11 (measured by the test).
[[nodiscard]] GammaQuantiles gamma_quantiles(double shape);

} // namespace shaketable::engine
