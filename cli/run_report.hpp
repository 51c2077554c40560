// What a run has to say to people: what was run, a table by variant, a table by component, and what to run
// next.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/result.hpp"

#include <string>
#include <vector>

namespace shaketable::cli {

struct RunReport {
    std::string scenario; // as the user named it
    std::string title;
    std::string story;
    std::string lesson;                           // told beside all variants
    std::vector<const analysis::Result*> results; // at least one; not owned
    std::vector<analysis::Evidence> evidence;     // of the first
    std::size_t variants = 0;                     // that the file has beside the base
};

[[nodiscard]] std::string report_text(const RunReport& report);

/// "event limit at 12.3 s": why and when a partial run stopped.
[[nodiscard]] std::string stop_text(const analysis::Result& result);

} // namespace shaketable::cli
