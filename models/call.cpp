#include "models/call.hpp"

#include "models/frames.hpp"
#include "models/pool.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

const Policy& policy_of(const Run& run, const CallSite& site) { return run.scenario.policies[site.policy]; }

engine::Time overall_deadline(const Frame& caller, const Policy& policy) {
    return caller.called_at + policy.overall_timeout;
}

Meter& call_meter(Run& run, const Frame& frame, CallMetric metric) {
    const Instance& here = run.instance(frame.instance);
    return run.meter(here, run.component_of(here).first_call_metric + metric);
}

/// When the caller stops waiting for the present attempt.
void set_timeout(Run& run, std::uint32_t index, const CallSite& site) {
    if (site.has_overall_timeout) {
        const Frame& frame = run.frame(index);
        const Policy& policy = policy_of(run, site);
        if (overall_deadline(frame, policy) < run.now() + policy.timeout) {
            wake_at(run, index, overall_deadline(frame, policy), Wake::kTimeout);
            return;
        }
    }
    if (site.timeout_lane != kNone)
        run.world.timers.arm(run.queue(), site.timeout_lane, index);
}

std::uint32_t lineage_of_attempt(const Frame& caller) {
    if (caller.lineage == 0 && caller.attempt == 1)
        return 0;
    const std::uint64_t hash = engine::mix(std::uint64_t{caller.lineage} << 8 | caller.attempt);
    return static_cast<std::uint32_t>(hash) | 1U;
}

[[gnu::always_inline]] inline void send(Run& run, std::uint32_t caller_index, const CallSite& site,
                                        bool open_connection) {
    const std::uint32_t caller_instance = run.frame(caller_index).instance;
    EdgeState& end = run.world.edge_states[run.instance(caller_instance).first_edge_state + site.edge_slot];
    const std::uint32_t replica = end.next_replica;
    end.next_replica = replica + 1 == site.replicas ? 0 : replica + 1;

    const std::uint32_t index = make_frame(run, site.first_replica + replica, site.first_op);
    Frame& caller = run.frame(caller_index);
    Frame& frame = run.frame(index);
    caller.state = FrameState::kCalling;
    caller.child = index;
    caller.on_connection = site.pooled && !open_connection;
    frame.key = caller.key.child(run.op_of(caller).label);
    frame.lineage = lineage_of_attempt(caller);
    frame.parent = caller_index;
    frame.parent_epoch = caller.epoch;
    frame.journey = caller.journey;
    frame.counted = caller.counted;
    frame.state = open_connection ? FrameState::kConnecting : FrameState::kInTransit;
    run.queue().push_after(leg_latency(run, frame, site, Leg::kRequest),
                           engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kArrive),
                                           .index = index,
                                           .epoch = frame.epoch});
}

void begin_attempt(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    const CallSite& site = run.call_site_of(frame);
    begin_wait(frame, FrameState::kCalling);
    ++frame.attempt;
    frame.child = kNone;
    frame.tried_at = run.now();
    const bool is_retry = frame.attempt > 1;
    call_meter(run, frame, kCallAttempts).count();
    if (is_retry)
        call_meter(run, frame, kCallRetries).count();
    if (frame.counted)
        run.recording.journey_attempt(frame.journey);
    run.recording.edge_attempt(site.edge, is_retry);
    run.fact(frame, What::kCallBegan, Outcome::kOk, frame.attempt);
    set_timeout(run, index, site);
    if (site.pooled)
        acquire_connection(run, index, run.scenario.edges[site.edge]);
    else
        send(run, index, site, false);
}

/// The pause before the next attempt.
engine::Duration pause(Run& run, const Frame& frame, const Policy& policy) {
    const RetryConfig& retry = policy.retry;
    double ns = 0.0;
    switch (retry.backoff) {
    case Backoff::kNone:
        return engine::Duration();
    case Backoff::kFixed:
        ns = static_cast<double>(retry.base.ns());
        break;
    case Backoff::kExponential:
        ns = static_cast<double>(retry.base.ns());
        for (int retries = 1; retries < frame.attempt && ns < static_cast<double>(retry.cap.ns()); ++retries)
            ns *= retry.factor;
        ns = std::min(ns, static_cast<double>(retry.cap.ns()));
        break;
    }
    if (retry.jitter == Jitter::kFull) {
        static constexpr engine::Label kPurpose = engine::label("back-off");
        const engine::Key call = frame.key.child(run.op_of(frame).label, frame.lineage);
        ns *= engine::Draws(call, kPurpose, frame.attempt).unit();
    }
    return engine::round_to_duration(ns);
}

void give_up_call(Run& run, std::uint32_t index, Outcome outcome) {
    const Frame& frame = run.frame(index);
    fail_frame(run, index, frame.is_journey || frame.is_branch ? outcome : Outcome::kCalleeError);
}

/// The present attempt is over, connection and timer given back: what next?
void end_attempt(Run& run, std::uint32_t index, Outcome outcome) {
    Frame& frame = run.frame(index);
    const CallSite& site = run.call_site_of(frame);
    run.fact(frame, What::kCallEnded, outcome, frame.attempt);
    run.recording.edge_ends(site.edge, frame.tried_at, run.now(), outcome);
    if (outcome == Outcome::kOk) {
        begin_wait(frame, FrameState::kRunning); // a time-out that is still pending is stale
        ++frame.op;
        run.component_of(frame).model->resume(run, index);
        return;
    }
    call_meter(run, frame, kCallFailures).count();
    const Policy& policy = policy_of(run, site);
    const engine::Time deadline = overall_deadline(frame, policy);
    if (frame.attempt >= policy.retry.attempts || run.now() >= deadline) {
        give_up_call(run, index, outcome);
        return;
    }
    const engine::Duration wait = pause(run, frame, policy);
    if (wait == engine::Duration()) {
        begin_attempt(run, index);
        return;
    }
    begin_wait(frame, FrameState::kBackingOff);
    frame.branch_outcome = outcome;
    if (deadline <= run.now() + wait)
        wake_at(run, index, deadline, Wake::kOverallTimeout);
    else
        wake_at(run, index, run.now() + wait, Wake::kBackoffOver);
}

