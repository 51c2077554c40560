// Which server of a group a call goes to: decided anew for every attempt, as its client knows the group then.
//
// What writes goes to the primary. What reads may go to a replica: to any that clients believe to be there,
// all alike; to the primary if there is none. A session that has written may be pinned to the primary: for a
// while after its last write (as Rails does it), or until a replica has applied it (as GitLab does it).
// Sources: Ruby on Rails guides, "Active Record and Multiple Databases" (delay, 2 s); GitLab's manual,
// "Database load balancing" (primary sticking).
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// For the frame, whose call or transaction is routed by Scenario::routes[route], the operation to go on
/// with.
[[nodiscard]] std::uint32_t choose_route(const Run& run, FrameRef caller, std::uint32_t route);

} // namespace shaketable::models
