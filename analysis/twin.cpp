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

/// Runs on to the end beside another simulation, which stands at the same instant.
void go_on_beside(RunAndTwin& both, models::Simulation other, const Bounds& each) {
    JourneyJoin join(both.run.scenario());
    Teller of_run(join, Side::kRun);
    Teller of_other(join, Side::kTwin);
    both.run.observe_journeys(&of_run);
    other.observe_journeys(&of_other);
    const engine::StopReason other_stopped = run_in_step(both, other, join, each);
    both.run.observe_journeys(nullptr);
    other.observe_journeys(nullptr);
    if (other_stopped == engine::StopReason::kReachedEnd) {
        both.harm = join.finish(both.run.world(), other.world());
        both.twin = std::move(other);
    } else if (other_stopped == engine::StopReason::kCancelled) {
        both.stopped = other_stopped;
    } else if (both.stopped == engine::StopReason::kReachedEnd) { // goes on alone
        both.stopped = both.run.run_until(both.run.scenario().end, each.limits, each.keep_going);
    }
}

} // namespace

engine::RunLimits limits_of_copy(engine::RunLimits limits) {
    constexpr std::uint64_t kTimes = 4;
    limits.events = limits.events < engine::RunLimits().events / kTimes ? limits.events * kTimes
                                                                        : engine::RunLimits().events;
    return limits;
}

RunAndTwin run_beside(models::Simulation run, models::Simulation other, const Bounds& bounds) {
    RunAndTwin both{.run = std::move(run)};
    Bounds each = bounds;
    each.limits.bytes /= 2;
    go_on_beside(both, std::move(other), each);
    return both;
}

RunAndTwin run_beside_twin(models::Simulation simulation, const Bounds& bounds) {
    RunAndTwin both{.run = std::move(simulation)};
    const models::ScenarioPtr scenario = both.run.world().scenario;
    std::vector<const models::TimelineEntry*> dropped = entries_dropped_by_twin(*scenario);
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
    go_on_beside(both, twin_of(both.run, dropped), each);
    if (!any_began(both.run, dropped)) {
        both.harm.reset();
        both.twin.reset();
    }
    return both;
}

} // namespace shaketable::analysis
