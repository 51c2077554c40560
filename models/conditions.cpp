#include "models/conditions.hpp"

#include <algorithm>
#include <optional>

namespace shaketable::models {

namespace {

const Condition& condition_of(const Run& run, const TimelineEntry& entry) {
    return run.scenario.conditions[entry.condition];
}

engine::Payload payload_of(EventKind kind, const TimelineEntry& entry, std::uint16_t detail = 0) {
    return {.kind = static_cast<std::uint8_t>(kind), .detail = detail, .index = entry.index};
}

/// The sum of `part(instance)` over the component's replicas.
template <class Part>
double sum_over(const Run& run, std::uint32_t component_index, Part part) {
    const Component& component = run.scenario.components[component_index];
    double sum = 0.0;
    for (std::uint32_t replica = 0; replica < component.instances; ++replica)
        sum += part(run.instance(component.first_instance + replica));
    return sum;
}

double busy_cores(const Instance& here) { return std::min<double>(here.cpu.running, here.capacity.cores); }

double waiting_for_connections(const Run& run, const Instance& here) {
    double waiting = 0.0;
    for (const std::uint32_t edge : run.component_of(here).edges)
        waiting +=
            run.world.edge_states[here.first_edge_state + run.scenario.edges[edge].slot].waiting.length;
    return waiting;
}

/// The counts of a condition: what ended after the n-th evaluation is at n modulo their number.
JourneyCount* counts_of(const Run& run, const Condition& condition) {
    return run.world.journey_counts.data() + condition.first_count;
}

JourneyCount total_of(const Run& run, const Condition& condition) {
    JourneyCount total;
    for (std::uint32_t place = 0; place < condition.counts; ++place) {
        const JourneyCount& count = counts_of(run, condition)[place];
        total.ended += count.ended;
        total.failed += count.failed;
        total.good += count.good;
    }
    return total;
}

std::optional<double> share_of(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0)
        return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

std::optional<double> value_of(const Run& run, const Condition& condition) {
    const std::uint32_t component = condition.component;
    switch (condition.signal) {
    case Signal::kQueueDepth:
        return sum_over(run, component, [](const Instance& here) { return here.unserved; });
    case Signal::kInService:
        return sum_over(run, component, [](const Instance& here) { return here.in_service; });
    case Signal::kBusyWorkers:
        return sum_over(run, component, [](const Instance& here) { return here.workers_busy; });
    case Signal::kUtilisation:
        return sum_over(run, component, busy_cores) /
               sum_over(run, component, [](const Instance& here) { return here.capacity.cores; });
    case Signal::kPoolWaiting:
        return sum_over(run, component,
                        [&](const Instance& here) { return waiting_for_connections(run, here); });
    case Signal::kGauge:
        return run.scenario.components[component].metrics[condition.gauge].scale *
               sum_over(run, component, [&](const Instance& here) {
                   return static_cast<double>(run.meter(here, condition.gauge).level());
               });
    case Signal::kErrorRate:
    case Signal::kBadShare:
    case Signal::kGoodput:
        break;
    }
    if (run.world.watches[condition.watch].evaluations < condition.counts)
        return std::nullopt;
    const JourneyCount total = total_of(run, condition);
    if (condition.signal == Signal::kErrorRate)
        return share_of(total.failed, total.ended);
    if (condition.signal == Signal::kBadShare)
        return share_of(total.ended - total.good, total.ended);
    return static_cast<double>(total.good) / (condition.every * condition.counts).seconds();
}

bool is_crossed(const Run& run, const Condition& condition) {
    const std::optional<double> value = value_of(run, condition);
    return value && (condition.below ? *value < condition.line : *value > condition.line);
}

/// What ends until the next evaluation is counted where the oldest counts are.
void turn_counts(const Run& run, const Condition& condition) {
    const Watch& watch = run.world.watches[condition.watch];
    if (condition.counts > 0)
        counts_of(run, condition)[watch.evaluations % condition.counts] = JourneyCount{};
}

} // namespace

void watch_condition(Run& run, const TimelineEntry& entry) {
    run.queue().push(run.scenario.zero, payload_of(EventKind::kCondition, entry));
}

void evaluate_condition(Run& run, const TimelineEntry& entry) {
    if (run.world.dropped[entry.index] != 0)
        return;
    const Condition& condition = condition_of(run, entry);
    Watch& watch = run.world.watches[condition.watch];
    if (!is_crossed(run, condition))
        watch.crossed_at = engine::Time::latest();
    else if (watch.crossed_at == engine::Time::latest())
        watch.crossed_at = run.now();
    if (watch.crossed_at <= run.now() && run.now() - watch.crossed_at >= condition.held_for) {
        watch.begins_at = run.now() + condition.reaction;
        schedule_entry(run, entry, watch.begins_at);
        return;
    }
    turn_counts(run, condition);
    ++watch.evaluations;
    run.queue().push(run.now() + condition.every, payload_of(EventKind::kCondition, entry));
}

void schedule_entry(Run& run, const TimelineEntry& entry, engine::Time at) {
    run.queue().push(at, payload_of(EventKind::kTimeline, entry));
    if (entry.ends)
        run.queue().push(at + entry.lasts, payload_of(EventKind::kTimeline, entry, 1));
}

engine::Time begin_of(const World& world, const TimelineEntry& entry) {
    if (world.dropped[entry.index] != 0)
        return engine::Time::latest();
    return entry.condition == kNone ? entry.at : world.watches[entry.condition].begins_at;
}

engine::Time end_of(const World& world, const TimelineEntry& entry) {
    if (entry.migration != kNone)
        return world.migrations[entry.migration].ended_at;
    if (entry.move != kNone)
        return world.moves[entry.move].ended_at;
    if (world.ended[entry.index] < engine::Time::latest())
        return world.ended[entry.index];
    return entry.ends ? begin_of(world, entry) + entry.lasts : engine::Time::latest();
}

bool has_failed(const World& world, const TimelineEntry& entry) {
    return (entry.migration != kNone && world.migrations[entry.migration].failed) ||
           (entry.move != kNone && world.moves[entry.move].failed);
}

void count_ended_journey(Run& run, std::uint32_t client, Outcome outcome) {
    for (const std::uint32_t index : run.scenario.journey_conditions) {
        const Condition& condition = run.scenario.conditions[index];
        const Watch& watch = run.world.watches[index];
        if (watch.evaluations == 0 || (condition.component != kNone && condition.component != client))
            continue;
        JourneyCount& count = counts_of(run, condition)[(watch.evaluations - 1) % condition.counts];
        ++count.ended;
        count.good += outcome == Outcome::kOk ? 1U : 0U;
        count.failed += is_answered(outcome) ? 0U : 1U;
    }
}

} // namespace shaketable::models
