// A figure of every replica by window, for the heat map.
#pragma once

#include "analysis/result.hpp"

#include <string>
#include <vector>

namespace shaketable::gui {

struct HeatRow {
    std::uint32_t component = 0;
    std::uint32_t replica = 0;
    std::string name;           // "db/2"
    std::vector<double> values; // by window; NaN: none
};

struct Heat {
    double window_s = 1.0;
    std::string unit;
    double highest = 0.0;
    std::vector<HeatRow> rows;
};

/// What can be shown: "utilisation", and every metric that some component has.
[[nodiscard]] std::vector<std::string> heat_figures(const analysis::Result& result);
[[nodiscard]] Heat heat_of(const analysis::Result& result, const std::string& figure);

} // namespace shaketable::gui
