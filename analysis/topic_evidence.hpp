// Sentences about topics: how far their groups are behind, what holds a partition up, and what an assignment
// of partitions costs.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// Of a result's entry; `at_s`: what they are told at, where the figures don't say.
[[nodiscard]] std::vector<Evidence> topic_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
