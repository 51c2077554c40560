// Work that nobody waits for any more: deadlines and cancellations, one mechanism.
//
// A frame has a deadline: the latest instant at which somebody waits for it, as far as its process knows. It
// comes with the request (the policy's propagate_deadline), or is the instant at which a cancellation
// arrives. A frame whose deadline has passed is overdue. It stops at its next step boundary; it is not begun
// where a worker would take it; its calls end when it passes. What has answered has no deadline any more:
// work after the reply goes on. A branch has the deadline of the frame that forked.
//
// A cancellation travels one leg over the edge. It takes a request out of the queue, and ends at once what
// waits for a connection, for an answer, or for its next attempt, which cancels what that call had asked for
// if its policy says so. What computes or waits for a time, branches too, stops at its next step boundary. A
// process that hangs heeds it when it goes on.
#pragma once

#include "models/transit.hpp"

namespace shaketable::models {

/// The latest instant at which somebody waits for the frame; `latest()` if none is known.
[[nodiscard]] engine::Time deadline_of(const Run& run, FrameRef frame);
/// Of a frame that is no branch.
void set_deadline(Run& run, FrameRef frame, engine::Time deadline);
[[nodiscard]] inline bool is_overdue(const Run& run, FrameRef frame) {
    return __builtin_expect(frame->has_deadline, 0) && deadline_of(run, frame) <= run.now();
}
/// Why the frame, which is overdue, stops.
[[nodiscard]] Outcome stop_reason(const Run& run, FrameRef frame);

/// The frame, which is no branch and has not answered, is wanted no more; its branches, which a cancellation
/// from outside does not reach, learn of it now, too.
void cancel_with_branches(Run& run, FrameRef trunk);
/// The caller gives up on its present attempt, and tells the callee, if there is one that may still work.
void send_cancellation(Run& run, const CallSite& site, const Ends& ends);
/// An event of kind kCancel.
void arrive_cancellation(Run& run, const engine::Event& event);

} // namespace shaketable::models
