#include "models/lifecycle/sessions.hpp"

#include "engine/assert.hpp"
#include "models/frames.hpp"
#include "models/lifecycle/events.hpp"
#include "models/lifecycle/lifecycle.hpp"
#include "models/lifecycle/memory.hpp"

namespace shaketable::models {

namespace {

constexpr engine::Duration kSweptEvery = engine::Duration::from_seconds(60);

Meter& session_meter(Run& run, const Instance& here, SessionMetric metric) {
    return run.meter(here, lifecycle_plan(run, here).first_session_metric + metric);
}

bool is_kept(const LifecycleState& state, const SessionPlace& place) {
    return state.lives[place.replica].deaths == place.process;
}

/// Nobody can use it any more: its replica, if that still had it, forgets it.
void forget(Run& run, const Instance& one_of_them, const SessionPlace& place) {
    LifecycleState& state = lifecycle_state(run, one_of_them);
    if (!is_kept(state, place))
        return;
    const Component& component = run.component_of(one_of_them);
    const Instance& there = run.instance(component.first_instance + place.replica);
    --state.lives[place.replica].sessions;
    show_sessions(run, there);
    show_heap(run, there);
}

Progress execute_need_session(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    LifecycleState& state = lifecycle_state(run, here);
    const auto found = state.sessions.find(run.session_of(frame));
    if (found == state.sessions.end() || found->second.expires <= run.now()) {
        ++frame->op;
        return Progress::kNext;
    }
    SessionPlace& place = found->second;
    if (place.replica == here.replica && is_kept(state, place)) {
        place.expires = run.now() + lifecycle_plan(run, here).session_lasts;
        frame->op = op.a;
        return Progress::kNext;
    }
    session_meter(run, here, kSessionsLost).count();
    forget(run, here, place);
    state.sessions.erase(found);
    fail_frame(run, frame, Outcome::kError);
    return Progress::kSuspended;
}

Progress execute_keep_session(Run& run, FrameRef frame, const Op&) {
    const Instance& here = run.instance_of(frame);
    LifecycleState& state = lifecycle_state(run, here);
    const auto [found, is_new] = state.sessions.try_emplace(run.session_of(frame));
    if (!is_new)
        forget(run, here, found->second); // an old one, or a log-in beside this one
    Life& life = state.lives[here.replica];
    found->second = {.replica = here.replica,
                     .process = life.deaths,
                     .expires = run.now() + lifecycle_plan(run, here).session_lasts};
    ++life.sessions;
    session_meter(run, here, kLogins).count();
    show_sessions(run, here);
    use_memory(run, here);
    ++frame->op;
    return Progress::kNext;
}

} // namespace

Op need_session_op(std::uint32_t behind_login, engine::Label label) {
    return Op{.execute = execute_need_session, .label = label, .a = behind_login};
}
Op keep_session_op() { return Op{.execute = execute_keep_session}; }

void show_sessions(Run& run, const Instance& here) {
    if (lifecycle_plan(run, here).session_lasts > engine::Duration())
        session_meter(run, here, kSessionsHeld).set(run.now(), life_of(run, here).sessions);
}

void begin_sweeps(Run& run, const Instance& here) {
    if (lifecycle_plan(run, here).session_lasts > engine::Duration())
        push_life_event(run, run.now() + kSweptEvery, here, LifeEvent::kSweep);
}

void sweep_sessions(Run& run, const Instance& here) {
    LifecycleState& state = lifecycle_state(run, here);
    for (auto place = state.sessions.begin(); place != state.sessions.end();) {
        if (place->second.expires > run.now()) {
            ++place;
            continue;
        }
        forget(run, here, place->second);
        place = state.sessions.erase(place);
    }
    begin_sweeps(run, here);
}

std::vector<MetricSpec> session_metrics() {
    std::vector<MetricSpec> metrics = {
        {"sessions", MetricKind::kGauge, "sessions", "Sessions that it keeps."},
        {"logins", MetricKind::kCounter, "sessions", "Sessions that began."},
        {"sessions_lost", MetricKind::kCounter, "sessions",
         "Sessions that somebody came with and that were not there any more."},
    };
    SHAKETABLE_ASSERT(metrics.size() == kSessionMetrics);
    return metrics;
}

} // namespace shaketable::models
