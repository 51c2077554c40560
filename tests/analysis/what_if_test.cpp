#include "analysis/what_if.hpp"

#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

const std::string kCut = R"(/timeline/cut={ "at": "2s", "for": "5s", "cut": "users->web" })";

TEST(WhatIf, TellsOfAnActThatChangesNothing) {
    const models::ScenarioPtr scenario = tiny_scenario(
        {kCut, "/policies/user/timeout=50ms",
         R"(/timeline/act={ "at": "4s", "set": "/policies/user/retry/attempts", "to": 1, "role": "response" })"});
    const auto nothing = effect_of(scenario, {"act"}, {});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->total.helped + nothing->total.harmed, 0U);
}

TEST(WhatIf, TellsWhomAnActWouldHaveHarmed) {
    const models::ScenarioPtr scenario =
        tiny_scenario({R"(/timeline/act={ "at": "1905ms", "for": "1095ms", "cut": "users->web" })"});
    const auto effect = effect_of(scenario, {"act"}, {});
    ASSERT_TRUE(effect);
    EXPECT_EQ(effect->total.harmed, 11U);
    EXPECT_EQ(effect->total.helped, 0U);
}

TEST(WhatIf, ComparesWithTheRunAndNotWithItsTwin) {
    const models::ScenarioPtr scenario = tiny_scenario(
        {R"(/timeline/slow={ "at": "2s", "for": "5s", "slow": "web", "factor": 6 })",
         R"(/timeline/act={ "at": "3s", "set": "/components/web/cores", "to": 2, "role": "response" })",
         R"(/timeline/helps={ "at": "3s", "for": "4s", "slow": "web", "factor": 0.2, "role": "response" })"});
    const auto effect = effect_of(scenario, {"act", "helps"}, {});
    ASSERT_TRUE(effect);
    EXPECT_GT(effect->total.helped, 30U);
    EXPECT_EQ(effect->total.harmed, 0U);
}

TEST(WhatIf, IsNoneWhereTheActNeverComes) {
    const models::ScenarioPtr scenario = tiny_scenario({R"(/timeline/act={ "at": "10s", "crash": "web" })"});
    EXPECT_FALSE(effect_of(scenario, {"act"}, {}));
}

} // namespace
} // namespace shaketable::analysis
