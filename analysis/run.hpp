// Runs one variant of a scenario to its result.
#pragma once

#include "analysis/result.hpp"
#include "models/simulation.hpp"

#include <optional>

namespace shaketable::analysis {

struct RunOptions {
    std::optional<std::uint64_t> seed = {}; // absent: the scenario's
    std::optional<engine::Duration> until =
        {}; // after zero; absent: the scenario's duration, and never beyond it
    engine::RunLimits limits = {};
    models::Simulation::KeepGoing keep_going = {}; // asked now and then; false cancels
    bool partial_if_cancelled = true; // or nothing but why it stopped: nobody looks at what there is
};

[[nodiscard]] Stopped stopped_by(engine::StopReason reason);

/// The scenario, or one with an earlier end, so that it is known who is too young to be judged.
[[nodiscard]] models::ScenarioPtr ending(const models::ScenarioPtr& scenario,
                                         const std::optional<engine::Duration>& until);

/// The result, but for its file, variant and inputs, which are the caller's to fill.
[[nodiscard]] Result run_variant(models::ScenarioPtr scenario, const RunOptions& options = {});

struct ResultAndTwin {
    Result result;
    std::optional<Result> twin = {}; // the twin's own, series of components included
};
/// The same, for those who show the twin beside the run.
[[nodiscard]] ResultAndTwin run_variant_and_twin(models::ScenarioPtr scenario,
                                                 const RunOptions& options = {});

} // namespace shaketable::analysis
