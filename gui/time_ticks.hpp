// Where ticks of a time axis stand.
#pragma once

#include <cmath>

namespace shaketable::gui {

/// 1, 2 or 5 times a power of ten, so that there are at most some ten of them.
[[nodiscard]] inline double tick_step(double span_s) {
    const double rough = (span_s > 1e-9 ? span_s : 1e-9) / 10.0;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (power * factor >= rough)
            return power * factor;
    return power * 10.0;
}

} // namespace shaketable::gui
