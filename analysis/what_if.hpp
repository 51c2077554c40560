// What would have happened if somebody had acted at some instant: the same run, up to there, with and without
// the entries of the timeline that stand for the act.
#pragma once

#include "analysis/run.hpp"

#include <string>
#include <vector>

namespace shaketable::analysis {

/// Journeys with the act beside the same without it: `harmed` were good without it and not with it, `helped`
/// the other way round. Absent where the act never came, or one of the two was stopped. `entries` are their
/// names; `scenario` has them.
[[nodiscard]] std::optional<Harm> effect_of(const models::ScenarioPtr& scenario,
                                            const std::vector<std::string>& entries,
                                            const RunOptions& options);

} // namespace shaketable::analysis
