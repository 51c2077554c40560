// What a result tells of caches: hits that were not to be had any more, values that were not true any more or
// that nobody could read.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// Of the cache where each was worst; nothing of what was not notable anywhere.
[[nodiscard]] std::vector<Evidence> cache_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
