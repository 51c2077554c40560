// What the charts show, by window: of all journeys, or of one component, every series that it has. Nothing
// here knows a metric by name but those of journeys, so what a new model measures appears by itself.
#pragma once

#include "analysis/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shaketable::gui {

struct ChartLine {
    std::string name;
    std::vector<double> values; // by window; NaN: none
    bool of_twin = false;
};

struct Chart {
    std::string title;
    std::string unit; // "/s", "s", "%", or of a gauge
    std::vector<ChartLine> lines;
};

struct ChartSet {
    double window_s = 1.0;
    std::vector<Chart> charts;
};

[[nodiscard]] ChartSet charts_of_journeys(const analysis::Result& result, const analysis::Result* twin);
/// All its replicas together, or one of them.
[[nodiscard]] ChartSet charts_of_component(const analysis::Result& result, const analysis::Result* twin,
                                           std::uint32_t component, std::optional<std::uint32_t> replica);

} // namespace shaketable::gui
