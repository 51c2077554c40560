#include "analysis/harm.hpp"

#include <cmath>

namespace shaketable::analysis {

namespace {

constexpr std::uint64_t kFewestTogether = 20;
constexpr double kDeviations = 4.0;

bool beyond_chance(const HarmCount& count) {
    return static_cast<double>(count.net()) >
           kDeviations * std::sqrt(static_cast<double>(count.harmed + count.helped));
}

} // namespace

void mark(HarmSeries& series) {
    const std::size_t windows = series.harmed.size();
    series.marked.assign(windows, false);
    // Groups of neighbours; what is left over at the end joins the group before it.
    std::vector<std::size_t> begins = {0};
    std::uint64_t together = 0;
    for (std::size_t window = 0; window < windows; ++window) {
        together += series.harmed[window] + series.helped[window];
        if (together >= kFewestTogether) {
            begins.push_back(window + 1);
            together = 0;
        }
    }
    if (begins.size() > 1)
        begins.back() = windows;
    else
        begins.push_back(windows);
    for (std::size_t group = 0; group + 1 < begins.size(); ++group) {
        HarmCount count;
        for (std::size_t window = begins[group]; window < begins[group + 1]; ++window)
            count.add({series.harmed[window], series.helped[window]});
        for (std::size_t window = begins[group]; window < begins[group + 1]; ++window)
            series.marked[window] = beyond_chance(count);
    }
}

} // namespace shaketable::analysis
