// Random small scenarios: see tests/models/swarm.hpp. Many more of them: swarm_validate_test.cpp.
#include "tests/models/swarm.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::swarm_test {
namespace {

constexpr Seeds kSeeds = {.first = 1, .last = 300};

TEST(RandomScenarios, KeepTheirInvariantsAndDrain) { expect_all_drain(kSeeds); }

TEST(RandomScenarios, KeepTheirInvariantsWhenMessagesAreLost) { expect_all_keep_their_invariants(kSeeds); }

TEST(RandomScenarios, RunTwiceAndFromACopyAreEqual) { expect_all_resume_from_a_copy(kSeeds); }

} // namespace
} // namespace shaketable::models::swarm_test
