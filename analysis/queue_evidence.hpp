// Sentences about queues: what waited in them and for how long, what came back again and again and why, what
// was lost there, and whether the queue's own server had too much to do.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// Of a result's entry; `at_s`: what they are told at, where the figures don't say.
[[nodiscard]] std::vector<Evidence> queue_evidence(const Json& entry, double at_s);

/// Of queues whose own cores could not store and hand out as much as was asked of them.
[[nodiscard]] std::vector<Evidence> full_queue_evidence(const Json& entry);

} // namespace shaketable::analysis
