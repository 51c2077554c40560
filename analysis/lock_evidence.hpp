// What a result tells of waits for locks in a database: of which table, for whom, and behind whom.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// Of the database where most statements waited at a time; nothing if that was not for long. What was
/// prepared in two phases comes first, and tells why its locks were kept.
[[nodiscard]] std::vector<Evidence> lock_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
