// What would have happened if somebody had acted at some instant: the same run with and without the act.
#pragma once

#include "analysis/run.hpp"

namespace shaketable::analysis {

/// Journeys with the act beside the same without it: `harmed` were good without it and not with it, `helped`
/// the other way round. Absent where one of the two was stopped. The scenarios differ in their timelines
/// only, so up to the act both runs are the same.
[[nodiscard]] std::optional<Harm> effect_of(const models::ScenarioPtr& with,
                                            const models::ScenarioPtr& without, const RunOptions& options);

} // namespace shaketable::analysis
