// What many runs of one variant have in common: the same scenario with seeds that follow one another. Plain
// figures; docs/results.md, "Replications".
#pragma once

#include "analysis/statistics.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace shaketable::analysis {

struct NamedSummary {
    std::string pointer = {}; // of the figure, in each run's entry
    Summary summary = {};
};

struct Replications {
    std::uint64_t first_seed = 0;
    std::size_t count = 0; // that came to their end, whatever became of them
    std::vector<NamedSummary> figures = {};
    std::vector<std::pair<std::string, std::size_t>> verdicts = {};     // how many had each
    std::vector<std::pair<std::string, std::size_t>> expectations = {}; // in how many each held
    std::string versus = {};                    // the variant that `differences` are from; empty: this is it
    std::vector<NamedSummary> differences = {}; // of figures, seed by seed

    [[nodiscard]] const Summary* find(const std::string& pointer) const {
        for (const NamedSummary& one : figures)
            if (one.pointer == pointer)
                return &one.summary;
        return nullptr;
    }
};

} // namespace shaketable::analysis
