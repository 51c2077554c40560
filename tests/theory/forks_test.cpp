// Journeys that wait for many calls, at one seed, and with a parameter broken, which must be seen.
#include "tests/theory/broken.hpp"
#include "tests/theory/forks.hpp"
#include "tests/theory/services.hpp"
#include "tests/theory/settings.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

class ForkJoin : public testing::TestWithParam<int> {};
TEST_P(ForkJoin, LastsAsTheLongestOfItsCalls) {
    expect_agreement(compare_fork_join({.branches = GetParam()}, quick()));
}
INSTANTIATE_TEST_SUITE_P(Branches, ForkJoin, testing::Values(2, 5, 10, 100));

TEST(ForkJoinOfAThousand, LastsAsTheLongestOfItsCalls) {
    expect_agreement(compare_fork_join({.branches = 1000, .percentile = false}, quick()));
}

TEST(FanOut, MeetsASlowCallAsOftenAsChanceSays) {
    expect_agreement(compare_fan_out({.calls = 100, .slow = 0.01}, quick()));
}

TEST(BrokenForkJoin, IsSeenWithTwoCallsMore) {
    expect_disagreement(compare_fork_join({.branches = 10}, broken({with_calls(12)})));
}

TEST(BrokenForkJoin, IsSeenWithCallsThatShareCores) {
    expect_disagreement(compare_fork_join({.branches = 2}, broken({"/components/leaf/cores=4"})));
}

TEST(BrokenForkJoin, IsSeenWithCallsOfAnotherDistribution) {
    expect_disagreement(compare_fork_join(
        {.branches = 10},
        broken({"/components/leaf/endpoints/serve/steps/0/work=" + family_of(Service::kErlang2).work})));
}

TEST(BrokenFanOut, IsSeenWithATenthMoreSlowCalls) {
    expect_disagreement(compare_fan_out({.calls = 100, .slow = 0.01}, broken({with_slow_leaves("0.011")})));
}

} // namespace
} // namespace shaketable::theory
