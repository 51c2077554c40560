#include "models/lifecycle/probes.hpp"

#include "models/frames.hpp"
#include "models/lifecycle/events.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/server.hpp"

namespace shaketable::models {

namespace {

constexpr engine::Label kProbes = engine::label("probe");
constexpr engine::Label kPhase = engine::label("probe phase");

constexpr auto all_kinds() {
    return std::array{ProbeKind::kStartup, ProbeKind::kReadiness, ProbeKind::kLiveness};
}

const std::optional<ProbePlan>& plan_of(const Run& run, const Instance& here, ProbeKind kind) {
    return life_plan(run, here).probes[static_cast<std::size_t>(kind)];
}
Probe& probe_of(Run& run, const Instance& here, ProbeKind kind) {
    return life_of(run, here).probes[static_cast<std::size_t>(kind)];
}

/// Of all probes of this kind at the replica.
engine::Key key_of(const Run& run, const Instance& here, ProbeKind kind) {
    return run.world.root.child(run.component_of(here).label, here.replica)
        .child(kProbes, static_cast<std::uint64_t>(kind));
}

void push_probe_event(Run& run, engine::Time at, const Instance& here, LifeEvent first, ProbeKind kind) {
    push_life_event(run, at, here, static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(kind),
                    life_of(run, here).epoch);
}

/// So many in a row have succeeded that it is believed.
void pass(Run& run, const Instance& here, ProbeKind kind) {
    Life& life = life_of(run, here);
    if (kind == ProbeKind::kStartup)
        life.has_started = true;
    if (kind != ProbeKind::kReadiness || life.is_ready)
        return;
    life.is_ready = true;
    life.ready_since = run.now();
    show_whether_it_serves(run, here);
}

/// So many in a row have failed.
void fail(Run& run, Instance& here, ProbeKind kind) {
    Life& life = life_of(run, here);
    if (kind != ProbeKind::kReadiness) {
        run.meter(here, lifecycle_plan(run, here).probe_metric).count();
        die(run, here);
    } else if (life.is_ready) {
        life.is_ready = false;
        life.ready_since = run.now();
        show_whether_it_serves(run, here);
    }
}

void succeeded(Run& run, const Instance& here, ProbeKind kind) {
    Probe& probe = probe_of(run, here, kind);
    probe.is_pending = false;
    probe.failures = 0;
    if (++probe.successes >= plan_of(run, here, kind)->successes)
        pass(run, here, kind);
}

void failed(Run& run, Instance& here, ProbeKind kind) {
    Probe& probe = probe_of(run, here, kind);
    probe.is_pending = false;
    probe.successes = 0;
    if (++probe.failures >= plan_of(run, here, kind)->failures)
        fail(run, here, kind);
}

/// Sends the request, and says whether it was let in.
bool ask(Run& run, const Instance& here, engine::Key key) {
    const FrameRef frame =
        make_frame(run, run.index_of(here), run.program(here, lifecycle_plan(run, here).probe_program));
    const std::uint32_t index = frame.index;
    frame->key = key;
    frame->parent = index;
    frame->parent_epoch = kNone; // nobody waits for it
    frame->journey = 0;
    frame->counted = false;
    frame->traced = false;
    const std::uint64_t rejected = here.left;
    here.model->arrive(run, frame);
    return here.left == rejected;
}

void begin(Run& run, Instance& here, ProbeKind kind) {
    Probe& probe = probe_of(run, here, kind);
    const engine::Key key = key_of(run, here, kind).child(kProbes, probe.ordinal++);
    probe.who = key.bits;
    probe.is_pending = true;
    if (here.crashes > 0) // it starts, and refuses
        failed(run, here, kind);
    else if (!life_plan(run, here).probe_needs_worker && here.hangs == 0)
        succeeded(run, here, kind);
    else if (life_plan(run, here).probe_needs_worker && !ask(run, here, key) && probe.is_pending)
        failed(run, here, kind);
}

} // namespace

void begin_probes(Run& run, const Instance& here) {
    Life& life = life_of(run, here);
    life.has_started = !plan_of(run, here, ProbeKind::kStartup);
    life.is_ready = !plan_of(run, here, ProbeKind::kReadiness);
    life.ready_since = run.now();
    for (const ProbeKind kind : all_kinds())
        if (const auto& plan = plan_of(run, here, kind); plan)
            push_probe_event(run, run.now() + plan->initial_delay, here, LifeEvent::kProbe, kind);
}

void begin_probes_of_old(Run& run, const Instance& here) {
    for (const ProbeKind kind : all_kinds()) {
        const auto& plan = plan_of(run, here, kind);
        if (!plan || kind == ProbeKind::kStartup)
            continue;
        engine::Draws draws(key_of(run, here, kind), kPhase);
        const double within = draws.unit() * static_cast<double>(plan->period.ns());
        push_probe_event(run, run.now() + engine::round_to_duration(within), here, LifeEvent::kProbe, kind);
    }
}

void forget_probes(Life& life) {
    for (Probe& probe : life.probes)
        probe = Probe{.ordinal = probe.ordinal};
}

void probe(Run& run, Instance& here, ProbeKind kind) {
    const Life& life = life_of(run, here);
    const bool is_over = kind == ProbeKind::kStartup && life.has_started;
    if (is_over)
        return;
    const ProbePlan& plan = *plan_of(run, here, kind);
    const bool has_to_wait = kind != ProbeKind::kStartup && !life.has_started;
    if (!has_to_wait)
        push_probe_event(run, run.now() + plan.timeout, here, LifeEvent::kProbeTimeout, kind);
    push_probe_event(run, run.now() + plan.period, here, LifeEvent::kProbe, kind);
    if (!has_to_wait)
        begin(run, here, kind);
}

void probe_timed_out(Run& run, Instance& here, ProbeKind kind) {
    if (probe_of(run, here, kind).is_pending)
        failed(run, here, kind);
}

void probe_answered(Run& run, FrameRef frame, Outcome outcome) {
    const Instance& here = run.instance_of(frame);
    for (const ProbeKind kind : all_kinds()) {
        const Probe& awaited = probe_of(run, here, kind);
        if (!awaited.is_pending || awaited.who != frame->key.bits)
            continue;
        run.fact(here, frame, What::kAnswered, outcome);
        run.meter(here, kServiceTime).time(run.now() - frame->since);
        run.meter(here, kAnsweredOk).count();
        succeeded(run, here, kind);
        return;
    }
    (void)answer_caller(run, frame, here, outcome); // too late
}

std::vector<MetricSpec> probe_metrics() {
    return {{"probe_kills", MetricKind::kCounter, "processes",
             "Processes that were killed because their liveness or startup probe failed."}};
}

} // namespace shaketable::models
