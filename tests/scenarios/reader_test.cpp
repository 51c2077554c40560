#include "scenarios/load.hpp"

#include <gtest/gtest.h>

#include <variant>

namespace shaketable::scenarios {
namespace {

/// A scenario whose only service holds these members and whose only endpoint these steps.
std::string scenario(const std::string& members, const std::string& steps = R"({ "work": "5ms" })") {
    return R"({ "shaketable": 1, "title": "T", "duration": "60s", "components": { "web": { "kind": "service", )" +
           members + R"( "endpoints": { "hello": { "steps": [ )" + steps + R"( ] } } } } })";
}

models::ScenarioConfig config_of(const std::string& text, const Settings& settings = {}) {
    const auto file = load_text(text, "test.json");
    if (!file) {
        ADD_FAILURE() << text_of(file.error().front());
        return {};
    }
    auto config = file.value().config_for("", settings);
    for (const InputError& error : config ? InputErrors{} : config.error())
        ADD_FAILURE() << text_of(error);
    return config ? std::move(config).value() : models::ScenarioConfig{};
}

InputErrors errors_of(const std::string& text) {
    const auto file = load_text(text, "test.json");
    if (!file)
        return file.error();
    const auto config = file.value().config_for("");
    return config ? InputErrors{} : config.error();
}

const models::ServiceConfig& service_of(const models::ScenarioConfig& config) {
    return std::get<models::ServiceConfig>(config.components.find("web")->kind);
}

const models::StepConfig& first_step(const models::ScenarioConfig& config) {
    return service_of(config).endpoints.find("hello")->steps.front();
}

TEST(Reader, FillsWhatTheFileSaysAndLeavesTheDefaults) {
    const models::ScenarioConfig config =
        config_of(scenario(R"("replicas": 3, "cores": 0.5, "style": "event-loop", "queue_limit": 0,)"));
    EXPECT_EQ(config.title, "T");
    EXPECT_EQ(config.duration, engine::Duration::from_seconds(60));
    const models::ServiceConfig& service = service_of(config);
    EXPECT_EQ(service.replicas, 3);
    EXPECT_EQ(service.cores, 0.5);
    EXPECT_EQ(service.style, models::WorkerStyle::kEventLoop);
    EXPECT_EQ(service.queue_limit, std::optional<std::int64_t>(0));
    EXPECT_EQ(service.workers, models::ServiceConfig{}.workers);
}

TEST(Reader, TakesABareDurationForAConstant) {
    const auto config = config_of(scenario("", R"({ "work": "5ms" })"));
    const auto& work = std::get<models::WorkStepConfig>(first_step(config).verb).work;
    EXPECT_EQ(std::get<models::ConstantConfig>(work.family).value, engine::Duration::from_ns(5'000'000));
}

TEST(Reader, ReadsTheAlternativeWhoseTagIsAMember) {
    const auto config =
        config_of(scenario("", R"({ "work": { "lognormal": { "mean": "5ms", "cv": 2 } }, "id": "w" })"));
    const auto& work = std::get<models::WorkStepConfig>(first_step(config).verb).work;
    const auto& lognormal = std::get<models::LognormalConfig>(work.family);
    EXPECT_EQ(std::get<models::MeanAndCvConfig>(lognormal.stated).cv, 2.0);
    EXPECT_EQ(first_step(config).id, "w");
}

TEST(Reader, ReadsStepsWithinSteps) {
    const auto config = config_of(scenario(
        "", R"({ "parallel": [ { "branch": [ { "wait": 0 } ], "probability": 0.25 } ], "count": 4 })"));
    const auto& parallel = std::get<models::ParallelStepConfig>(first_step(config).verb);
    EXPECT_EQ(parallel.count, 4);
    EXPECT_EQ(std::get<models::BranchStepConfig>(parallel.steps.front().verb).probability, 0.25);
}

TEST(Reader, AcceptsWholeNumbersHoweverTheyAreWritten) {
    EXPECT_EQ(service_of(config_of(scenario(R"("workers": 2e1,)"))).workers, 20);
    EXPECT_EQ(service_of(config_of(scenario(R"("workers": 20.0,)"))).workers, 20);
}

TEST(Reader, SkipsFreeMembersAnywhere) {
    const auto config = config_of(
        R"({ "shaketable": 1, "title": "T", "duration": "1s", "x-note": [ null ], "components": { "x-todo": 3, "web":
             { "kind": "service", "x-owner": "me", "endpoints": { "hello": { "steps": [ { "work": { "x-why": 1,
               "constant": "1ms" }, "x-y": {} } ] } } } } })");
    EXPECT_EQ(config.components.size(), 1U);
}

