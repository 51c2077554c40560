// Judges a run beside its twin. Where goodput has not come back by the end, copies of the run go on from
// there: one as it is, and one under each relief (models/relief.hpp).
#pragma once

#include "analysis/twin.hpp"
#include "analysis/verdict.hpp"

namespace shaketable::analysis {

struct Judged {
    std::optional<Verdicts> verdicts = {}; // absent: nothing injected began, or a copy was stopped
    engine::StopReason stopped = engine::StopReason::kReachedEnd; // a copy
};

/// Requires that both have come to the scenario's end, and their recordings are not finished.
[[nodiscard]] Judged judge(const models::Simulation& run, const models::Simulation& twin, const Harm& harm,
                           const Bounds& bounds);

} // namespace shaketable::analysis
