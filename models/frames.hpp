// The life of a frame: made, advanced through its step list, answered, freed.
#pragma once

#include "models/call.hpp"
#include "models/deadline.hpp"

namespace shaketable::models {

/// Makes a free frame.
void add_frame(Run& run);
/// A fresh frame at `instance`.
[[nodiscard]] inline FrameRef make_frame(Run& run, std::uint32_t instance, std::uint32_t first_op) {
    World& world = run.world;
    if (world.free_frame == kNone)
        add_frame(run);
    const FrameRef frame = run.frame(world.free_frame);
    world.free_frame = frame->next;
    ++world.live_frames;
    // Member by member: assigning a whole Frame{} becomes a slow string instruction. The other members are
    // set when what they are about begins.
    frame->since = engine::Time();
    frame->op = first_op;
    frame->instance = instance;
    frame->origin = kNone;
    frame->lineage = 0;
    frame->state = FrameState::kRunning;
    frame->replied = false;
    frame->has_worker = false;
    frame->is_branch = false;
    frame->is_journey = false;
    frame->served = false;
    frame->on_connection = false;
    frame->cancelled = false;
    frame->has_deadline = false;
    frame->has_session = false;
    frame->stale = false;
    frame->has_transaction = false;
    frame->leads_flight = false;
    return frame;
}

/// The frame, which is overdue, ends.
void stop_frame(Run& run, FrameRef frame);
/// Executes operations until one suspends the frame, or stops it if it is overdue: no time passes between two
/// that follow at once.
inline void advance(Run& run, FrameRef frame) {
    if (is_overdue(run, frame)) {
        stop_frame(run, frame);
        return;
    }
    for (;;) {
        const Op& op = run.op_of(frame);
        if (op.execute(run, frame, op) == Progress::kSuspended)
            return;
    }
}
/// The frame begins to wait: what it awaited before is stale from here on.
inline void begin_wait(FrameRef frame, FrameState state) {
    ++frame->epoch;
    frame->state = state;
}
[[nodiscard]] inline engine::Payload wake_payload(FrameRef frame, Wake why, Outcome outcome) {
    return {.kind = static_cast<std::uint8_t>(EventKind::kFrame),
            .detail =
                static_cast<std::uint16_t>(static_cast<unsigned>(why) | static_cast<unsigned>(outcome) << 8U),
            .index = frame.index,
            .epoch = frame->epoch};
}
/// Wakes the frame at `at`, unless it begins another wait before.
inline void wake_at(Run& run, FrameRef frame, engine::Time at, Wake why, Outcome outcome = Outcome::kOk) {
    run.queue().push(at, wake_payload(frame, why, outcome));
}
/// A time-out of constant length that the frame was given has expired.
inline void time_out(Run& run, FrameRef frame) {
    if (const auto timed_out = run.instance_of(frame).model->timed_out; timed_out != nullptr) {
        timed_out(run, frame);
        return;
    }
    const Op& op = run.op_of(frame);
    op.resume(run, frame, op, static_cast<std::uint16_t>(Wake::kTimeout));
}
/// Frees it. Whatever it held has been given back.
inline void free_frame(World& world, FrameRef frame) {
    SHAKETABLE_ASSERT(frame->state != FrameState::kFree && !world.timers.armed(frame.index));
    begin_wait(frame, FrameState::kFree);
    frame->next = world.free_frame;
    world.free_frame = frame.index;
    --world.live_frames;
}

/// Answers the frame's caller (or judges its journey, or joins its fork) with `outcome`. Only once.
void answer(Run& run, FrameRef frame, Outcome outcome);
/// Ends the frame: it leaves its instance and is freed.
void end_frame(Run& run, FrameRef frame);
/// Answers unless it has, and ends; but what fails within a transaction's steps fails the transaction.
void fail_frame(Run& run, FrameRef frame, Outcome outcome);
/// A step of the frame has failed: with what the frame fails. Whoever called a request learns only that
/// something behind it failed.
[[nodiscard]] inline Outcome outcome_of_failed_step(FrameRef frame, Outcome of_step) {
    return frame->is_journey || frame->is_branch || frame->has_transaction ? of_step : Outcome::kCalleeError;
}
/// Whether the frame's caller still waits for it.
[[nodiscard]] inline bool caller_waits(FrameRef caller, FrameRef frame) {
    return caller->epoch == frame->parent_epoch;
}
/// The frame is lost before anybody served it, and its caller, if it waits, is not told.
inline void forget_unserved(FrameRef caller, FrameRef frame) {
    if (caller_waits(caller, frame))
        caller->child = kNone;
}
/// The answer to the frame's caller, which still waits for it, sets off for one leg.
inline void send_answer(Run& run, FrameRef caller, FrameRef frame, Outcome outcome) {
    caller->origin = frame->origin;
    if (outcome == Outcome::kRefused || outcome == Outcome::kReset || outcome == Outcome::kPoolTimeout)
        caller->on_connection = false;
    send_over(run, run.call_site_of(caller), {.caller = caller, .callee = frame}, Leg::kAnswer,
              wake_payload(caller, Wake::kAnswer, outcome));
}

/// An event loop's worker is free while the frame waits; a blocking worker stays held. The frame waits
/// already.
inline void yield_worker(Run& run, FrameRef frame) {
    if (!frame->has_worker)
        return;
    Instance& here = run.instance_of(frame);
    if (!run.component_of(here).event_loop)
        return;
    frame->has_worker = false;
    here.model->released(run, here);
}

/// First-in-first-out lists of frames.
void push_back(Run& run, FrameList& list, FrameRef frame);
[[nodiscard]] FrameRef pop_front(Run& run, FrameList& list);
void remove(Run& run, FrameList& list, FrameRef frame);

/// Every program answers once and ends; mostly both at once.
[[nodiscard]] Op answer_op();
[[nodiscard]] Op end_op();
[[nodiscard]] Op answer_and_end_op();

} // namespace shaketable::models
