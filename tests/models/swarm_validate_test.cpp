// The swarm of `./dev validate`: as swarm_test.cpp, with 2 000 scenarios that it has not.
#include "tests/models/swarm.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::swarm_validate_test {
namespace {

constexpr Seeds kSeeds = {.first = 1001, .last = 3000};

TEST(Swarm, KeepsItsInvariantsAndDrains) { expect_all_drain(kSeeds); }

TEST(Swarm, KeepsItsInvariantsWhenMessagesAreLost) { expect_all_keep_their_invariants(kSeeds); }

TEST(Swarm, RunsTwiceAndFromACopyAlike) { expect_all_resume_from_a_copy(kSeeds); }

} // namespace
} // namespace shaketable::models::swarm_validate_test
