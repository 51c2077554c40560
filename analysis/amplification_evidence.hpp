// What a result tells of calls that were made again, and of work that was done for nobody.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// One sentence, or none where neither was notable.
[[nodiscard]] std::vector<Evidence> amplification_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
