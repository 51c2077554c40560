// A check that can't fail proves nothing: what is needed to see each one fail with a parameter broken.
#pragma once

#include "tests/theory/comparison.hpp"

#include <gtest/gtest.h>

#include <set>

namespace shaketable::theory {

[[nodiscard]] inline Effort broken(std::vector<std::string> settings) {
    Effort effort = quick();
    effort.broken = std::move(settings);
    return effort;
}

/// `indifferent`: quantities on which what is broken has no bearing; they must still agree.
inline void expect_disagreement(const ComparisonList& comparisons,
                                const std::set<std::string>& indifferent = {}) {
    ASSERT_FALSE(comparisons.empty());
    for (const Comparison& each : comparisons)
        EXPECT_EQ(each.agrees(), indifferent.contains(each.quantity)) << each.model << ", " << each.quantity;
}

} // namespace shaketable::theory
