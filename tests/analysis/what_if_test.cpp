#include "analysis/what_if.hpp"

#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

std::optional<Harm> effect(const std::vector<std::string>& usual, const std::vector<std::string>& acts,
                           const RunOptions& options = {}) {
    std::vector<std::string> with = usual;
    with.insert(with.end(), acts.begin(), acts.end());
    return effect_of(tiny_scenario(with), tiny_scenario(usual), options);
}

TEST(WhatIf, TellsOfAnActThatChangesNothing) {
    const auto nothing = effect(
        {R"(/timeline/cut={ "at": "2s", "for": "5s", "cut": "users->web" })", "/policies/user/timeout=50ms"},
        {R"(/timeline/act={ "at": "4s", "set": "/policies/user/retry/attempts", "to": 1, "role": "response" })"});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->total.helped + nothing->total.harmed, 0U);
}

TEST(WhatIf, TellsWhomAnActWouldHaveHarmed) {
    const auto found =
        effect({}, {R"(/timeline/act={ "at": "1905ms", "for": "1095ms", "cut": "users->web" })"});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->total.harmed, 11U);
    EXPECT_EQ(found->total.helped, 0U);
}

TEST(WhatIf, ComparesWithTheRunAndNotWithItsTwin) {
    const auto found = effect(
        {R"(/timeline/slow={ "at": "2s", "for": "5s", "slow": "web", "factor": 6 })"},
        {R"(/timeline/act={ "at": "3s", "set": "/components/web/queue_limit", "to": 2, "role": "response" })",
         R"(/timeline/helps={ "at": "3s", "for": "4s", "slow": "web", "factor": 0.2, "role": "response" })"});
    ASSERT_TRUE(found);
    EXPECT_GT(found->total.helped, 30U);
    EXPECT_EQ(found->total.harmed, 0U);
}

// The run without the act needs a configuration that with it never comes.
TEST(WhatIf, StandsBesideAFileThatSetsAKnobLater) {
    const auto found = effect(
        {R"(/timeline/deploy={ "at": "5s", "set": "/components/web/queue_limit", "to": 3 })"},
        {R"(/timeline/act={ "at": "2s", "set": "/components/web/queue_limit", "to": 5, "role": "response" })"});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->total.harmed, 0U);
}

TEST(WhatIf, EndsWhereTheRunDoes) {
    const auto found = effect({}, {R"(/timeline/act={ "at": "1905ms", "for": "5s", "cut": "users->web" })"},
                              {.until = engine::Duration::from_seconds(3)});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->total.harmed, 10U); // asked from 1.9 to 2.8 s: those from 2.9 s on are too young
}

TEST(WhatIf, HasNoEffectWhereTheActNeverComes) {
    const auto found = effect({}, {R"(/timeline/act={ "at": "10s", "crash": "web" })"});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->total.harmed + found->total.helped, 0U);
}

} // namespace
} // namespace shaketable::analysis
