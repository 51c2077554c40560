#include "analysis/harm.hpp"

#include <cmath>

namespace shaketable::analysis {

namespace {

constexpr std::uint64_t kFewestTogether = 20;
constexpr double kDeviations = 4.0;

} // namespace

const HarmCount* Harm::find(std::string_view name) const {
    for (const auto* list : {&clients, &components})
        for (const NamedHarm& one : *list)
            if (one.name == name)
                return &one.count;
    return nullptr;
}

bool beyond_chance(const HarmCount& count) {
    return static_cast<double>(count.net()) >
           kDeviations * std::sqrt(static_cast<double>(count.harmed + count.helped));
}

void mark(HarmSeries& series) {
    const std::size_t windows = series.harmed.size();
    series.marked.assign(windows, false);
    HarmCount group; // of neighbours, from `first` on
    std::size_t first = 0;
    for (std::size_t window = 0; window < windows; ++window) {
        group.add({series.harmed[window], series.helped[window]});
        const bool is_last = window + 1 == windows;
        if (group.harmed + group.helped < kFewestTogether && !is_last)
            continue;
        for (std::size_t member = first; member <= window; ++member) // a window without any is none of them
            series.marked[member] = beyond_chance(group) && series.harmed[member] + series.helped[member] > 0;
        group = {};
        first = window + 1;
    }
}

} // namespace shaketable::analysis
