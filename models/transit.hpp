// Messages between instances: each takes one leg of its edge. An edge may be disturbed by the timeline: then
// what is sent may be delayed, lost, or held until it is mended.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

enum class Leg : std::uint8_t { kRequest, kAnswer, kAccepted, kFirstRequest, kCancel };

/// Whether the leg leads nowhere: see CallSite::request_is_there.
[[nodiscard]] inline bool is_no_leg(const CallSite& site, Leg leg) {
    return (site.request_is_there && leg == Leg::kRequest) || (site.answer_stays && leg == Leg::kAnswer);
}
/// Time of one leg where nothing disturbs it; `frame` is the one at the callee.
[[nodiscard]] engine::Duration drawn_latency(Run& run, FrameRef frame, const CallSite& site, Leg leg);
[[nodiscard]] inline engine::Duration leg_latency(Run& run, FrameRef frame, const CallSite& site, Leg leg) {
    return site.constant_latency ? site.latency : drawn_latency(run, frame, site, leg);
}

/// The two ends of a message: the frame that calls and the one at its callee.
struct Ends {
    FrameRef caller;
    FrameRef callee;
};
/// Whether the connection over which the frame will come is still being opened.
[[nodiscard]] inline bool is_connecting(const Frame& frame) {
    return frame.state == FrameState::kConnecting || frame.state == FrameState::kAccepted ||
           (frame.state == FrameState::kComputing && !frame.served && !frame.is_branch);
}
/// What the timeline does at present to an edge over which databases send to each other.
struct Way {
    bool is_open = true;
    engine::Duration delay = {};
};
[[nodiscard]] Way way_over(const Run& run, std::uint32_t edge);
/// Whether no message comes over the edge to this callee.
[[nodiscard]] bool is_cut_off(const Run& run, std::uint32_t edge, const Instance& callee);
/// Sends over an edge that is disturbed.
void send_disturbed(Run& run, const CallSite& site, const Ends& ends, Leg leg,
                    const engine::Payload& payload);
/// Sends: `payload` arrives one leg later.
inline void send_over(Run& run, const CallSite& site, const Ends& ends, Leg leg,
                      const engine::Payload& payload) {
    if (__builtin_expect(run.world.disturbed[site.edge] != 0, 0))
        send_disturbed(run, site, ends, leg, payload);
    else
        run.queue().push_after(leg_latency(run, ends.callee, site, leg), payload);
}
/// Sends `frame` on to its callee.
inline void send_frame(Run& run, const CallSite& site, const Ends& ends, Leg leg) {
    send_over(run, site, ends, leg,
              engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kArrive),
                              .index = ends.callee.index,
                              .epoch = ends.callee->epoch});
}

} // namespace shaketable::models
