// Facts, instants and instances in the words of those who watch a system.
#pragma once

#include "analysis/divergence.hpp"
#include "cli/run_table.hpp"

#include <string>
#include <vector>

namespace shaketable::cli {

/// "62.412345678 s": to the nanosecond, without zeros at its end.
[[nodiscard]] std::string exact_seconds(double seconds);

/// "request reserve for shoppers.checkout (3fa9c1e2) is turned away: queue full".
[[nodiscard]] std::string fact_words(const analysis::ObservedFact& fact);

/// What this side did where they part; if nothing, what its request and the component do instead.
[[nodiscard]] std::string side_words(const std::string& component, const analysis::DivergenceSide& side);

/// What can be seen of an instance, a row a figure: its name, then its value on each side. Requires the state
/// of one side at least.
[[nodiscard]] std::vector<Row> state_rows(const std::array<analysis::DivergenceSide, 2>& sides);

} // namespace shaketable::cli
