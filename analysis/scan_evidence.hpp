// The sentence about a database whose queries look through more and more rows: what they cost grows with what
// lies there, such as with a queue that is kept in a table.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <vector>

namespace shaketable::analysis {

/// Of a result's entry. Nothing where queries look through thousands of rows all the time: that is told by
/// capacity_evidence.
[[nodiscard]] std::vector<Evidence> scan_evidence(const Json& entry);

} // namespace shaketable::analysis
