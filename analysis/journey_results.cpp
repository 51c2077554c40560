#include "analysis/journey_results.hpp"

#include "analysis/journey_tally.hpp"
#include "analysis/percentiles.hpp"

namespace shaketable::analysis {

namespace {

JourneySeries series_of(const std::vector<JourneyTally>& windows, std::size_t count, engine::Duration most) {
    JourneySeries series;
    for (std::size_t index = 0; index < count; ++index) {
        const JourneyTally& window = windows[index];
        series.offered.push_back(window.offered());
        series.completed.push_back(window.completed());
        series.good.push_back(window.good());
        series.attempts.push_back(window.attempts);
        series.availability.push_back(figures_of(window, {}).availability);
        series.latency.push_back(percentiles_of(window.latency, most));
        for (std::size_t reason = 1; reason < kReasons; ++reason) // 0 is ok
            if (window.outcomes[reason] > 0) {
                series.bad[reason].resize(count);
                series.bad[reason][index] = window.outcomes[reason];
            }
    }
    return series;
}

/// The time since zero in which journeys were asked that can be judged. In a run that was stopped early,
/// those that ended are, however young.
engine::Duration judged_span(const models::Simulation& simulation, const MeasuredSpan& span,
                             std::size_t journey) {
    const engine::Time last_asked = simulation.recording().last_asked(journey);
    const engine::Duration asking = last_asked > span.zero ? last_asked - span.zero : engine::Duration();
    return simulation.world().now() < simulation.scenario().end ? span.length : asking;
}

std::size_t judged_windows(engine::Duration judged, const MeasuredSpan& span) {
    return judged >= span.length ? span.windows() : static_cast<std::size_t>(judged.ns() / span.window.ns());
}

void add_rate(Figure& sum, const Figure& rate) {
    if (rate)
        sum = sum.value_or(0.0) + *rate;
}

JourneyTally sum_of(const std::vector<JourneyTally>& windows) {
    JourneyTally sum;
    for (const JourneyTally& window : windows)
        sum.add(window);
    return sum;
}

} // namespace

namespace {

/// The sum of a kind of journey's windows in a range; `judged_s` is how long those that can be judged last.
JourneyTally tally_of_range(const models::Simulation& simulation, const WindowRange& range,
                            std::uint32_t journey, engine::Duration& judged) {
    const MeasuredSpan span = MeasuredSpan::of(simulation);
    const std::vector<JourneyTally> windows = window_tallies(simulation, span, journey);
    JourneyTally sum;
    for (std::size_t window = range.first; window < std::min(range.end, windows.size()); ++window)
        sum.add(windows[window]);
    const engine::Duration begin = span.window * static_cast<std::int64_t>(range.first);
    const engine::Duration end =
        std::min(span.window * static_cast<std::int64_t>(range.end), judged_span(simulation, span, journey));
    judged = end > begin ? end - begin : engine::Duration();
    return sum;
}

} // namespace

JourneyFigures journey_figures(const models::Simulation& simulation, const WindowRange& range,
                               std::optional<std::uint32_t> journey) {
    JourneyTally total;
    Figure offered_per_s;
    Figure goodput_per_s;
    for (std::uint32_t index = 0; index < simulation.scenario().journeys.size(); ++index) {
        if (journey && *journey != index)
            continue;
        engine::Duration judged;
        const JourneyTally tally = tally_of_range(simulation, range, index, judged);
        add_rate(offered_per_s, per_second(static_cast<double>(tally.offered()), judged));
        add_rate(goodput_per_s, per_second(static_cast<double>(tally.good()), judged));
        total.add(tally);
    }
    JourneyFigures figures = figures_of(total, {.max = engine::kLongest});
    figures.offered_per_s = offered_per_s;
    figures.goodput_per_s = goodput_per_s;
    figures.latency.mean_s.reset();
    figures.latency.max_s.reset();
    return figures;
}

void fill_journeys(Result& result, const models::Simulation& simulation, const MeasuredSpan& span) {
    const models::Scenario& scenario = simulation.scenario();
    const std::size_t count = span.windows();
    std::vector<JourneyTally> total_windows(count);
    JourneyTally total;
    LatencySum total_latency;
    Figure offered_per_s;
    Figure goodput_per_s;
    std::size_t judged_by_all = count;
    for (std::uint32_t index = 0; index < scenario.journeys.size(); ++index) {
        const models::Journey& journey = scenario.journeys[index];
        const models::JourneyRecord& record = simulation.recording().journeys()[index];
        const std::string& client = scenario.components[journey.component].name;
        const std::vector<JourneyTally> windows = window_tallies(simulation, span, index);
        JourneyTally tally = sum_of(windows);
        tally.pending += record.too_young;
        const LatencySum latency = latency_sum(record);
        JourneyResult one{.name = journey.name, .client = client, .figures = figures_of(tally, latency)};
        const engine::Duration judged = judged_span(simulation, span, index);
        one.figures.offered_per_s = per_second(static_cast<double>(one.figures.offered), judged);
        one.figures.goodput_per_s = per_second(static_cast<double>(one.figures.good), judged);
        add_rate(offered_per_s, one.figures.offered_per_s);
        add_rate(goodput_per_s, one.figures.goodput_per_s);
        if (journey.has_good_within)
            one.good_within_s = journey.good_within.seconds();
        result.journeys.push_back(std::move(one));

        JourneySeries series = series_of(windows, count, latency.max);
        series.name = journey.name;
        series.client = client;
        series.judged = judged_windows(judged, span);
        judged_by_all = std::min(judged_by_all, series.judged);
        result.series.journeys.push_back(std::move(series));

        for (std::size_t window = 0; window < count; ++window)
            total_windows[window].add(windows[window]);
        total.add(tally);
        total_latency.add(latency);
    }
    result.total = figures_of(total, total_latency);
    result.total.offered_per_s = offered_per_s;
    result.total.goodput_per_s = goodput_per_s;
    result.series.total = series_of(total_windows, count, total_latency.max);
    result.series.total.judged = judged_by_all;
}

} // namespace shaketable::analysis
