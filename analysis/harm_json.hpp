// Harm as JSON.
#pragma once

#include "analysis/figures_json.hpp"

namespace shaketable::analysis {

[[nodiscard]] Json json_of(const Harm& harm);

} // namespace shaketable::analysis
