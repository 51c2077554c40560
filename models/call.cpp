#include "models/call.hpp"

#include "models/backoff.hpp"
#include "models/deadline.hpp"
#include "models/frames.hpp"
#include "models/policies/balance.hpp"
#include "models/policies/hooks.hpp"
#include "models/pool.hpp"
#include "models/route.hpp"
#include "models/server_metrics.hpp"
#include "models/transaction_step.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

const Policy& policy_of(const Run& run, const CallSite& site) { return run.scenario.policies[site.policy]; }

engine::Time overall_deadline(FrameRef caller, const Policy& policy) {
    return engine::Time::from_ns(caller->called_at_ns) + policy.overall_timeout;
}

Meter& call_meter(Run& run, const Instance& here, CallMetric metric) {
    return run.meter(here, here.first_call_metric + metric);
}

/// When the call, and the frame that makes it, must be over.
engine::Time call_deadline(const Run& run, FrameRef caller, const Policy& policy) {
    return std::min(overall_deadline(caller, policy), deadline_of(run, caller));
}

/// When the caller stops waiting for the present attempt.
engine::Time attempt_deadline(const Run& run, FrameRef caller, const Policy& policy) {
    return std::min(caller->tried_at + policy.timeout, call_deadline(run, caller, policy));
}

inline void arm_timeout(Run& run, FrameRef caller, const CallSite& site) {
    if (site.timeout_lane != kNone)
        run.world.timers.arm(run.queue(), site.timeout_lane, caller.index);
}

/// What an attempt over a site that is not plain begins with: whether it may be sent.
bool prepare_attempt(Run& run, FrameRef caller, const Op& op) {
    const CallSite& site = run.call_site(op);
    if (site.parts > 0) {
        if (caller->attempt == 1)
            tell_call_began(run, caller, op);
        const Outcome turned_away = ask_to_send(run, caller, op);
        if (turned_away != Outcome::kOk) { // as an event: whoever begins a call may count on its waiting
            begin_wait(caller, FrameState::kTurnedAway);
            wake_at(run, caller, run.now(), Wake::kTurnedAway, turned_away);
            return false;
        }
    }
    const Policy& policy = policy_of(run, site);
    const engine::Time deadline = call_deadline(run, caller, policy);
    if (deadline < run.now() + policy.timeout)
        wake_at(run, caller, deadline, Wake::kTimeout);
    else
        arm_timeout(run, caller, site);
    return true;
}

[[gnu::always_inline]] inline void send(Run& run, const Instance& here, FrameRef caller, const Op& op,
                                        bool open_connection) {
    const CallSite& site = run.call_site(op);
    EdgeState& end = run.world.edge_states[here.first_edge_state + site.edge_slot];
    const std::uint32_t replica =
        !site.plain && site.balanced ? choose_replica(run, caller, op) : next_in_turn(end, site);

    if (__builtin_expect(replica == kNone, 0)) { // whoever knows the replicas refuses at once
        caller->state = FrameState::kCalling;
        caller->on_connection = false;
        wake_at(run, caller, run.now(), Wake::kAnswer, Outcome::kRefused);
        return;
    }
    const std::uint32_t callee = site.first_replica + replica;
    const FrameRef frame = make_frame(run, callee, run.program(run.instance(callee), site.program));
    caller->state = FrameState::kCalling;
    caller->child = frame.index;
    caller->on_connection = (site.pooled || site.in_transaction) && !open_connection;
    frame->key = caller->key.child(op.label);
    frame->lineage = lineage_of_attempt(run, caller);
    frame->parent = caller.index;
    frame->parent_epoch = caller->epoch;
    frame->journey = caller->journey;
    frame->counted = caller->counted;
    if (__builtin_expect(caller->has_session, 0))
        run.set_session(frame, run.session_of(caller));
    if (!site.plain && site.carries_key)
        run.world.caches.asks[frame.index] = run.world.caches.asks[caller.index];
    if (!site.plain && site.propagates_deadline)
        set_deadline(run, frame, attempt_deadline(run, caller, policy_of(run, site)));
    if (__builtin_expect(site.in_transaction, 0))
        join_transaction(run, caller, frame);
    run.trace_from(frame, *caller, TraceStep::Kind::kRequest, site.endpoint);
    frame->state = open_connection ? FrameState::kConnecting : FrameState::kInTransit;
    send_frame(run, site, {.caller = caller, .callee = frame}, Leg::kRequest);
}

