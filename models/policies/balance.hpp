// Which replica of its callee an attempt goes to.
//
// Each caller instance chooses by itself, and knows only of its own: round robin; at random; or the one to
// which it has the fewest attempts under way, among all (the first of equals) or among some drawn at random,
// with replacement. Sources of the last: Mitzenmacher, "The power of two choices in randomized load
// balancing" (IEEE TPDS 2001), and Envoy's LEAST_REQUEST with choice_count.
//
// Sticky: by a hash of the session, that of a user, or of a journey of an open load; the next one where the
// replica is out of rotation, until it is back (as nginx's ip_hash goes on to the next server).
//
// Replicas that are out of rotation (models/lifecycle/lifecycle.hpp) are chosen by none of them.
//
// An attempt is under way until its answer comes or the caller gives up on it. What the callee still does
// then counts no more, as in Envoy, which resets the stream.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// To be called only where the call site is balanced. The attempt goes to this replica, and counts there;
/// kNone: none is in rotation.
[[nodiscard]] std::uint32_t choose_replica(Run& run, FrameRef caller, const Op& call);
/// The attempt to the replica that was chosen is over.
void leave_replica(Run& run, FrameRef caller, const CallSite& site);

/// The process of the instance begins anew, with nothing under way.
void forget_outstanding(Run& run, const Instance& here);

/// Round robin, of all that call over the edge.
[[nodiscard]] inline std::uint32_t next_in_turn(EdgeState& end, const CallSite& site) {
    const std::uint32_t replica = end.next_replica;
    end.next_replica = replica + 1 == site.replicas ? 0 : replica + 1;
    return replica;
}

} // namespace shaketable::models
