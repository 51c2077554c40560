// What evidence says of jobs whose runs were under way side by side.
#pragma once

#include "analysis/evidence.hpp"

namespace shaketable::analysis {

[[nodiscard]] std::vector<Evidence> job_evidence(const nlohmann::ordered_json& entry, double at_s);

} // namespace shaketable::analysis