/// Over the connection of its transaction, if that still has one.
void send_statement(Run& run, const Instance& here, FrameRef caller, const Op& op) {
    if (!is_connected(run, caller)) {
        run.world.timers.cancel(caller.index);
        begin_wait(caller, FrameState::kTurnedAway);
        wake_at(run, caller, run.now(), Wake::kTurnedAway, Outcome::kReset);
        return;
    }
    send(run, here, caller, op, take_must_open(run, caller));
}

/// Where this attempt goes. What a policy has begun to count stays on its edge.
const Op& route(const Run& run, FrameRef caller, const Op& op) {
    if (caller->attempt == 1 || run.call_site(op).parts == 0)
        caller->op = choose_route(run, caller, run.call_site(op).route);
    return run.op_of(caller);
}

void begin_attempt(Run& run, Instance& here, FrameRef caller, const Op& asked) {
    begin_wait(caller, FrameState::kCalling);
    ++caller->attempt;
    const bool is_routed = run.call_site(asked).route != kNone;
    const Op& op = __builtin_expect(is_routed, 0) ? route(run, caller, asked) : asked;
    const CallSite& site = run.call_site(op);
    caller->child = kNone;
    caller->tried_at = run.now();
    const bool is_retry = caller->attempt > 1;
    call_meter(run, here, kCallAttempts).count();
    if (is_retry)
        call_meter(run, here, kCallRetries).count();
    if (caller->counted)
        run.recording.journey_attempt(caller->journey);
    run.recording.edge_attempt(site.edge, is_retry);
    run.fact(here, caller, What::kCallBegan, Outcome::kOk, caller->attempt);
    if (site.plain)
        arm_timeout(run, caller, site);
    else if (!prepare_attempt(run, caller, op))
        return;
    if (site.pooled)
        acquire_connection(run, caller, run.scenario.edges[site.edge]);
    else if (__builtin_expect(site.in_transaction, 0))
        send_statement(run, here, caller, op);
    else
        send(run, here, caller, op, false);
}

void give_up_call(Run& run, FrameRef caller, const Op& op, Outcome outcome) {
    if (run.call_site(op).parts > 0)
        tell_call_ended(run, caller, op, outcome);
    if (is_overdue(run, caller)) {
        stop_frame(run, caller);
    } else if (const std::uint32_t otherwise = run.call_site(op).otherwise; otherwise != kNone) {
        begin_wait(caller, FrameState::kRunning);
        caller->op = otherwise;
        run.instance_of(caller).model->resume(run, caller);
    } else {
        fail_frame(run, caller, outcome_of_failed_step(caller, outcome));
    }
}

/// The present attempt has failed: what next?
void retry_or_give_up(Run& run, Instance& here, FrameRef caller, const Op& op, Outcome outcome) {
    if (outcome != Outcome::kCalleeError)
        caller->origin = run.scenario.edges[run.call_site(op).edge].callee;
    call_meter(run, here, kCallFailures).count();
    const Policy& policy = policy_of(run, run.call_site(op));
    const engine::Time deadline = call_deadline(run, caller, policy);
    if (caller->attempt >= policy.retry.attempts || run.now() >= deadline || run.world.retries_off) {
        give_up_call(run, caller, op, outcome);
        return;
    }
    if (run.call_site(op).parts > 0 && !ask_to_retry(run, caller, op, outcome)) {
        call_meter(run, here, kCallRetriesRefused).count();
        give_up_call(run, caller, op, outcome);
        return;
    }
    caller->branch_outcome = outcome;
    const engine::Duration wait = backoff_pause(caller, op, policy.retry);
    if (wait == engine::Duration()) {
        begin_attempt(run, here, caller, op);
        return;
    }
    begin_wait(caller, FrameState::kBackingOff);
    if (deadline <= run.now() + wait)
        wake_at(run, caller, deadline, Wake::kOverallTimeout);
    else
        wake_at(run, caller, run.now() + wait, Wake::kBackoffOver);
}

