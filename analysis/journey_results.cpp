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
        series.p50_s.push_back(quantile_s(window.latency, 0.5, most));
        series.p99_s.push_back(quantile_s(window.latency, 0.99, most));
        for (std::size_t reason = 1; reason < kReasons; ++reason) // 0 is ok
            if (window.outcomes[reason] > 0) {
                series.bad[reason].resize(count);
                series.bad[reason][index] = window.outcomes[reason];
            }
    }
    return series;
}

JourneyTally sum_of(const std::vector<JourneyTally>& windows) {
    JourneyTally sum;
    for (const JourneyTally& window : windows)
        sum.add(window);
    return sum;
}

} // namespace

void fill_journeys(Result& result, const models::Simulation& simulation, const MeasuredSpan& span) {
    const models::Scenario& scenario = simulation.scenario();
    const std::size_t count = span.windows();
    std::vector<JourneyTally> total_windows(count);
    JourneyTally total;
    LatencySum total_latency;
    for (std::uint32_t index = 0; index < scenario.journeys.size(); ++index) {
        const models::Journey& journey = scenario.journeys[index];
        const models::JourneyRecord& record = simulation.recording().journeys()[index];
        const std::string& client = scenario.components[journey.component].name;
        const std::vector<JourneyTally> windows = window_tallies(simulation, span, index);
        JourneyTally tally = sum_of(windows);
        tally.pending += record.too_young;
        const LatencySum latency = latency_sum(record);
        JourneyResult one{
            .name = journey.name, .client = client, .figures = figures_of(tally, latency, span)};
        if (journey.has_good_within)
            one.good_within_s = journey.good_within.seconds();
        result.journeys.push_back(std::move(one));

        JourneySeries series = series_of(windows, count, latency.max);
        series.name = journey.name;
        series.client = client;
        result.series.journeys.push_back(std::move(series));

        for (std::size_t window = 0; window < count; ++window)
            total_windows[window].add(windows[window]);
        total.add(tally);
        total_latency.add(latency);
    }
    result.total = figures_of(total, total_latency, span);
    result.series.total = series_of(total_windows, count, total_latency.max);
}

} // namespace shaketable::analysis
