#include "analysis/twin.hpp"

#include "analysis/journey_join.hpp"
#include "models/conditions.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

/// Tells the join what ends on one side.
class Teller : public models::JourneyObserver {
  public:
    Teller(JourneyJoin& join, Side side) : join_(join), side_(side) {}
    void on_journey(const models::JourneyEnd& end) override { join_.ended(side_, end); }

  private:
    JourneyJoin& join_;
    Side side_;
};

} // namespace

std::vector<const models::TimelineEntry*> entries_dropped_by_twin(const models::Scenario& scenario) {
    std::vector<const models::TimelineEntry*> entries;
    for (const models::TimelineEntry& entry : scenario.timeline)
        if (models::is_dropped_by_twin(entry))
            entries.push_back(&entry);
    return entries;
}

namespace {

/// The twin of a run that stands where the first of them is about to begin.
models::Simulation twin_of(const models::Simulation& run,
                           const std::vector<const models::TimelineEntry*>& dropped) {
    models::Simulation twin = run;
    for (const models::TimelineEntry* entry : dropped)
        twin.drop(*entry);
    return twin;
}

/// Whether one of them has begun, or is about to, before the run's end.
bool any_began(const models::Simulation& run, const std::vector<const models::TimelineEntry*>& entries) {
    return std::any_of(entries.begin(), entries.end(), [&](const models::TimelineEntry* entry) {
        const engine::Time began = models::begin_of(run.world(), *entry);
        return began <= run.world().now() && began < run.scenario().end;
    });
}

/// Runs both on, step by step, to the end. Returns what stopped the twin.
engine::StopReason run_in_step(RunAndTwin& both, models::Simulation& twin, JourneyJoin& join,
                               const Bounds& bounds) {
    const engine::Duration step = both.run.scenario().config.window;
    const engine::Time end = both.run.scenario().end;
    while (both.stopped == engine::StopReason::kReachedEnd && both.run.world().now() < end) {
        const engine::Time to = std::min(both.run.world().now() + step, end);
        both.stopped = both.run.run_until(to, bounds.limits, bounds.keep_going);
        const engine::StopReason reason =
            twin.run_until(both.run.world().now(), limits_of_copy(bounds.limits), bounds.keep_going);
        if (reason != engine::StopReason::kReachedEnd)
            return reason;
        join.settle(both.run.world(), twin.world());
    }
    return engine::StopReason::kReachedEnd;
}

} // namespace

engine::RunLimits limits_of_copy(engine::RunLimits limits) {
    constexpr std::uint64_t kTimes = 4;
    limits.events = limits.events < engine::RunLimits().events / kTimes ? limits.events * kTimes
                                                                        : engine::RunLimits().events;
    return limits;
}

RunAndTwin run_beside_twin(models::Simulation simulation, const Bounds& bounds) {
    const models::ScenarioPtr scenario = simulation.world().scenario;
    return run_beside(std::move(simulation), entries_dropped_by_twin(*scenario), bounds);
}

RunAndTwin run_beside(models::Simulation simulation, std::vector<const models::TimelineEntry*> dropped,
                      const Bounds& bounds) {
    RunAndTwin both{.run = std::move(simulation)};
    const models::ScenarioPtr scenario = both.run.world().scenario;
    std::stable_sort(dropped.begin(), dropped.end(),
                     [](const auto* a, const auto* b) { return a->at < b->at; });
    if (dropped.empty() || dropped.front()->at >= scenario->end) {
        both.stopped = both.run.run_until(scenario->end, bounds.limits, bounds.keep_going);
        return both;
    }
    Bounds each = bounds;
    each.limits.bytes /= 2;
    both.stopped = both.run.run_until(dropped.front()->at, each.limits, each.keep_going);
    if (both.stopped != engine::StopReason::kReachedEnd)
        return both;

    models::Simulation twin = twin_of(both.run, dropped);
    JourneyJoin join(*scenario);
    Teller of_run(join, Side::kRun);
    Teller of_twin(join, Side::kTwin);
    both.run.observe_journeys(&of_run);
    twin.observe_journeys(&of_twin);
    const engine::StopReason twin_stopped = run_in_step(both, twin, join, each);
    both.run.observe_journeys(nullptr);
    twin.observe_journeys(nullptr);
    if (twin_stopped == engine::StopReason::kReachedEnd && !any_began(both.run, dropped))
        return both;
    if (twin_stopped == engine::StopReason::kReachedEnd) {
        both.harm = join.finish(both.run.world(), twin.world());
        both.twin = std::move(twin);
    } else if (twin_stopped == engine::StopReason::kCancelled) {
        both.stopped = twin_stopped;
    } else if (both.stopped == engine::StopReason::kReachedEnd) { // goes on alone
        both.stopped = both.run.run_until(scenario->end, each.limits, each.keep_going);
    }
    return both;
}

} // namespace shaketable::analysis