/// The present attempt is over, and the parts of the policy know.
inline void conclude_attempt(Run& run, FrameRef caller, const Op& op, Outcome outcome) {
    Instance& here = run.instance_of(caller);
    run.fact(here, caller, What::kCallEnded, outcome, caller->attempt);
    run.recording.edge_ends(run.call_site(op).edge, caller->tried_at, run.now(), outcome);
    if (outcome == Outcome::kOk) {
        begin_wait(caller, FrameState::kRunning); // a time-out that is still pending is stale
        ++caller->op;
        here.model->resume(run, caller);
    } else {
        retry_or_give_up(run, here, caller, op, outcome);
    }
}

/// The attempt ends as far as the parts of the policy and the balance go.
void leave_attempt(Run& run, FrameRef caller, const Op& op, Outcome outcome) {
    const CallSite& site = run.call_site(op);
    if (site.balanced)
        leave_replica(run, caller, site);
    if (site.parts > 0) {
        tell_attempt_ended(run, caller, op, outcome);
        if (outcome == Outcome::kOk)
            tell_call_ended(run, caller, op, outcome);
    }
}

/// The present attempt is over, connection and timer given back.
void end_attempt(Run& run, FrameRef caller, const Op& op, Outcome outcome) {
    const CallSite& site = run.call_site(op);
    if (!site.plain)
        leave_attempt(run, caller, op, outcome);
    conclude_attempt(run, caller, op, outcome);
}

/// The call ends during its back-off.
void give_up_retry(Run& run, FrameRef caller, const Op& op) {
    if (run.call_site(op).parts > 0)
        tell_retry_dropped(run, caller, op);
    give_up_call(run, caller, op, caller->branch_outcome);
}

/// Why a try that runs out of time failed: was it being served?
Outcome timeout_reason(const Run& run, FrameRef caller) {
    if (caller->state == FrameState::kWaitingForConnection || caller->child == kNone)
        return Outcome::kTimedOutWaiting;
    if (!is_present_child(run, caller))
        return Outcome::kTimedOutInService; // answered already; the answer is on its way
    return run.frame(caller->child)->served ? Outcome::kTimedOutInService : Outcome::kTimedOutWaiting;
}

/// The caller stops waiting for the present attempt.
void stop_attempt(Run& run, FrameRef caller) {
    run.world.timers.cancel(caller.index);
    const CallSite& site = run.call_site_of(caller);
    if (site.cancels && is_present_child(run, caller))
        send_cancellation(run, site, {.caller = caller, .callee = run.frame(caller->child)});
    if (site.in_transaction) {
        hang_up(run, caller, is_present_child(run, caller));
        begin_wait(caller, FrameState::kCalling); // from here on the callee works for nobody
    }
    const Edge& edge = edge_of_call(run, caller);
    if (site.pooled) {
        if (caller->state == FrameState::kWaitingForConnection) {
            stop_waiting(run, caller, edge);
        } else {
            if (caller->on_connection && !is_present_child(run, caller))
                server_closes(run, edge, 1);          // else its backend, still busy, does when it is done
            begin_wait(caller, FrameState::kCalling); // from here on the callee works for nobody
            release_connection(run, caller, edge, false);
        }
    }
}

/// The call waits for a connection, an answer or its next attempt.
void cancel_call(Run& run, FrameRef caller, const Op& op) {
    if (caller->state == FrameState::kBackingOff) {
        give_up_retry(run, caller, op);
        return;
    }
    stop_attempt(run, caller);
    end_attempt(run, caller, op, Outcome::kCancelled);
}

