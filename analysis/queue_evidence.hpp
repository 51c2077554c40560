// Sentences about queues: what waited in them and for how long, what came back again and again, and what was
// lost there.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// Of a result's entry; `at_s`: what they are told at, where the figures don't say.
[[nodiscard]] std::vector<Evidence> queue_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
