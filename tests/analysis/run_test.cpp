#include "analysis/run.hpp"

#include "analysis/inputs_hash.hpp"
#include "analysis/result_json.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <numeric>

namespace shaketable::analysis {
namespace {

void expect_conservation(const Result& result) {
    std::uint64_t begun = 0;
    for (const ComponentResult& component : result.components)
        if (const MetricFigures* metric = component.find("journeys_begun"))
            begun += metric->total;
    EXPECT_EQ(result.total.offered + result.total.pending, begun);
    EXPECT_EQ(sum_of(result.total.outcomes), result.total.offered);
    EXPECT_EQ(result.total.completed + result.total.outcomes[kUnfinished], result.total.offered);
    const auto& offered = result.series.total.offered;
    EXPECT_EQ(std::accumulate(offered.begin(), offered.end(), std::uint64_t{0}), result.total.offered);
    EXPECT_EQ(offered.size(), result.series.windows);
    for (const EdgeResult& edge : result.edges)
        EXPECT_EQ(sum_of(edge.outcomes), edge.attempts);
}

TEST(Library, HasAStoryAndALessonInEachFile) {
    for (const scenarios::LibraryEntry& entry :
         scenarios::library_entries(scenarios::library_directory().value())) {
        const auto scenario = scenarios::compile(scenarios::load_file(entry.path).value(), "");
        ASSERT_TRUE(scenario.ok()) << entry.path;
        EXPECT_GT(scenario.value()->config.story.size(), 100U) << entry.path;
        EXPECT_GT(scenario.value()->config.lesson.size(), 100U) << entry.path;
    }
}

TEST(Run, ConservesJourneysInEveryVariantOfTheLibrary) {
    int runs = 0;
    for (const scenarios::LibraryEntry& entry :
         scenarios::library_entries(scenarios::library_directory().value())) {
        const auto file = scenarios::load_file(entry.path);
        ASSERT_TRUE(file.ok()) << entry.path;
        for (const std::string_view variant : file.value().variant_names()) {
            const auto scenario = scenarios::compile(file.value(), variant);
            ASSERT_TRUE(scenario.ok()) << entry.path;
            SCOPED_TRACE(entry.name + " " + std::string(variant));
            expect_conservation(run_variant(scenario.value(), {.until = engine::Duration::from_seconds(5)}));
            RunOptions few;
            few.limits.events = 5000;
            expect_conservation(run_variant(scenario.value(), few));
            ++runs;
        }
    }
    EXPECT_GT(runs, 0);
}

TEST(Run, StopsAtALimitWithAPartialResult) {
    RunOptions options;
    options.limits.events = 200;
    const Result result = run_tiny({}, options);
    EXPECT_EQ(result.stopped, Stopped::kEventLimit);
    EXPECT_TRUE(result.partial());
    EXPECT_EQ(result.events, 200U);
    EXPECT_GT(result.simulated_s, 0.0);
    EXPECT_LT(result.simulated_s, 10.0);
    EXPECT_GT(result.total.good, 0U);
    expect_conservation(result);
}

TEST(Run, StoppedInTheWarmUpHasNoFigures) {
    RunOptions options;
    options.limits.events = 20;
    const Result result = run_tiny({"/warm_up=5s"}, options);
    EXPECT_EQ(result.simulated_s, 0.0);
    EXPECT_EQ(result.total.offered, 0U);
    EXPECT_FALSE(result.total.goodput_per_s);
    EXPECT_FALSE(result.components[1].utilisation);
    EXPECT_EQ(result.series.windows, 0U);
}

TEST(Run, UntilIsTheSameAsAShorterDuration) {
    Result until = run_tiny({}, {.until = engine::Duration::from_seconds(5)});
    const Result shorter = run_tiny({"/duration=5s"});
    EXPECT_EQ(json_text(document_of({{until, {}}})), json_text(document_of({{shorter, {}}})));
    EXPECT_EQ(until.simulated_s, 5.0);
}

TEST(Run, UntilNeverReachesBeyondTheDuration) {
    EXPECT_EQ(run_tiny({}, {.until = engine::Duration::from_seconds(50)}).simulated_s, 10.0);
}

TEST(Run, SeedOfTheOptionsWins) {
    EXPECT_EQ(run_tiny({}, {.seed = 7}).seed, 7U);
    EXPECT_EQ(run_tiny({"/seed=3"}).seed, 3U);
}

TEST(InputsHash, ChangesWithEachInput) {
    const auto hash = [](const char* text, std::uint64_t seed, std::int64_t seconds) {
        const auto file = scenarios::load_text(text, "x.json");
        return inputs_hash(file.value().base, seed, engine::Duration::from_seconds(seconds));
    };
    const std::string base = hash(R"({"a": 1})", 1, 10);
    EXPECT_EQ(base, hash(R"({ /* same */ "a":1 })", 1, 10));
    EXPECT_NE(base, hash(R"({"a": 2})", 1, 10));
    EXPECT_NE(base, hash(R"({"a": 1})", 2, 10));
    EXPECT_NE(base, hash(R"({"a": 1})", 1, 11));
}

} // namespace
} // namespace shaketable::analysis