void resume_call(Run& run, FrameRef caller, const Op& op, std::uint16_t detail) {
    switch (static_cast<Wake>(detail & 0xFFU)) {
    case Wake::kAnswer: {
        run.world.timers.cancel(caller.index);
        const CallSite& site = run.call_site(op);
        if (site.pooled)
            release_connection(run, caller, run.scenario.edges[site.edge], caller->on_connection);
        else if (site.in_transaction && !caller->on_connection)
            lose_connection(run, caller);
        auto outcome = static_cast<Outcome>(detail >> 8U);
        if (__builtin_expect(outcome == Outcome::kStale, 0)) {
            caller->stale = true;
            outcome = Outcome::kOk;
        }
        end_attempt(run, caller, op, outcome);
        return;
    }
    case Wake::kTimeout: {
        const Outcome why = is_overdue(run, caller) ? stop_reason(run, caller) : timeout_reason(run, caller);
        stop_attempt(run, caller);
        end_attempt(run, caller, op, why);
        return;
    }
    case Wake::kPoolTimeout:
        if (caller->state != FrameState::kWaitingForConnection)
            return;
        stop_attempt(run, caller);
        end_attempt(run, caller, op, Outcome::kPoolTimeout);
        return;
    case Wake::kBackoffOver: // a process that hung may learn of it too late
        if (run.now() >= call_deadline(run, caller, policy_of(run, run.call_site(op))) ||
            run.world.retries_off)
            give_up_retry(run, caller, op);
        else
            begin_attempt(run, run.instance_of(caller), caller, op);
        return;
    case Wake::kOverallTimeout:
        give_up_retry(run, caller, op);
        return;
    case Wake::kHasConnection:
        send(run, run.instance_of(caller), caller, op, (detail >> 8U) != 0);
        return;
    case Wake::kCancelled:
        cancel_call(run, caller, op);
        return;
    case Wake::kTurnedAway:
        conclude_attempt(run, caller, op, static_cast<Outcome>(detail >> 8U));
        return;
    case Wake::kWorkDone:
    case Wake::kWaitOver:
    case Wake::kConnected:
    case Wake::kLockGranted:
    case Wake::kLockTimeout:
    case Wake::kDeadlockCheck:
        break;
    }
    SHAKETABLE_ASSERT(false);
}

Progress execute_call(Run& run, FrameRef caller, const Op& op) {
    caller->attempt = 0;
    caller->called_at_ns = run.now().ns();
    begin_attempt(run, run.instance_of(caller), caller, op);
    yield_worker(run, caller);
    return Progress::kSuspended;
}

} // namespace

Op call_op(std::uint32_t call_site, engine::Label label) {
    return Op{.execute = execute_call, .resume = resume_call, .label = label, .a = call_site};
}

const Edge& edge_of_call(const Run& run, FrameRef caller) {
    return run.scenario.edges[run.call_site_of(caller).edge];
}

EdgeState& edge_state(Run& run, const Instance& caller, const Edge& edge) {
    return run.world.edge_states[caller.first_edge_state + edge.slot];
}

bool is_present_child(const Run& run, FrameRef caller) {
    if (caller->child == kNone)
        return false;
    const FrameRef child = run.frame(caller->child);
    return child->state != FrameState::kFree && child->parent == caller.index &&
           child->parent_epoch == caller->epoch && !child->is_branch && !child->is_journey;
}

void reject(Run& run, FrameRef frame, Outcome why) {
    Instance& here = run.instance_of(frame);
    ++here.left;
    run.meter(here, is_stop(why) ? kCancelledRequests : kRejected).count();
    run.fact(here, frame, What::kRejected, why);
    const FrameRef caller = run.frame(frame->parent);
    if (caller_waits(caller, frame))
        send_answer(run, caller, frame, why);
    free_frame(run.world, frame);
}

void abandon_call(Run& run, FrameRef frame) {
    run.world.timers.cancel(frame.index);
    if (frame->state == FrameState::kCalling && frame->on_connection && !is_present_child(run, frame) &&
        run.call_site_of(frame).pooled)
        server_closes(run, edge_of_call(run, frame), 1); // else its backend, still busy, does when it is done
}

} // namespace shaketable::models
