#include "gui/view_models/markers.hpp"

#include "gui/figures.hpp"

#include <algorithm>

namespace shaketable::gui {

std::vector<Marker> markers_of(const analysis::Result& result) {
    std::vector<Marker> markers;
    for (const analysis::TimelineRecord& record : result.timeline) {
        markers.push_back({record.began_s, text_of(record.name) + " begins", true});
        if (record.ended_s)
            markers.push_back({*record.ended_s, text_of(record.name) + " ends", true});
    }
    if (const auto& verdict = result.verdict) {
        const analysis::Judgement& total = verdict->total;
        if (total.time_to_floor_s && total.floor.value_or(1.0) < 1.0)
            markers.push_back(
                {verdict->first_injected_s + *total.time_to_floor_s, "goodput is lowest", false});
        if (total.time_to_recover_s && verdict->last_injected_end_s)
            markers.push_back(
                {*verdict->last_injected_end_s + *total.time_to_recover_s, "goodput is back", false});
    }
    if (result.harm && result.verdict) {
        // Who asked shortly before it began is in the window before.
        const double first_s = result.verdict->first_injected_s;
        const std::vector<bool>& marked = result.harm->series.marked;
        for (std::size_t window = 0; window < marked.size(); ++window)
            if (marked[window] && (window == 0 || !marked[window - 1]))
                markers.push_back({std::max(first_s, static_cast<double>(window) * result.series.window_s),
                                   "users are harmed", false});
    }
    std::stable_sort(markers.begin(), markers.end(),
                     [](const Marker& a, const Marker& b) { return a.at_s < b.at_s; });
    return markers;
}

} // namespace shaketable::gui
