// What a result tells of replicas: killed for their memory or by their probes, stopped by their collectors,
// gone with the sessions that they kept, or come too late.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// At most one sentence of each kind.
[[nodiscard]] std::vector<Evidence> lifecycle_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
