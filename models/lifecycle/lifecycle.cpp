#include "models/lifecycle/lifecycle.hpp"

#include "engine/assert.hpp"
#include "models/faults/faults.hpp"
#include "models/frames.hpp"
#include "models/lifecycle/events.hpp"
#include "models/lifecycle/memory.hpp"
#include "models/lifecycle/probes.hpp"
#include "models/lifecycle/scaling.hpp"
#include "models/lifecycle/sessions.hpp"
#include "models/service.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr std::uint32_t kWarmSteps = 10;

bool serves(const Life& life) { return life.phase == LifePhase::kReady || life.phase == LifePhase::kWarming; }

/// Whether callers may choose it. Without a readiness probe a process is ready as soon as it runs.
bool is_offered(const LifePlan& plan, const Life& life) {
    if (life.phase == LifePhase::kAbsent || life.phase == LifePhase::kLeaving)
        return false;
    return plan.probes[static_cast<std::size_t>(ProbeKind::kReadiness)] ? life.is_ready
                                                                        : life.phase != LifePhase::kDown;
}

void set_slowness(Run& run, Instance& here, double slowness) {
    if (here.slowness == slowness)
        return;
    here.slowness = slowness;
    refresh_speed(run, run.index_of(here));
}

void warm_up(Run& run, Instance& here) {
    const LifePlan& plan = life_plan(run, here);
    Life& life = life_of(run, here);
    const double left = 1.0 - static_cast<double>(life.warm_steps) / kWarmSteps;
    set_slowness(run, here, 1.0 + (plan.cold_factor - 1.0) * left);
    if (life.warm_steps == kWarmSteps) {
        life.phase = LifePhase::kReady;
        return;
    }
    ++life.warm_steps;
    const double step_ns = static_cast<double>(plan.warm_up.ns()) / kWarmSteps;
    push_life_event(run, run.now() + engine::round_to_duration(step_ns), here, LifeEvent::kWarmer);
}

void begin_to_serve(Run& run, Instance& here) {
    const LifePlan& plan = life_plan(run, here);
    Life& life = life_of(run, here);
    life.phase = LifePhase::kReady;
    life.warm_steps = 0;
    if (plan.warm_up > engine::Duration() && plan.cold_factor > 1.0) {
        life.phase = LifePhase::kWarming;
        warm_up(run, here);
    }
    show_whether_it_serves(run, here);
    service_restarted(run, here);
}

/// The process is there, and nothing else holds it down.
void start_process(Run& run, Instance& here) {
    const LifePlan& plan = life_plan(run, here);
    Life& life = life_of(run, here);
    ++life.epoch;
    if (life.phase != LifePhase::kAbsent)
        run.meter(here, kRestarts).count();
    life.phase = LifePhase::kStarting;
    life.started_at = run.now();
    show_heap(run, here);
    begin_probes(run, here);
    if (plan.start == engine::Duration()) {
        begin_to_serve(run, here);
        return;
    }
    hold_down(run, here);
    show_whether_it_serves(run, here);
    push_life_event(run, run.now() + plan.start, here, LifeEvent::kStarted);
}

void process_started(Run& run, Instance& here) {
    let_go(run, here);
    if (is_up(here))
        begin_to_serve(run, here);
    else // killed meanwhile, and started by whoever did that
        life_of(run, here).phase = LifePhase::kDown;
}

void restart_after_backoff(Run& run, Instance& here) {
    let_go(run, here);
    if (is_up(here))
        restart_process(run, here);
}

void process_killed(Run& run, Instance& here) {
    service_crashed(run, here);
    Life& life = life_of(run, here);
    const bool was_absent = life.phase == LifePhase::kAbsent;
    const bool goes = was_absent || life.phase == LifePhase::kLeaving;
    if (!was_absent)
        let_go(run, here); // whoever kills what is down already starts it again
    const std::uint32_t epoch = life.epoch + 1;
    life = Life{.phase = goes ? LifePhase::kAbsent : LifePhase::kDown,
                .is_held_down = was_absent,
                .is_ready = false,
                .has_started = false,
                .epoch = epoch,
                .deaths = life.deaths + 1,
                .restarts = goes ? 0 : life.restarts,
                .ready_since = run.now(),
                .used = life.used,
                .started_at = life.started_at,
                .probes = life.probes};
    forget_probes(life);
    if (goes && !was_absent)
        hold_down(run, here);
    set_slowness(run, here, 1.0);
    show_whether_it_serves(run, here);
    show_heap(run, here);
    show_sessions(run, here);
}

void request_answered(Run& run, FrameRef frame, Outcome outcome) {
    if (is_probe(frame))
        probe_answered(run, frame, outcome);
    else
        service_answered(run, frame, outcome);
}

void request_left(Run& run, Instance& here, bool had_worker) {
    show_heap(run, here);
    left_service(run, here, had_worker);
}

