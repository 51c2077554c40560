#include "tests/theory/comparison.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {

bool Comparison::agrees() const {
    const double noise = allowed == 0.0 ? 0.0 : 4.0 * simulated.standard_error; // what is exact has none
    return std::abs(simulated.value - expected) <= std::fmax(noise, allowed);
}

bool Comparison::is_sharp() const { return simulated.standard_error <= allowed / 2.0; }

void expect_agreement(const ComparisonList& comparisons) {
    ASSERT_FALSE(comparisons.empty());
    for (const Comparison& each : comparisons) {
        EXPECT_TRUE(each.agrees()) << each.model << ", " << each.quantity << ": expected " << each.expected
                                   << ", simulated " << each.simulated.value << " with standard error "
                                   << each.simulated.standard_error << ", allowed " << each.allowed;
        EXPECT_TRUE(each.is_sharp()) << each.model << ", " << each.quantity
                                     << ": simulate for longer, the standard error "
                                     << each.simulated.standard_error << " is above half of what is allowed, "
                                     << each.allowed;
    }
}

} // namespace shaketable::theory
