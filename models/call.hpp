// A call over an edge, from the caller's side: tries, time-outs, back-off, and the legs of the network. How
// long it waits at most: the least of its time-outs and what is left of its own deadline.
//
// Each leg takes the edge's latency, each way; only the caller waits for it. `timeout` runs for each try,
// from asking for a connection; `overall_timeout` over all of it. Unless the policy cancels, a callee whose
// caller gave up works on for nobody (zombie work). Every failure may be retried, that of an attempt which
// the call's own policy did not let go out among them.
#pragma once

#include "models/transaction_step.hpp"
#include "models/transit.hpp"

namespace shaketable::models {

/// The operation that calls; `call_site` is its place in Scenario::call_sites.
[[nodiscard]] Op call_op(std::uint32_t call_site, engine::Label label);

/// The edge over which the frame, which waits for an answer, calls.
[[nodiscard]] const Edge& edge_of_call(const Run& run, FrameRef caller);
[[nodiscard]] EdgeState& edge_state(Run& run, const Instance& caller, const Edge& edge);

/// Frame::lineage of what the frame's present attempt at a call asks for.
[[nodiscard]] inline std::uint32_t lineage_of_attempt(const Run& run, FrameRef caller) {
    return lineage_of_attempt(lineage_within(run, caller), caller->attempt);
}

/// Whether what the caller's present attempt asked for is still with the callee, or on its way there; else
/// its answer is on its way, or will never come.
[[nodiscard]] bool is_present_child(const Run& run, FrameRef caller);

/// The callee turns the frame away as it arrives.
void reject(Run& run, FrameRef frame, Outcome why);

/// The frame is about to be lost in a crash: its timer, and a connection that nobody uses any more, go with
/// it.
void abandon_call(Run& run, FrameRef frame);

} // namespace shaketable::models