void act_on(Run& run, Instance& here, std::uint32_t event) {
    switch (static_cast<LifeEvent>(event)) {
    case LifeEvent::kRestart:
        restart_after_backoff(run, here);
        return;
    case LifeEvent::kStarted:
        process_started(run, here);
        return;
    case LifeEvent::kWarmer:
        if (life_of(run, here).phase == LifePhase::kWarming) // else it is leaving
            warm_up(run, here);
        return;
    case LifeEvent::kOutOfMemory:
        kill_for_memory(run, here);
        return;
    case LifeEvent::kCollect:
        begin_collection(run, here);
        return;
    case LifeEvent::kCollected:
        end_collection(run, here);
        return;
    case LifeEvent::kGone:
        leave_for_good(run, here);
        return;
    case LifeEvent::kSweep:
    case LifeEvent::kSync:
    case LifeEvent::kProbe:
    case LifeEvent::kProbeTimeout:
        break;
    }
    const auto first_timeout = static_cast<std::uint32_t>(LifeEvent::kProbeTimeout);
    if (event < first_timeout)
        probe(run, here, static_cast<ProbeKind>(event - static_cast<std::uint32_t>(LifeEvent::kProbe)));
    else
        probe_timed_out(run, here, static_cast<ProbeKind>(event - first_timeout));
}

void on_life_event(Run& run, std::uint32_t index, std::uint16_t component, std::uint32_t epoch) {
    const std::uint32_t event = index >> kReplicaBits;
    const std::uint32_t replica = index & ((1U << kReplicaBits) - 1U);
    Instance& here = run.instance(run.scenario.components[component].first_instance + replica);
    if (event == static_cast<std::uint32_t>(LifeEvent::kSweep))
        sweep_sessions(run, here);
    else if (event == static_cast<std::uint32_t>(LifeEvent::kSync))
        sync_replicas(run, here);
    else if (epoch == life_of(run, here).epoch)
        act_on(run, here, event);
}

void begin_lives(Run& run, std::uint32_t component_index) {
    const Component& component = run.scenario.components[component_index];
    SHAKETABLE_ASSERT(run.world.lifecycles.size() == component.model_index);
    run.world.lifecycles.emplace_back().lives.resize(component.instances);
    begin_scaling(run, run.instance(component.first_instance));
    for (std::uint32_t replica = 0; replica < component.instances; ++replica) {
        const Instance& here = run.instance(component.first_instance + replica);
        show_whether_it_serves(run, here);
        show_heap(run, here);
        if (is_there(life_of(run, here)))
            begin_probes_of_old(run, here);
    }
    begin_sweeps(run, run.instance(component.first_instance));
}

} // namespace

void show_whether_it_serves(Run& run, const Instance& here) {
    LifecycleState& state = lifecycle_state(run, here);
    const Life& life = state.lives[here.replica];
    const LifePlan& plan = life_plan(run, here);
    const bool is_well = !is_there(life) || (serves(life) && is_offered(plan, life));
    run.meter(here, kNotServing).set(run.now(), is_well ? 0 : 1);
    show_scale(run, here);
    if (!lifecycle_plan(run, here).has_rotation)
        return;
    std::vector<std::uint32_t>& offered = state.in_rotation;
    const auto place = std::lower_bound(offered.begin(), offered.end(), here.replica);
    const bool is_there = place != offered.end() && *place == here.replica;
    if (is_offered(plan, life) && !is_there)
        offered.insert(place, here.replica);
    else if (!is_offered(plan, life) && is_there)
        offered.erase(place);
}

void hold_down(Run& run, Instance& here) {
    life_of(run, here).is_held_down = true;
    ++here.crashes;
}

void let_go(Run& run, Instance& here) {
    Life& life = life_of(run, here);
    if (!life.is_held_down)
        return;
    life.is_held_down = false;
    --here.crashes;
}

engine::Duration restart_delay(const LifePlan& plan, std::uint32_t restarts) {
    if (restarts == 0)
        return {};
    engine::Duration delay = plan.backoff;
    for (std::uint32_t doubled = 1; doubled < restarts && delay < plan.backoff_most; ++doubled)
        delay = delay + delay;
    return std::min(delay, plan.backoff_most);
}

void die(Run& run, Instance& here) {
    const LifePlan& plan = life_plan(run, here);
    Life& life = life_of(run, here);
    if (run.now() - life.started_at >= plan.backoff_reset)
        life.restarts = 0;
    if (life.phase == LifePhase::kLeaving) { // for good
        kill_process(run, run.index_of(here), LossNotice::kReset);
        return;
    }
    const engine::Duration delay = restart_delay(plan, life.restarts);
    ++life.restarts;
    let_go(run, here);
    ++here.crashes;
    kill_process(run, run.index_of(here), LossNotice::kReset);
    life.is_held_down = true;
    push_life_event(run, run.now() + delay, here, LifeEvent::kRestart);
}

std::vector<MetricSpec> life_metrics() {
    std::vector<MetricSpec> metrics = {
        {"restarts", MetricKind::kCounter, "processes", "How often its process was started again."},
        sign({"not_serving", MetricKind::kGauge, "replicas",
              "Replicas that do not serve: down, in their back-off, starting, or not ready."},
             {.brief = "not serving"}),
    };
    SHAKETABLE_ASSERT(kServerMetrics + metrics.size() == kLifeMetrics);
    return metrics;
}

const ComponentModel& managed_service_model() {
    static constexpr ComponentModel kModel = [] {
        ComponentModel model = kServiceModel;
        model.begin = begin_lives;
        model.answered = request_answered;
        model.left = request_left;
        model.on_event = on_life_event;
        model.crashed = process_killed;
        model.restarted = start_process;
        return model;
    }();
    return kModel;
}

} // namespace shaketable::models
