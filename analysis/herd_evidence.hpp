// What evidence says of a thundering herd: many times the usual requests in one window of the series, and, if
// it was one, the job that began on many hosts then.
#pragma once

#include "analysis/evidence.hpp"

namespace shaketable::analysis {

[[nodiscard]] std::vector<Evidence> herd_evidence(const nlohmann::ordered_json& entry);

} // namespace shaketable::analysis
