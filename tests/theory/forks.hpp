// Journeys that wait for many calls at once, against their closed forms. Scenario: scenarios/fork.json.
#pragma once

#include "tests/theory/comparison.hpp"

namespace shaketable::theory {

/// The longest of so many exponential calls, with no queue.
struct Fork {
    int branches = 2;
    bool percentile = true; // the 99th, too; it takes some thirty times as many journeys as the mean
};
[[nodiscard]] ComparisonList compare_fork_join(const Fork& fork, const Effort& effort);

/// The share of journeys that meet a slow call, where so few are slow (Dean and Barroso, "The Tail at Scale",
/// CACM 2013).
struct FanOut {
    int calls = 100;
    double slow = 0.01;
};
[[nodiscard]] ComparisonList compare_fan_out(const FanOut& fan_out, const Effort& effort);

} // namespace shaketable::theory
