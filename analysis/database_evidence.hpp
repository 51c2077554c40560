// What a result tells of databases with tables: waits for locks, rows looked at, pages read.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// Of the database where each was worst; nothing of what was not notable anywhere.
[[nodiscard]] std::vector<Evidence> database_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
