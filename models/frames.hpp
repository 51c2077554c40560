// The life of a frame: made, advanced through its step list, answered, freed.
#pragma once

#include "models/call.hpp"

namespace shaketable::models {

/// Makes a free frame.
void add_frame(Run& run);
/// A fresh frame at `instance`. References to frames are invalid after it.
[[nodiscard]] inline std::uint32_t make_frame(Run& run, std::uint32_t instance, std::uint32_t first_op) {
    World& world = run.world;
    if (world.free_frame == kNone)
        add_frame(run);
    const std::uint32_t index = world.free_frame;
    Frame& frame = run.frame(index);
    world.free_frame = frame.next;
    ++world.live_frames;
    // Member by member: assigning a whole Frame{} becomes a slow string instruction. The other members are
    // set when what they are about begins.
    frame.since = engine::Time();
    frame.op = first_op;
    frame.instance = instance;
    frame.lineage = 0;
    frame.state = FrameState::kRunning;
    frame.replied = false;
    frame.has_worker = false;
    frame.is_branch = false;
    frame.is_journey = false;
    frame.served = false;
    frame.on_connection = false;
    return index;
}
/// Frees it. Whatever it held has been given back.
void free_frame(World& world, std::uint32_t index);

/// Executes operations until one suspends the frame.
inline void advance(Run& run, std::uint32_t index) {
    for (;;) {
        const Op& op = run.op_of(run.frame(index));
        if (op.execute(run, index, op) == Progress::kSuspended)
            return;
    }
}
/// Goes on with the operation after the present one.
inline void advance_past(Run& run, std::uint32_t index) {
    ++run.frame(index).op;
    advance(run, index);
}
/// The frame begins to wait: what it awaited before is stale from here on.
inline void begin_wait(Frame& frame, FrameState state) {
    ++frame.epoch;
    frame.state = state;
}
/// Wakes the frame at `at`, unless it begins another wait before.
inline void wake_at(Run& run, std::uint32_t index, engine::Time at, Wake why,
                    Outcome outcome = Outcome::kOk) {
    run.queue().push(at,
                     engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kFrame),
                                     .detail = static_cast<std::uint16_t>(
                                         static_cast<unsigned>(why) | static_cast<unsigned>(outcome) << 8U),
                                     .index = index,
                                     .epoch = run.frame(index).epoch});
}

/// Answers the frame's caller (or judges its journey, or joins its fork) with `outcome`. Only once.
void answer(Run& run, std::uint32_t index, Outcome outcome);
/// Ends the frame: it leaves its instance and is freed.
void end_frame(Run& run, std::uint32_t index);
/// Answers unless it has, and ends.
void fail_frame(Run& run, std::uint32_t index, Outcome outcome);
/// Whether the frame's caller still waits for it.
[[nodiscard]] inline bool caller_waits(const Run& run, const Frame& frame) {
    return run.frame(frame.parent).epoch == frame.parent_epoch;
}
/// The answer to the frame's caller, which still waits for it, sets off for one leg.
inline void send_answer(Run& run, const Frame& frame, Outcome outcome) {
    Frame& caller = run.frame(frame.parent);
    if (outcome == Outcome::kRefused || outcome == Outcome::kReset)
        caller.on_connection = false;
    wake_at(run, frame.parent, run.now() + leg_latency(run, frame, run.call_site_of(caller), Leg::kAnswer),
            Wake::kAnswer, outcome);
}

/// An event loop's worker is free while the frame waits; a blocking worker stays held. The frame waits
/// already.
inline void yield_worker(Run& run, std::uint32_t index) {
    Frame& frame = run.frame(index);
    if (!frame.has_worker)
        return;
    const Component& component = run.component_of(frame);
    if (!component.event_loop)
        return;
    frame.has_worker = false;
    component.model->released(run, run.instance(frame.instance));
}

/// First-in-first-out lists of frames.
void push_back(World& world, FrameList& list, std::uint32_t index);
std::uint32_t pop_front(World& world, FrameList& list);
void remove(World& world, FrameList& list, std::uint32_t index);

/// Every program answers once and ends; mostly both at once.
[[nodiscard]] Op answer_op();
[[nodiscard]] Op end_op();
[[nodiscard]] Op answer_and_end_op();

} // namespace shaketable::models
