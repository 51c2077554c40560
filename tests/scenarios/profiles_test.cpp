// Profiles of policies: under the file, its variants and --set.
#include "scenarios/profiles.hpp"

#include "scenarios/compile.hpp"
#include "scenarios/load.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::scenarios {
namespace {

LoadedFile file_with(const std::string& policies, const std::string& variants = "") {
    return load_text(R"({ "shaketable": 1, "title": "Profiles", "duration": "1s", "components": {
        "user": { "kind": "client", "arrivals": { "rate": "1/s" },
                  "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service", "endpoints": { "e": { "steps": [ { "work": "1ms" } ] } } } },
        "policies": { )" +
                         policies + R"( }, "variants": { )" + variants + " } }",
                     "profiles.json")
        .value();
}

std::string all_of(const InputErrors& errors) {
    std::string text;
    for (const InputError& error : errors)
        text += text_of(error) + "\n";
    return text;
}

models::PolicyConfig policy_of(const LoadedFile& file, std::string_view variant = "",
                               const Settings& settings = {}) {
    const auto config = file.config_for(variant, settings);
    if (!config) {
        ADD_FAILURE() << all_of(config.error());
        return {};
    }
    return *config.value().policies.find("p");
}

engine::Duration seconds(int count) { return engine::Duration::from_seconds(count); }

TEST(Profile, FillsAPolicyWithItsOwnersDefaults) {
    const models::PolicyConfig policy = policy_of(file_with(R"("p": { "profile": "envoy" })"));
    EXPECT_EQ(policy.overall_timeout, seconds(15));
    EXPECT_EQ(policy.timeout, std::nullopt);
    EXPECT_TRUE(policy.cancel);
    ASSERT_TRUE(policy.retry);
    EXPECT_EQ(policy.retry->attempts, 2); // num_retries 1
    EXPECT_EQ(policy.retry->jitter, models::Jitter::kFull);
}

TEST(Profile, LiesUnderWhatTheFileStates) {
    const models::PolicyConfig policy =
        policy_of(file_with(R"("p": { "profile": "envoy", "timeout": "1s", "retry": { "attempts": 5 } })"));
    EXPECT_EQ(policy.timeout, seconds(1));
    EXPECT_EQ(policy.overall_timeout, seconds(15));
    EXPECT_EQ(policy.retry->attempts, 5);
    EXPECT_EQ(policy.retry->cap, engine::Duration::from_ns(250'000'000));
}

TEST(Profile, HasWhatNullTakesOut) {
    EXPECT_FALSE(policy_of(file_with(R"("p": { "profile": "envoy", "retry": null })")).retry);
    const LoadedFile file =
        file_with(R"("p": { "profile": "envoy" })", R"("once": { "policies": { "p": { "retry": null } } })");
    EXPECT_TRUE(policy_of(file).retry);
    EXPECT_FALSE(policy_of(file, "once").retry);
}

TEST(Profile, LiesUnderVariantsAndSettings) {
    const LoadedFile file = file_with(R"("p": { "profile": "envoy", "retry": { "attempts": 5 } })",
                                      R"("more": { "policies": { "p": { "retry": { "attempts": 6 } } } })");
    EXPECT_EQ(policy_of(file, "more").retry->attempts, 6);
    EXPECT_EQ(policy_of(file, "more", {"/policies/p/retry/attempts=7"}).retry->attempts, 7);
    // What only the profile has can be set.
    EXPECT_EQ(policy_of(file, "", {"/policies/p/retry/base=1s"}).retry->base, seconds(1));
}

TEST(Profile, IsTheOneThatAVariantOrASettingNames) {
    const LoadedFile file = file_with(R"("p": { "profile": "envoy", "retry": { "attempts": 5 } })",
                                      R"("r4j": { "policies": { "p": { "profile": "resilience4j" } } },
                                         "own": { "policies": { "p": { "profile": null } } })");
    const models::PolicyConfig changed = policy_of(file, "r4j");
    EXPECT_EQ(changed.retry->attempts, 5);
    EXPECT_EQ(changed.retry->base, engine::Duration::from_ns(500'000'000));
    EXPECT_EQ(changed.overall_timeout, std::nullopt);
    EXPECT_TRUE(changed.circuit_breaker);
    EXPECT_EQ(policy_of(file, "own").overall_timeout, std::nullopt);
    EXPECT_EQ(policy_of(file, "", {"/policies/p/profile=grpc"}).overall_timeout, std::nullopt);
}

TEST(Profile, MayBelongToAPolicyOfAVariant) {
    const LoadedFile file =
        file_with(R"("p": {})", R"("new": { "policies": { "p": { "profile": "istio" } } })");
    EXPECT_EQ(policy_of(file).balance, models::Balance::kRoundRobin);
    EXPECT_EQ(policy_of(file, "new").balance, models::Balance::kLeastRequest);
    EXPECT_EQ(policy_of(file, "new").retry->attempts, 3);
}

TEST(Profile, HasAFileForEachNameAndEachFileIsAPolicy) {
    std::vector<std::string_view> names;
    for (const ProfileText& profile : profile_texts())
        names.push_back(profile.name);
    std::vector<std::string_view> stated;
    for (const std::string_view name : models::enum_names(models::Profile()))
        stated.push_back(name);
    std::sort(stated.begin(), stated.end());
    EXPECT_EQ(names, stated);
    for (const std::string_view name : names) {
        const InputErrors errors = check(file_with(R"("p": { "profile": ")" + std::string(name) + R"(" })"));
        EXPECT_TRUE(errors.empty()) << name << "\n" << all_of(errors);
    }
}

} // namespace
} // namespace shaketable::scenarios
