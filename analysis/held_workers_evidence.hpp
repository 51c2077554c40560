// A sentence about a service that computes little and has no worker left: they wait for somebody else.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// One sentence, or none where no service was like that; `at_s`: what it is told at.
[[nodiscard]] std::vector<Evidence> held_workers_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
