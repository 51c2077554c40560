// Sessions that the replicas of a service keep in their own memory.
//
// A user (of an open load: a journey) without a session logs in where it happens to ask, and that replica
// keeps the session until nobody has used it for `lasts` or its process dies. Whoever comes with a session
// that is not there, because the process that had it is gone or another replica is asked, is refused with an
// error; what had been begun is lost, and the next request logs in anew. Sessions that have expired are taken
// away once a minute.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Behind LifeMetric's and the others: from LifecyclePlan::first_session_metric on.
enum SessionMetric : std::uint32_t { kSessionsHeld, kLogins, kSessionsLost, kSessionMetrics };
[[nodiscard]] std::vector<MetricSpec> session_metrics();

/// Goes there if the replica has the session of whom the frame works for, on if nobody has; fails if it is
/// lost.
[[nodiscard]] Op need_session_op(std::uint32_t behind_login, engine::Label label);
/// The replica has it from here on.
[[nodiscard]] Op keep_session_op();

/// The sessions of the process are gone.
void show_sessions(Run& run, const Instance& here);
/// Once a minute, where there are sessions.
void begin_sweeps(Run& run, const Instance& here);
void sweep_sessions(Run& run, const Instance& here);

} // namespace shaketable::models
