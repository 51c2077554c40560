// The twin of a run: the same world, seed and users, without what the timeline injects and without the
// response to it, but for conditional responses, which stay armed. It goes on beside the run from when the
// first of what it drops begins, or might begin where that depends on a condition.
#pragma once

#include "analysis/harm.hpp"
#include "models/simulation.hpp"

#include <optional>

namespace shaketable::analysis {

/// What the twin drops. Empty: the run is its own twin.
[[nodiscard]] std::vector<const models::TimelineEntry*>
entries_dropped_by_twin(const models::Scenario& scenario);

struct RunAndTwin {
    models::Simulation run;
    /// Absent where nothing that it drops began, or where it was stopped before the run's end.
    std::optional<models::Simulation> twin = {};
    std::optional<Harm> harm = {};                                // with the twin
    engine::StopReason stopped = engine::StopReason::kReachedEnd; // the run
};

struct Bounds {
    engine::RunLimits limits =
        {}; // bytes: of both together; events: of the run, and four times as many of the twin
    models::Simulation::KeepGoing keep_going = {}; // asked of both
};

/// Those of a copy of a run: one that its limit of events ends may have had less to do than its copies.
[[nodiscard]] engine::RunLimits limits_of_copy(engine::RunLimits limits);

/// Runs both to the scenario's end.
[[nodiscard]] RunAndTwin run_beside_twin(models::Simulation run, const Bounds& bounds);
/// The same with another simulation of the same clients in the twin's place, from the beginning of both.
[[nodiscard]] RunAndTwin run_beside(models::Simulation run, models::Simulation other, const Bounds& bounds);

} // namespace shaketable::analysis
