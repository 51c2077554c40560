#include "analysis/replicate.hpp"

#include "analysis/figures_json.hpp"
#include "analysis/result_json.hpp"
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

const std::string kPoisson = "/components/users/arrivals/pattern=poisson";
const std::string kSlow = R"(/timeline/slow={ "at": "2s", "for": "3s", "slow": "web", "factor": 8 })";

std::vector<Result> replicate_tiny(const ReplicateOptions& options) {
    return replicate(
        {tiny_scenario({kPoisson, kSlow}), tiny_scenario({kPoisson, kSlow, "/components/web/cores=2"})},
        {"one", "two"}, options);
}

std::string text_of(std::vector<Result> results) {
    std::vector<Entry> entries;
    for (Result& result : results)
        entries.push_back({.result = std::move(result)});
    return json_text(document_of(entries));
}

TEST(Replicate, DoesNotDependOnTheNumberOfThreads) {
    const std::string one = text_of(replicate_tiny({.count = 7, .threads = 1}));
    EXPECT_EQ(text_of(replicate_tiny({.count = 7, .threads = 2})), one);
    EXPECT_EQ(text_of(replicate_tiny({.count = 7, .threads = 5})), one);
}

TEST(Replicate, IsTheRunsWithSeedsThatFollowOneAnother) {
    const std::vector<Result> results = replicate_tiny({.run = {.seed = 5}, .count = 4, .threads = 2});
    ASSERT_TRUE(results[1].replications);
    const Replications& all = *results[1].replications;
    EXPECT_EQ(all.first_seed, 5U);
    EXPECT_EQ(all.count, 4U);
    EXPECT_EQ(all.versus, "one");
    std::vector<double> goodput;
    std::vector<double> differences;
    for (std::uint64_t seed = 5; seed < 9; ++seed) {
        const Result two = run_tiny({kPoisson, kSlow, "/components/web/cores=2"}, {.seed = seed});
        goodput.push_back(*two.total.goodput_per_s);
        differences.push_back(*two.total.goodput_per_s -
                              *run_tiny({kPoisson, kSlow}, {.seed = seed}).total.goodput_per_s);
    }
    const Summary* summary = all.find("/total/goodput_per_s");
    ASSERT_NE(summary, nullptr);
    EXPECT_EQ(summary->mean, summary_of(goodput)->mean);
    EXPECT_EQ(summary->half_width, summary_of(goodput)->half_width);
    ASSERT_FALSE(all.differences.empty());
    EXPECT_EQ(all.differences[1].pointer, "/total/goodput_per_s");
    EXPECT_EQ(all.differences[1].summary.mean, summary_of(differences)->mean);
    EXPECT_EQ(results[0].seed, 5U);
}

TEST(Replicate, DiffersByNothingFromItself) {
    const models::ScenarioPtr scenario = tiny_scenario({kPoisson, kSlow});
    const std::vector<Result> results =
        replicate({scenario, scenario}, {"a", "b"}, {.count = 3, .threads = 2});
    for (const NamedSummary& one : results[1].replications->differences) {
        EXPECT_EQ(one.summary.mean, 0.0) << one.pointer;
        EXPECT_EQ(*one.summary.half_width, 0.0) << one.pointer;
    }
    EXPECT_TRUE(results[0].replications->differences.empty());
}

TEST(Replicate, CountsVerdictsAndExpectations) {
    const models::ScenarioPtr scenario =
        tiny_scenario({"/duration=60s", kSlow, R"(/expect/yes={ "figure": "offered", "at_least": 1 })",
                       R"(/expect/no={ "figure": "offered", "at_most": 1 })"});
    const std::vector<Result> results = replicate({scenario}, {"base"}, {.count = 3});
    const Replications& all = *results[0].replications;
    ASSERT_EQ(all.verdicts.size(), 1U);
    EXPECT_EQ(all.verdicts[0].second, 3U);
    EXPECT_EQ(all.expectations, (std::vector<std::pair<std::string, std::size_t>>{{"yes", 3}, {"no", 0}}));
    EXPECT_FALSE(results[0].meets_expectations());
}

TEST(Replicate, TellsOfItsProgress) {
    std::vector<std::size_t> told;
    static_cast<void>(
        replicate_tiny({.count = 3, .threads = 2, .progress = [&](std::size_t done, std::size_t all) {
                            EXPECT_EQ(all, 6U);
                            told.push_back(done);
                        }}));
    EXPECT_EQ(told, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
}

TEST(Replicate, CanBeCancelled) {
    std::atomic<bool> stop = false;
    const std::vector<Result> results =
        replicate_tiny({.keep_going = [&] { return !stop; },
                        .count = 50,
                        .progress = [&](std::size_t done, std::size_t) { stop = done >= 4; }});
    EXPECT_EQ(results[0].stopped, Stopped::kCancelled);
    EXPECT_EQ(results[0].replications->count, 2U);
    EXPECT_EQ(results[1].replications->count, 2U);
}

} // namespace
} // namespace shaketable::analysis
