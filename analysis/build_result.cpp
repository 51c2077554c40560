#include "analysis/build_result.hpp"

#include "analysis/component_results.hpp"
#include "analysis/journey_results.hpp"
#include "analysis/percentiles.hpp"
#include "analysis/traces.hpp"
#include "models/conditions.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

std::vector<EdgeResult> edge_results(const models::Simulation& simulation) {
    const models::Scenario& scenario = simulation.scenario();
    std::vector<EdgeResult> results;
    for (std::size_t index = 0; index < scenario.edges.size(); ++index) {
        const models::EdgeRecord& record = simulation.recording().edges()[index];
        EdgeResult result{.caller = scenario.components[scenario.edges[index].caller].name,
                          .callee = scenario.components[scenario.edges[index].callee].name,
                          .attempts = record.attempts,
                          .retries = record.retries,
                          .percentiles = percentiles_of(record.latency)};
        std::copy(record.outcomes.begin(), record.outcomes.end(), result.outcomes.begin());
        result.outcomes[kUnfinished] = record.attempts - sum_of(result.outcomes);
        results.push_back(std::move(result));
    }
    return results;
}

std::vector<TimelineRecord> timeline_records(const models::Simulation& simulation) {
    const models::Scenario& scenario = simulation.scenario();
    const engine::Time now = simulation.world().now();
    std::vector<TimelineRecord> records;
    for (const models::TimelineEntry& entry : scenario.timeline) {
        const engine::Time began = models::begin_of(simulation.world(), entry);
        const engine::Time ended = models::end_of(simulation.world(), entry);
        if (began >= now)
            continue;
        TimelineRecord record{.name = entry.name,
                              .verb = entry.verb,
                              .role = entry.role,
                              .knobs = entry.stated,
                              .began_s = (began - scenario.zero).seconds()};
        if (entry.component != models::kNone)
            record.component = scenario.components[entry.component].name;
        if (entry.replica != models::kNone)
            record.replica = entry.replica;
        if (ended < now)
            record.ended_s = (ended - scenario.zero).seconds();
        record.failed = models::has_failed(simulation.world(), entry);
        records.push_back(std::move(record));
    }
    std::stable_sort(records.begin(), records.end(),
                     [](const TimelineRecord& a, const TimelineRecord& b) { return a.began_s < b.began_s; });
    return records;
}

} // namespace

Result build_result(const models::Simulation& simulation) {
    const models::Scenario& scenario = simulation.scenario();
    const models::World& world = simulation.world();
    const MeasuredSpan span = MeasuredSpan::of(simulation);
    Result result;
    result.title = scenario.config.title;
    result.story = scenario.config.story;
    result.lesson = scenario.config.lesson;
    result.seed = world.seed;
    result.fingerprint = simulation.fingerprint();
    result.warm_up_s = scenario.config.warm_up.seconds();
    result.simulated_s = span.length.seconds();
    result.duration_s = (scenario.end - scenario.zero).seconds();
    result.events = world.clockwork.events;
    result.clamped_draws = world.clamped;
    result.edges = edge_results(simulation);
    result.timeline = timeline_records(simulation);
    result.traces = traces_of(simulation);
    result.series.window_s = span.window.seconds();
    result.series.windows = span.windows();
    if (result.series.windows > 0)
        result.series.last_window_s = span.length_of(result.series.windows - 1).seconds();
    fill_journeys(result, simulation, span);
    fill_components(result, simulation, span);
    return result;
}

} // namespace shaketable::analysis
