// Calls that are tried again, against closed forms. Scenario: scenarios/layers.json.
#pragma once

#include "tests/theory/comparison.hpp"

namespace shaketable::theory {

/// Attempts and success of a call whose attempts fail independently.
struct Tries {
    double failure = 0.5;
    int attempts = 4;
};
[[nodiscard]] ComparisonList compare_attempts(const Tries& tries, const Effort& effort);

/// Layers of callers, each of which tries so often what is below it: how many calls of the leaf make one
/// request. With a leaf that is down exactly attempts^layers; else the leaf's tries, of which there are at
/// most so many.
struct Layers {
    int layers = 3;
    int attempts = 4;
    double failure = 1.0; // of one call of the leaf
};
[[nodiscard]] ComparisonList compare_layers(const Layers& layers, const Effort& effort);

} // namespace shaketable::theory
