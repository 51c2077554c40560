// Runs variants of a scenario many times, on several cores. What comes of it does not depend on how many.
#pragma once

#include "analysis/run.hpp"

#include <atomic>
#include <functional>

namespace shaketable::analysis {

struct ReplicateOptions {
    RunOptions run = {}; // seed: of the first; limits.bytes: of all together; without keep_going
    std::function<bool()> keep_going = {}; // asked by every thread, now and then; false cancels
    std::size_t count = 1;                 // of each variant
    std::size_t threads = 1;
    std::function<void(std::size_t done, std::size_t all)> progress = {}; // by one thread at a time
};

/// The first run of each variant, with what all of it have in common; differences are from the first
/// variant. Cancelled: with those seeds, from the first on, that all variants had come to the end with.
[[nodiscard]] std::vector<Result> replicate(const std::vector<models::ScenarioPtr>& variants,
                                            const std::vector<std::string>& names,
                                            const ReplicateOptions& options);

} // namespace shaketable::analysis
