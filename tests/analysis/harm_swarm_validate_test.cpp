// The swarm of `./dev validate`: as harm_swarm_test.cpp, with 2 000 scenarios that it has not.
#include "tests/analysis/harm_swarm.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

TEST(Swarm, IsComparedWithItsTwinsExactly) {
    expect_all_harm_is_counted_exactly({.first = 1001, .last = 3000});
}

} // namespace
} // namespace shaketable::analysis
