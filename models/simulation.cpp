#include "models/simulation.hpp"

#include "models/database/access.hpp"

#include "models/conditions.hpp"
#include "models/cpu.hpp"
#include "models/faults/faults.hpp"
#include "models/frames.hpp"
#include "models/process.hpp"

#include <algorithm>
#include <new>
#include <string>

namespace shaketable::models {

namespace {

template <class Value>
std::size_t bytes_of(const std::vector<Value>& values) {
    return values.size() * sizeof(Value);
}

} // namespace

std::size_t World::bytes() const {
    const auto size_of = [](const auto&... states) { return (std::size_t{0} + ... + bytes_of(states)); };
    std::size_t database_bytes = bytes_of(databases);
    for (const DatabaseState& database : databases) {
        database_bytes += database.locks.bytes() + database.changes.bytes() + database.conflicts.bytes();
        for (const TableState& table : database.tables)
            database_bytes += bytes_of(table.deaths);
    }
    for (const MigrationState& migration : migrations)
        database_bytes += bytes_of(migration.truncated);
    for (const GroupState& group : groups)
        database_bytes += sizeof(group) + group.log.bytes();
    for (const Placement& placement : placements)
        database_bytes += bytes_of(placement.moved) + bytes_of(placement.held);
    for (const MoveState& move : moves)
        database_bytes += bytes_of(move.left) + bytes_of(move.copied);
    std::size_t life_bytes = 0;
    for (const LifecycleState& lifecycle : lifecycles)
        life_bytes += sizeof(lifecycle) + lifecycle.bytes();
    std::size_t queue_bytes = bytes_of(queues.of) + queues.deliveries.bytes();
    for (const QueueState& queue : queues.of)
        queue_bytes += queue.store.bytes() + queue.done.bytes() + bytes_of(queue.ends);
    queue_bytes += bytes_of(queues.topics) + queues.records.bytes();
    for (const TopicState& topic : queues.topics) {
        queue_bytes += topic.log.bytes();
        for (const TopicGroupState& group : topic.groups)
            queue_bytes += group.done.bytes();
    }
    return sizeof(*this) + caches.bytes() + life_bytes + queue_bytes + bytes_of(job_hosts) +
           std::apply(size_of, policy_states) + bytes_of(outstanding) + bytes_of(placements) +
           bytes_of(moves) + bytes_of(moves_in_line) + transaction_of.bytes() + sessions.bytes() +
           bytes_of(transactions) + database_bytes + clockwork.queue.bytes() + timers.bytes() +
           frames.bytes() + deadlines.bytes() + instances.size() * sizeof(Instance) +
           edge_states.size() * sizeof(EdgeState) + clients.size() * sizeof(ClientState) +
           user_journeys.size() * (sizeof(std::uint32_t) + sizeof(std::uint8_t)) + active.size() +
           bytes_of(ended) + dropped.size() + bytes_of(watches) + bytes_of(journey_counts) +
           facts.size() * sizeof(engine::Fingerprint);
}

void Run::tell(bool traced, const Fact& fact) const {
    if (observer != nullptr)
        observer->on_fact(fact);
    if (traced)
        recording.traces().add({.fact = fact});
}

std::uint32_t Run::edge_of(FrameRef frame, What what) const {
    const bool is_call = what == What::kCallBegan || what == What::kCallEnded;
    return is_call ? call_site_of(frame).edge : kNone;
}

void Run::trace_birth(FrameRef frame, TraceStep step) const {
    const Instance& there = instance_of(frame);
    step.fact.time = now();
    step.fact.component = there.component;
    step.fact.replica = there.replica;
    step.fact.who = who_is(*frame);
    recording.traces().add(step);
}

namespace {

World make_world(ScenarioPtr scenario, std::uint64_t seed) {
    World world;
    world.scenario = std::move(scenario);
    const Scenario& plan = *world.scenario;
    world.seed = seed;
    world.root = engine::Key::from_seed(seed);
    world.timers = engine::TimerLanes(static_cast<std::uint8_t>(EventKind::kLane), plan.timer_lanes);
    for (std::uint32_t index = 0; index < plan.components.size(); ++index) {
        const Component& component = plan.components[index];
        const auto metrics = static_cast<std::uint32_t>(component.metrics.size());
        const auto edges = static_cast<std::uint32_t>(component.edges.size());
        for (std::uint32_t replica = 0; replica < component.instances; ++replica)
            world.instances.push_back(
                Instance{.model = component.model,
                         .component = index,
                         .replica = replica,
                         .salt = engine::mix(replica),
                         .first_meter = component.first_meter + replica * metrics,
                         .first_call_metric = component.first_call_metric,
                         .first_edge_state = component.first_edge_state + replica * edges,
                         .first_program = component.versions.front().first_program,
                         .capacity = component.versions.front().capacity});
    }
    world.edge_states.resize(plan.edge_states);
    Policies::for_each([&]<class Policy>(std::size_t kind) {
        std::get<std::vector<Policy>>(world.policy_states).resize(plan.policy_state_counts[kind]);
    });
    world.pool_ages.resize(plan.pool_ages);
    world.outstanding.resize(plan.outstanding);
    world.clients.resize(plan.clients.size());
    world.user_journeys.resize(plan.users);
    world.user_stays_away.resize(plan.users, 1);
    world.active.resize(plan.timeline.size());
    world.ended.assign(plan.timeline.size(), engine::Time::latest());
    world.dropped.resize(plan.timeline.size());
    world.watches.resize(plan.conditions.size());
    world.journey_counts.resize(plan.journey_counts);
    world.disturbed.resize(plan.edges.size());
    world.facts.resize(plan.components.size());
    for (const DatabasePlan& database : plan.databases)
        world.databases.push_back(state_in_the_beginning(database));
    world.caches = caches_in_the_beginning(plan.caches);
    world.job_hosts = hosts_of(plan.jobs);
    for (const QueuePlan& queue : plan.queues)
        world.queues.of.push_back(empty_queue(queue, plan));
    for (const TopicPlan& topic : plan.topics)
        world.queues.topics.push_back(empty_topic(topic, plan));
    world.migrations.resize(plan.migrations.size());
    world.placements.resize(plan.shards.size());
    world.moves.resize(plan.moves.size());
    for (const GroupPlan& group : plan.groups)
        world.groups.emplace_back().members.resize(group.members.size());
    for (const Edge& edge : plan.edges) {
        const Component& caller = plan.components[edge.caller];
        for (std::uint32_t replica = 0; replica < caller.instances; ++replica)
            world.edge_states[world.instances[caller.first_instance + replica].first_edge_state + edge.slot]
                .pool_size = caller.versions.front().pools[edge.slot].size;
    }
    return world;
}

void schedule_timeline(Run& run) {
    for (const TimelineEntry& entry : run.scenario.timeline)
        if (entry.condition == kNone)
            schedule_entry(run, entry, entry.at);
        else
            watch_condition(run, entry);
}

void act_on_timeline(Run& run, const TimelineEntry& entry, bool ends) {
    if (run.world.dropped[entry.index] != 0 || run.world.ended[entry.index] < engine::Time::latest())
        return;
    run.world.active[entry.index] = ends ? 0 : 1;
    if (entry.component != kNone) {
        const Instance& target = run.instance(run.scenario.components[entry.component].first_instance);
        run.fact(target, engine::label(entry.name).bits, ends ? What::kFaultEnded : What::kFaultBegan);
    }
    (ends ? entry.action.end : entry.action.begin)(run, entry);
}

/// Whether the frame's process hangs; then it learns of this later.
bool hangs(Run& run, FrameRef frame, std::uint16_t detail) {
    if (__builtin_expect(run.instance_of(frame).hangs == 0, 1))
        return false;
    run.world.deferred.push_back(
        {.instance = frame->instance, .frame = frame.index, .epoch = frame->epoch, .detail = detail});
    return true;
}

void resume(Run& run, FrameRef frame, std::uint16_t detail) {
    const Op& op = run.op_of(frame);
    op.resume(run, frame, op, detail);
}

void wake_frame(Run& run, const engine::Event& event) {
    const FrameRef frame = run.frame(event.index);
    if (frame->epoch != event.epoch)
        return; // late: it does not wait for this any more
    if (hangs(run, frame, event.detail()))
        return;
    if (static_cast<Wake>(event.detail() & 0xFFU) == Wake::kWorkDone)
        stop_computing(run, frame);
    resume(run, frame, event.detail());
}

void arrive(Run& run, const engine::Event& event) {
    const FrameRef frame = run.frame(event.index);
    if (frame->epoch != event.epoch)
        return; // a crash took it on its way
    Instance& here = run.instance_of(frame);
    if (__builtin_expect(here.host_crashes > 0, 0))
        vanish(run, here, frame);
    else
        here.model->arrive(run, frame);
}

/// What the run loop sees: the world, and the handlers by kind of event.
struct Handlers {
    Run run;

