// Replications in the JSON form of a result.
#pragma once

#include "analysis/figures_json.hpp"
#include "analysis/replications.hpp"

namespace shaketable::analysis {

[[nodiscard]] Json json_of(const Replications& replications);

} // namespace shaketable::analysis
