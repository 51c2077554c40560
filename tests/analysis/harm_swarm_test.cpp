// Harm and verdicts of random small scenarios: see tests/analysis/harm_swarm.hpp. Many more of them:
// harm_swarm_validate_test.cpp.
#include "tests/analysis/harm_swarm.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

TEST(RandomScenarios, AreComparedWithTheirTwinsExactly) {
    expect_all_harm_is_counted_exactly({.first = 1, .last = 100});
}

} // namespace
} // namespace shaketable::analysis
