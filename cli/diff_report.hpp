// What came of comparing two runs, for people.
#pragma once

#include "analysis/divergence.hpp"
#include "scenarios/tree_difference.hpp"

#include <array>
#include <string>
#include <vector>

namespace shaketable::cli {

/// One of the two, as it was named.
struct DiffedRun {
    std::string scenario;
    std::string variant; // "base": the file as it stands
    std::uint64_t seed = 0;
};

struct DiffReport {
    std::array<DiffedRun, 2> runs;
    std::vector<scenarios::TreeDifference> knobs; // in which their configurations differ
    analysis::Comparison comparison;
};

[[nodiscard]] std::string diff_text(const DiffReport& report);

} // namespace shaketable::cli
