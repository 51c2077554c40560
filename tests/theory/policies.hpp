// Policies of calls against closed forms, each as a list of comparisons. One file each, policy_*.cpp.
#pragma once

#include "tests/theory/comparison.hpp"

namespace shaketable::theory {

/// An M/M/1 whose failed answers are tried again at once, for ever: Jackson's feedback. Scenario:
/// scenarios/feedback.json, with arrivals of 0.4 and a failure probability of 0.25.
[[nodiscard]] ComparisonList compare_feedback(const Effort& effort);

/// The supermarket model with 500 stations. Scenario: scenarios/power-of-d.json.
struct Choosing {
    int choices = 2;
    double load = 0.8;
};
[[nodiscard]] ComparisonList compare_power_of_d(const Choosing& choosing, const Effort& effort);
/// How many of the stations have at least one request, two, ..., `most`.
[[nodiscard]] ComparisonList compare_power_of_d_tail(const Choosing& choosing, int most,
                                                     const Effort& effort);

/// Client-side adaptive throttling under a demand of ten times the capacity. Scenario:
/// scenarios/throttling.json.
[[nodiscard]] ComparisonList compare_throttling(double k, const Effort& effort);

} // namespace shaketable::theory
