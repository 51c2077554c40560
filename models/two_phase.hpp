// Two-phase commit: transactions on several databases that are committed together or not at all.
//
// The frame, the coordinator, begins them side by side, as branches. Each goes through its steps and is
// prepared: its server has flushed its log and keeps its locks, come what may. When all have voted, and none
// has failed, the coordinator writes its decision, which takes `decision`, and all are committed; else those
// that are prepared are rolled back.
//
// A prepared transaction whose connection is lost, for instance because its coordinator died, is in doubt: it
// keeps its locks, through a crash of its server too, until the coordinator's process has been up for
// `recovery`.
// Sources: Gray, Reuter: Transaction Processing, 1993, 10.3; PostgreSQL's manual, PREPARE TRANSACTION.
#pragma once

#include "models/run.hpp"

namespace shaketable::models {

/// Scenario::two_phases[plan].
[[nodiscard]] Op two_phase_op(std::uint32_t plan, engine::Label label);
/// Behind the PREPARE of each: it waits for the decision.
[[nodiscard]] Op await_decision_op();

} // namespace shaketable::models
