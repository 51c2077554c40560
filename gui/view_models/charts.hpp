// What the charts show, by window: of all journeys, or of one component, every series that it has. Nothing
// here knows a metric by name but those of journeys, so what a new model measures appears by itself.
#pragma once

#include "analysis/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shaketable::gui {

/// Which run a line is of. The twin's and the overlaid variant's are drawn below the run's own.
enum class LineOf : std::uint8_t { kTwin, kOverlay, kRun };

struct ChartLine {
    std::string name;
    std::vector<double> values; // by window; NaN: none
    LineOf of = LineOf::kRun;
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

/// What is compared with the run; nullptr: nothing.
struct Beside {
    const analysis::Result* twin = nullptr;
    const analysis::Result* overlay = nullptr;
    std::string overlay_name = {}; // of its variant
};
[[nodiscard]] ChartSet charts_of_journeys(const analysis::Result& result, const Beside& beside);
/// All its replicas together, or one of them.
[[nodiscard]] ChartSet charts_of_component(const analysis::Result& result, const Beside& beside,
                                           std::uint32_t component, std::optional<std::uint32_t> replica);
/// Of a metric of the component, by window: "requests/s", "s".
[[nodiscard]] std::string unit_of(const analysis::Result& result, std::uint32_t component,
                                  const std::string& metric);
/// A row for each window: its beginning, and the value of each line; empty where there is none.
[[nodiscard]] std::string csv_of(const ChartSet& set);

} // namespace shaketable::gui
