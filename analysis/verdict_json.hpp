// The verdict in the JSON form of a result.
#pragma once

#include "analysis/figures_json.hpp"
#include "analysis/verdict.hpp"

namespace shaketable::analysis {

[[nodiscard]] Json json_of(const Verdicts& verdicts);

} // namespace shaketable::analysis
