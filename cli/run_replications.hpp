// What many runs of each variant have to say to people: means with their intervals, verdicts counted, and how
// the variants differ, seed by seed.
#pragma once

#include "cli/run_report.hpp"

namespace shaketable::cli {

/// Requires results with replications.
[[nodiscard]] std::string replications_text(const RunReport& report);

} // namespace shaketable::cli