    engine::Clockwork& clockwork() { return run.world.clockwork; }
    [[nodiscard]] std::uint64_t seed() const { return run.world.seed; }
    [[nodiscard]] std::size_t bytes() const { return run.world.bytes() + run.recording.bytes(); }

    void handle(const engine::Event& event) {
        run.recording.roll(event.time);
        switch (static_cast<EventKind>(event.kind())) {
        case EventKind::kArrive:
            arrive(run, event);
            return;
        case EventKind::kFrame:
            wake_frame(run, event);
            return;
        case EventKind::kCpu:
            on_cpu_event(run, run.instance(event.index), event.epoch);
            return;
        case EventKind::kLane: {
            const std::uint32_t index = run.world.timers.expire(run.queue(), event);
            if (index != engine::TimerLanes::kNone) {
                const FrameRef frame = run.frame(index);
                if (!hangs(run, frame, static_cast<std::uint16_t>(Wake::kTimeout)))
                    time_out(run, frame);
            }
            return;
        }
        case EventKind::kTimeline:
            if (const TimelineEntry& entry = run.scenario.timeline[event.index]; event.detail() == 2)
                entry.action.step(run, entry, event.epoch);
            else
                act_on_timeline(run, entry, event.detail() == 1);
            return;
        case EventKind::kCondition:
            evaluate_condition(run, run.scenario.timeline[event.index]);
            return;
        case EventKind::kCancel:
            arrive_cancellation(run, event);
            return;
        case EventKind::kModel:
            run.scenario.components[event.detail()].model->on_event(run, event.index, event.detail(),
                                                                    event.epoch);
            return;
        }
        SHAKETABLE_ASSERT(false);
    }
};

} // namespace

Simulation::Simulation(ScenarioPtr scenario, std::uint64_t seed)
    : world_(make_world(std::move(scenario), seed)), recording_(*world_.scenario) {
    Run run(world_, recording_, nullptr);
    warm_caches(run);
    schedule_timeline(run);
    for (std::uint32_t component = 0; component < run.scenario.components.size(); ++component)
        if (run.scenario.components[component].model->begin != nullptr)
            run.scenario.components[component].model->begin(run, component);
}

/// Runs until `end` (excluding what is due then), where the clock stands afterwards.
engine::StopReason Simulation::run_to(engine::Time end, const engine::RunLimits& limits,
                                      const KeepGoing& keep_going) {
    Handlers handlers{Run(world_, recording_, observer_.observer, observer_.journeys)};
    const engine::Time last = engine::Time::from_ns(end.ns() - 1);
    const engine::StopReason reason =
        engine::run_until(handlers, last, limits, [&] { return keep_going == nullptr || keep_going(*this); });
    if (reason == engine::StopReason::kReachedEnd)
        world_.clockwork.queue.advance(end);
    return reason;
}

/// Closes the windows that have ended, and says whether the run may go on.
engine::StopReason Simulation::pause(const engine::RunLimits& limits, const KeepGoing& keep_going) {
    recording_.roll(world_.now());
    if (world_.bytes() + recording_.bytes() > limits.bytes)
        return engine::StopReason::kTooMuchMemory;
    return keep_going == nullptr || keep_going(*this) ? engine::StopReason::kReachedEnd
                                                      : engine::StopReason::kCancelled;
}

engine::StopReason Simulation::run_until(engine::Time end, const engine::RunLimits& limits,
                                         const KeepGoing& keep_going) {
    SHAKETABLE_ASSERT(end >= world_.now());
    engine::StopReason reason = engine::StopReason::kReachedEnd;
    try {
        recording_.roll(world_.now());
        while (reason == engine::StopReason::kReachedEnd && world_.now() < end) {
            reason = run_to(std::min(end, recording_.next_pause()), limits, keep_going);
            if (reason == engine::StopReason::kReachedEnd && world_.now() < end)
                reason = pause(limits, keep_going);
        }
    } catch (const std::bad_alloc&) {
        return engine::StopReason::kTooMuchMemory;
    }
    check_conservation();
    return reason;
}

void Simulation::drop(const TimelineEntry& entry) {
    SHAKETABLE_ASSERT(begin_of(world_, entry) >= world_.now() && world_.active[entry.index] == 0);
    world_.dropped[entry.index] = 1;
    if (entry.condition != kNone)
        world_.watches[entry.condition].begins_at = engine::Time::latest();
}

void Simulation::extend(engine::Duration by) {
    for (const TimelineEntry& entry : scenario().timeline)
        if (begin_of(world_, entry) >= scenario().end &&
            (entry.condition == kNone || is_dropped_by_twin(entry)))
            drop(entry);
    Scenario longer = scenario();
    longer.end = longer.end + by;
    world_.scenario = std::make_shared<const Scenario>(std::move(longer));
    recording_.judge_until(*world_.scenario);
}

void Simulation::begin_relief(Relief relief) {
    recording_.roll(world_.now());
    Run run(world_, recording_, observer_.observer, observer_.journeys);
    models::begin_relief(run, relief);
}

void Simulation::end_relief(Relief relief) {
    recording_.roll(world_.now());
    Run run(world_, recording_, observer_.observer, observer_.journeys);
    models::end_relief(run, relief);
}

std::uint64_t Simulation::fingerprint_of(std::uint32_t component) const {
    engine::Fingerprint named = world_.facts[component];
    named.fold(scenario().components[component].label.bits);
    return named.value();
}

std::uint64_t Simulation::fingerprint() const {
    engine::Fingerprint whole;
    for (std::uint32_t component = 0; component < scenario().components.size(); ++component)
        whole.fold(fingerprint_of(component));
    return whole.value();
}

void Simulation::check_conservation() const {
    for (const Instance& instance : world_.instances)
        SHAKETABLE_ASSERT(instance.entered == instance.left + instance.unserved + instance.in_service);
}

} // namespace shaketable::models
