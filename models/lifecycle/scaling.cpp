#include "models/lifecycle/scaling.hpp"

#include "models/cpu.hpp"
#include "models/lifecycle/events.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/service.hpp"

#include <algorithm>
#include <tuple>

namespace shaketable::models {

namespace {

const std::optional<AutoscalerPlan>& plan_of_scaling(const Run& run, const Instance& here) {
    return lifecycle_plan(run, here).autoscaler;
}

void push_sync(Run& run, const Instance& first) {
    push_life_event(run, run.now() + plan_of_scaling(run, first)->sync_period, first, LifeEvent::kSync);
}

std::int64_t usage_of(Run& run, const Instance& here, ScaleBy by, engine::Duration period) {
    if (by == ScaleBy::kEach)
        return (std::int64_t{here.in_service} + here.unserved) * 1000;
    Life& life = life_of(run, here);
    const double used = used_until(here.cpu, run.now());
    const double since = used - life.used;
    life.used = used;
    return static_cast<std::int64_t>(since / static_cast<double>(period.ns()));
}

ReplicaSample sample_of(Run& run, const Instance& here, ScaleBy by, engine::Duration period) {
    const Life& life = life_of(run, here);
    const std::int64_t usage = usage_of(run, here, by, period);
    ReplicaSample sample{.is_ready = has_process(life) && life.is_ready,
                         .started_at = life.started_at,
                         .changed_at = life.ready_since,
                         .measured_at = run.now(),
                         .window = period};
    if (has_process(life))
        sample.usage = usage;
    return sample;
}

template <class Visit>
void for_each_replica(const Run& run, const Instance& first, Visit visit) {
    const Component& component = run.component_of(first);
    for (std::uint32_t replica = 0; replica < component.instances; ++replica)
        visit(run.instance(component.first_instance + replica));
}

/// Nothing: the channel does not say.
std::optional<std::int64_t> messages_for(Run& run, std::uint32_t channel, std::uint32_t consumer) {
    const Component& component = run.scenario.components[channel];
    Instance& there = run.instance(component.first_instance);
    if (!is_up(there) || there.hangs > 0)
        return std::nullopt;
    return component.model->messages_for(run, there, consumer) * 1000;
}

MetricSample measure(Run& run, const Instance& first, const ScalingMetricPlan& metric,
                     engine::Duration period) {
    MetricSample measured{
        .by = metric.by, .target = metric.target, .request = std::int64_t{first.capacity.cores_thousandths}};
    if (metric.by == ScaleBy::kTotal) {
        measured.total = messages_for(run, metric.channel, first.component);
        return measured;
    }
    for_each_replica(run, first, [&](const Instance& here) {
        const ReplicaSample sample = sample_of(run, here, metric.by, period);
        if (is_there(life_of(run, here)))
            measured.replicas.push_back(sample);
    });
    return measured;
}

void come(Run& run, Instance& here) {
    let_go(run, here);
    if (is_up(here)) {
        restart_process(run, here);
    } else { // whoever keeps it down starts it
        life_of(run, here).phase = LifePhase::kDown;
        show_whether_it_serves(run, here);
    }
}

void leave(Run& run, Instance& here, const AutoscalerPlan& plan) {
    Life& life = life_of(run, here);
    const bool has_begun = life.phase == LifePhase::kReady || life.phase == LifePhase::kWarming;
    if (has_begun) {
        life.phase = LifePhase::kLeaving;
        show_whether_it_serves(run, here);
        service_leaves(run, here);
        push_life_event(run, run.now() + plan.grace, here, LifeEvent::kGone);
        return;
    }
    life.phase = LifePhase::kLeaving; // it dies as one that leaves
    kill_process(run, run.index_of(here), LossNotice::kReset);
}

/// Whether `a` goes before `b`.
bool goes_before(Run& run, const Instance& a, const Instance& b) {
    const auto rank = [&](const Instance& here) {
        const Life& life = life_of(run, here);
        const bool is_ready = has_process(life) && life.is_ready;
        return std::tuple(is_ready, -life.ready_since.ns(), -life.started_at.ns(),
                          -std::int64_t{here.replica});
    };
    return rank(a) < rank(b);
}

/// Lets replicas come or go until there are as many as are wanted.
void reconcile(Run& run, const Instance& first) {
    const AutoscalerPlan& plan = *plan_of_scaling(run, first);
    std::uint32_t there = 0;
    for_each_replica(run, first,
                     [&](const Instance& here) { there += is_there(life_of(run, here)) ? 1 : 0; });
    const std::uint32_t wanted = lifecycle_state(run, first).wanted;
    for_each_replica(run, first, [&](Instance& here) {
        if (there < wanted && life_of(run, here).phase == LifePhase::kAbsent) {
            come(run, here);
            ++there;
        }
    });
    for (; there > wanted; --there) {
        Instance* next = nullptr;
        for_each_replica(run, first, [&](Instance& here) {
            if (is_there(life_of(run, here)) && (next == nullptr || goes_before(run, here, *next)))
                next = &here;
        });
        leave(run, *next, plan);
    }
}

} // namespace

void begin_scaling(Run& run, const Instance& first) {
    const std::optional<AutoscalerPlan>& plan = plan_of_scaling(run, first);
    if (!plan)
        return;
    lifecycle_state(run, first).wanted = plan->replicas;
    for_each_replica(run, first, [&](Instance& here) {
        if (here.replica < plan->replicas)
            return;
        life_of(run, here).phase = LifePhase::kAbsent;
        hold_down(run, here);
    });
    push_sync(run, first);
}

void sync_replicas(Run& run, const Instance& first) {
    const AutoscalerPlan& plan = *plan_of_scaling(run, first);
    LifecycleState& state = lifecycle_state(run, first);
    std::vector<MetricSample> measured;
    for (const ScalingMetricPlan& metric : plan.metrics)
        measured.push_back(measure(run, first, metric, plan.sync_period));
    state.wanted = state.autoscaler.sync(plan.rules, run.now(), state.wanted, measured);
    reconcile(run, first);
    push_sync(run, first);
}

void leave_for_good(Run& run, Instance& here) {
    if (life_of(run, here).phase != LifePhase::kLeaving)
        return;
    kill_process(run, run.index_of(here), LossNotice::kReset);
    reconcile(run, run.instance(run.component_of(here).first_instance)); // it may be wanted again
}

void show_scale(Run& run, const Instance& here) {
    if (const std::optional<AutoscalerPlan>& plan = plan_of_scaling(run, here); plan)
        run.meter(here, plan->metric).set(run.now(), is_there(life_of(run, here)) ? 1 : 0);
}

std::vector<MetricSpec> scaling_metrics() {
    return {{"replicas", MetricKind::kGauge, "replicas",
             "Replicas that there are, serving or not; those that are leaving are not among them."}};
}

} // namespace shaketable::models