TEST(Reader, KeepsNamedMembersInTheOrderOfTheFile) {
    const auto config = config_of(
        R"({ "shaketable": 1, "title": "T", "duration": "1s", "components": {},
             "policies": { "z": {}, "a": {}, "m": { "timeout": "1s" } } })");
    ASSERT_EQ(config.policies.size(), 3U);
    EXPECT_EQ(config.policies.entries[0].first, "z");
    EXPECT_EQ(config.policies.entries[2].second.timeout, std::optional(engine::Duration::from_seconds(1)));
}

TEST(Reader, CollectsAllErrorsSortedByPlace) {
    const InputErrors errors = errors_of(scenario(R"("replicas": 0, "wokers": 5, "cores": "many",)",
                                                  R"({ "work": 5 }, { "wait": "1ms", "call": "a.b" }, {})"));
    ASSERT_EQ(errors.size(), 6U);
    for (std::size_t i = 1; i < errors.size(); ++i)
        EXPECT_LT(errors[i - 1].place.column, errors[i].place.column);
    EXPECT_EQ(errors[1].nearest, "workers");
    EXPECT_EQ(errors[3].pointer, "/components/web/endpoints/hello/steps/0/work");
}

TEST(Reader, NamesTheTextThatStandsWhereANumberShould) {
    const InputErrors errors = errors_of("{ \"shaketable\": 1, \"title\": \"T\", \"duration\": \"1s\",\n"
                                         "  \"seed\": \"ten\", \"components\": {} }");
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(text_of(errors.front()),
              "test.json:2:11: /seed is \"ten\" (text); accepted: a whole number from 0 to "
              "9007199254740992");
}

TEST(Load, AppliesTheVariantThenTheSettings) {
    const auto file =
        load_text(R"({ "shaketable": 1, "title": "T", "duration": "1s", "seed": 1, "components": {},
                                     "variants": { "v": { "seed": 2, "duration": "2s" } } })",
                  "test.json");
    ASSERT_TRUE(file.ok());
    EXPECT_EQ(listed(file.value().variant_names()), "base, v");
    EXPECT_EQ(file.value().config_for("base").value().seed, 1U);
    EXPECT_EQ(file.value().config_for("v").value().seed, 2U);
    const models::ScenarioConfig config = file.value().config_for("v", {"/seed=3"}).value();
    EXPECT_EQ(config.seed, 3U);
    EXPECT_EQ(config.duration, engine::Duration::from_seconds(2));
}

TEST(Load, KnowsTheMembersThatAreNotOfTheScenario) {
    EXPECT_TRUE(errors_of(R"({ "$schema": "s.json", )" + scenario("").substr(1)).empty());
    const InputErrors errors = errors_of(R"({ "varaints": {}, )" + scenario("").substr(1));
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].nearest, "variants");
    EXPECT_TRUE(errors[0].accepted.ends_with(", variants")) << errors[0].accepted;
}

TEST(Load, CutsWhatNobodyReads) {
    const std::string name(100'000, 'n');
    const InputErrors errors = errors_of("{ \"" + name + R"(": 1, )" + scenario("").substr(1));
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_LT(text_of(errors[0]).size(), 5000U);
}

TEST(Load, NamesTheNearestVariant) {
    const auto file = load_text(R"({ "variants": { "budget": {} } })", "test.json");
    EXPECT_EQ(file.value().config_for("bugdet").error().front().nearest, "budget");
}

TEST(Load, PutsACompilersProblemWhereItsPointerLeadsOrNearest) {
    const auto file = load_text("{ \"a\":\n { \"b\": [ 1,\n 2 ] } }", "test.json");
    const Node& root = file.value().base;
    ErrorList list;
    locate({{"/a/b/1", "is wrong", "", "wbe", {"db", "web"}},
            {"/a/c/d", "is missing", "", "", {}},
            {"", "is odd", "", "", {}}},
           root, list);
    const InputErrors errors = list.take();
    ASSERT_EQ(errors.size(), 3U);
    EXPECT_EQ(errors[0].place.line, 1);
    EXPECT_EQ(errors[1].place.line, 2);
    EXPECT_EQ(errors[1].pointer, "/a/c/d");
    EXPECT_EQ(errors[2].place.line, 3);
    EXPECT_EQ(errors[2].nearest, "web");
}

} // namespace
} // namespace shaketable::scenarios