bool is_present_child(const Run& run, std::uint32_t index) {
    const Frame& frame = run.frame(index);
    if (frame.child == kNone)
        return false;
    const Frame& child = run.frame(frame.child);
    return child.state != FrameState::kFree && child.parent == index && child.parent_epoch == frame.epoch &&
           !child.is_branch && !child.is_journey;
}

/// Why a try that runs out of time failed: was it being served?
Outcome timeout_reason(const Run& run, std::uint32_t index) {
    const Frame& frame = run.frame(index);
    if (frame.state == FrameState::kWaitingForConnection)
        return Outcome::kTimedOutWaiting;
    if (!is_present_child(run, index))
        return Outcome::kTimedOutInService; // answered already; the answer is on its way
    return run.frame(frame.child).served ? Outcome::kTimedOutInService : Outcome::kTimedOutWaiting;
}

/// The caller stops waiting for the present attempt, which nobody tells the callee.
void stop_attempt(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    run.world.timers.cancel(index);
    const Edge& edge = edge_of_call(run, frame);
    if (edge.pooled) {
        if (frame.state == FrameState::kWaitingForConnection) {
            stop_waiting(run, index, edge);
        } else {
            if (frame.on_connection && !is_present_child(run, index))
                server_closes(run, edge, 1);         // else its backend, still busy, does when it is done
            begin_wait(frame, FrameState::kCalling); // from here on the callee works for nobody
            release_connection(run, index, edge, false);
        }
    }
}

void resume_call(Run& run, std::uint32_t index, const Op&, std::uint16_t detail) {
    Frame& frame = run.frame(index);
    const auto outcome = static_cast<Outcome>(detail >> 8U);
    switch (static_cast<Wake>(detail & 0xFFU)) {
    case Wake::kAnswer: {
        run.world.timers.cancel(index);
        const CallSite& site = run.call_site_of(frame);
        if (site.pooled)
            release_connection(run, index, run.scenario.edges[site.edge], frame.on_connection);
        end_attempt(run, index, outcome);
        return;
    }
    case Wake::kTimeout: {
        const Outcome why = timeout_reason(run, index);
        stop_attempt(run, index);
        end_attempt(run, index, why);
        return;
    }
    case Wake::kPoolTimeout:
        if (frame.state != FrameState::kWaitingForConnection)
            return;
        stop_attempt(run, index);
        end_attempt(run, index, Outcome::kPoolTimeout);
        return;
    case Wake::kBackoffOver:
        begin_attempt(run, index);
        return;
    case Wake::kOverallTimeout:
        give_up_call(run, index, frame.branch_outcome);
        return;
    case Wake::kWorkDone:
    case Wake::kWaitOver:
    case Wake::kConnected:
        break;
    }
    SHAKETABLE_ASSERT(false);
}

Progress execute_call(Run& run, std::uint32_t index, const Op&) {
    Frame& frame = run.frame(index);
    frame.attempt = 0;
    frame.called_at = run.now();
    begin_attempt(run, index);
    yield_worker(run, index);
    return Progress::kSuspended;
}

} // namespace

Op call_op(std::uint32_t call_site, engine::Label label) {
    return Op{.execute = execute_call, .resume = resume_call, .label = label, .a = call_site};
}

const Edge& edge_of_call(const Run& run, const Frame& caller) {
    return run.scenario.edges[run.call_site_of(caller).edge];
}

EdgeState& edge_state(Run& run, std::uint32_t instance, const Edge& edge) {
    return run.world.edge_states[run.instance(instance).first_edge_state + edge.slot];
}

engine::Duration drawn_latency(Run& run, const Frame& frame, const CallSite& site, Leg leg) {
    static constexpr engine::Label kPurpose = engine::label("leg");
    engine::Draws draws(frame.key.child(kPurpose, frame.lineage), {}, static_cast<std::uint64_t>(leg));
    return run.scenario.edges[site.edge].latency.sample_duration(draws, run.world.clamped);
}

void send_request(Run& run, std::uint32_t caller, bool open_connection) {
    send(run, caller, run.call_site_of(run.frame(caller)), open_connection);
}

void reject(Run& run, std::uint32_t index, Outcome why) {
    const Frame& frame = run.frame(index);
    Instance& here = run.instance(frame.instance);
    ++here.left;
    run.meter(here, kRejected).count();
    run.fact(frame, What::kRejected, why);
    if (caller_waits(run, frame))
        send_answer(run, frame, why);
    free_frame(run.world, index);
}

void abandon_call(Run& run, std::uint32_t index) {
    const Frame& frame = run.frame(index);
    run.world.timers.cancel(index);
    if (frame.state == FrameState::kCalling && frame.on_connection && !is_present_child(run, index))
        server_closes(run, edge_of_call(run, frame), 1); // else its backend, still busy, does when it is done
}

} // namespace shaketable::models
