// Every figure of tiny_scenario.hpp by hand: the journeys ask at 0.1, 0.2 ... 9.9 s, and take 22 ms each.
#include "tests/analysis/tiny_scenario.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace shaketable::analysis {
namespace {

constexpr double kBin = 1.0 / 128.0; // relative error of a percentile

std::uint64_t outcome(const JourneyFigures& figures, models::Outcome reason) {
    return figures.outcomes[static_cast<std::size_t>(reason)];
}
std::uint64_t total_of(const Result& result, std::size_t component, std::string_view metric) {
    return result.components[component].find(metric)->total;
}
constexpr const char* kGoodWithin = "/components/users/journeys/ask/good_within";
constexpr const char* kWork = "/components/web/endpoints/answer/steps/0/work";
std::string setting(const std::string& pointer, const std::string& value) { return pointer + "=" + value; }

TEST(Definitions, OfferedIsWhatCanBeJudgedAndTheRestIsPending) {
    const Result result = run_tiny();
    EXPECT_EQ(result.total.offered, 98U); // the one at 9.9 s is 100 ms old at the end: its time is not over
    EXPECT_EQ(result.total.pending, 1U);
    EXPECT_EQ(result.total.completed, 98U);
    EXPECT_EQ(outcome(result.total, models::Outcome::kOk), 98U);
    EXPECT_DOUBLE_EQ(*result.total.offered_per_s, 98 / 9.9); // they were asked in the first 9.9 s
    EXPECT_DOUBLE_EQ(*result.total.goodput_per_s, 98 / 9.9);
    EXPECT_EQ(result.total.availability, 1.0);
    EXPECT_EQ(result.total.attempts, 98U);
    EXPECT_EQ(result.total.attempts_per_journey, 1.0);
}

TEST(Definitions, LatencyIsFromAskingToAnswer) {
    const LatencyFigures latency = run_tiny().total.latency;
    EXPECT_DOUBLE_EQ(*latency.mean_s, 0.022);
    EXPECT_DOUBLE_EQ(*latency.max_s, 0.022);
    EXPECT_NEAR(*latency.percentiles.p50_s, 0.022, 0.022 * kBin);
    EXPECT_LE(*latency.percentiles.p999_s, *latency.max_s);
}

TEST(Definitions, AComponentCountsAllItsWorkSinceZero) {
    const Result result = run_tiny();
    EXPECT_EQ(total_of(result, 0, "journeys_begun"), 99U);
    EXPECT_EQ(total_of(result, 1, "arrived"), 99U);
    EXPECT_EQ(total_of(result, 1, "answered_ok"), 99U);
    EXPECT_DOUBLE_EQ(*result.components[1].utilisation, 99 * 0.02 / 10.0);
    EXPECT_DOUBLE_EQ(*result.components[1].find("busy_cores")->max, 1.0);
    EXPECT_EQ(result.components[1].find("service_time")->count, 99U);
    EXPECT_DOUBLE_EQ(*result.components[1].find("service_time")->mean_s, 0.02);
    EXPECT_DOUBLE_EQ(*result.components[1].find("queue_wait")->mean_s, 0.0);
    EXPECT_FALSE(result.components[0].utilisation) << "a client has no cores";
}

TEST(Definitions, AnEdgeCountsAttemptsAndTheirOutcomes) {
    const Result result = run_tiny();
    ASSERT_EQ(result.edges.size(), 1U);
    EXPECT_EQ(result.edges[0].attempts, 99U);
    EXPECT_EQ(result.edges[0].outcomes[0], 99U);
    EXPECT_NEAR(*result.edges[0].percentiles.p50_s, 0.022, 0.022 * kBin);
}

TEST(Definitions, SeriesAreByWindowOfTheFirstAsking) {
    const Result result = run_tiny();
    ASSERT_EQ(result.series.windows, 10U);
    EXPECT_EQ(result.series.total.offered,
              (std::vector<std::uint64_t>{9, 10, 10, 10, 10, 10, 10, 10, 10, 9}));
    EXPECT_EQ(result.series.total.good, result.series.total.offered);
    EXPECT_EQ(result.series.total.judged, 9U) << "the last window reaches into the last good_within";
    EXPECT_EQ(result.series.total.availability, std::vector<Figure>(10, 1.0));
    EXPECT_NEAR(*result.series.total.latency[5].p95_s, 0.022, 0.022 * kBin);
    EXPECT_DOUBLE_EQ(*result.series.components[1].all.utilisation[5], 10 * 0.02);
    EXPECT_DOUBLE_EQ(*result.series.components[1].instances[0].utilisation[0], 9 * 0.02);
    EXPECT_TRUE(result.series.components[0].all.utilisation.empty());
    const MetricSeries& arrived = result.series.components[1].all.metrics[0];
    EXPECT_EQ(arrived.counts, (std::vector<std::uint64_t>{9, 10, 10, 10, 10, 10, 10, 10, 10, 10}));
}

TEST(Definitions, WhatHappensAtZeroCountsAndWhatHappensAtTheEndDoesNot) {
    const Result result = run_tiny({"/warm_up=1s"});
    EXPECT_EQ(result.total.offered, 99U); // 0, 0.1 ... 9.8 s
    EXPECT_EQ(result.total.pending, 1U);
    EXPECT_EQ(total_of(result, 0, "journeys_begun"), 100U);
    EXPECT_EQ(result.series.total.offered.front(), 10U);
    EXPECT_EQ(result.simulated_s, 10.0);
}

TEST(Definitions, ASlowAnswerIsAvailableButNotGood) {
    const Result result = run_tiny({setting(kGoodWithin, "10ms")});
    EXPECT_EQ(result.total.offered, 99U); // the last is old enough, and answered late within the run
    EXPECT_EQ(outcome(result.total, models::Outcome::kSlow), 99U);
    EXPECT_EQ(result.total.availability, 1.0);
    EXPECT_EQ(result.total.goodput_per_s, 0.0);
    EXPECT_DOUBLE_EQ(*result.total.latency.mean_s, 0.022);
}

TEST(Definitions, AnErrorHasAReasonAndNoLatency) {
    const Result result = run_tiny({"/components/web/endpoints/answer/error_probability=1"});
    EXPECT_EQ(outcome(result.total, models::Outcome::kError), 98U);
    EXPECT_EQ(result.total.completed, 98U);
    EXPECT_EQ(result.total.availability, 0.0);
    EXPECT_FALSE(result.total.latency.mean_s);
    EXPECT_FALSE(result.total.latency.max_s);
    EXPECT_FALSE(result.total.latency.percentiles.p50_s);
}

TEST(Definitions, AJourneyOlderThanItsTimeIsUnfinishedNotPending) {
    const Result result = run_tiny({setting(kWork, "60s")});
    EXPECT_EQ(result.total.offered, 98U);
    EXPECT_EQ(result.total.completed, 0U);
    EXPECT_EQ(result.total.outcomes[kUnfinished], 98U);
    EXPECT_EQ(result.total.availability, 0.0);
    EXPECT_EQ(result.series.total.bad[kUnfinished].front(), 9U);
}

TEST(Definitions, NoRateWhereNothingCanBeJudged) {
    const Result result = run_tiny({setting(kGoodWithin, "20s")});
    EXPECT_EQ(result.total.offered, 0U);
    EXPECT_FALSE(result.total.offered_per_s);
    EXPECT_FALSE(result.total.goodput_per_s);
    EXPECT_EQ(result.series.total.judged, 0U);
}

TEST(Definitions, AttemptsOfPendingJourneysAreOverThemToo) {
    const Result result = run_tiny({setting(kGoodWithin, "null"), setting(kWork, "60s"),
                                    "/policies/user/timeout=3s", "/policies/user/retry/attempts=4"});
    EXPECT_GT(result.total.pending, 0U);
    EXPECT_GT(*result.total.attempts_per_journey, 1.0);
    EXPECT_LE(*result.total.attempts_per_journey, 4.0);
}

TEST(Definitions, WithoutATimeTheUnfinishedArePending) {
    const Result result =
        run_tiny({setting(kGoodWithin, "null"), "/components/web/cores=4", setting(kWork, "150ms")});
    EXPECT_EQ(result.total.offered, 98U); // all but the one of 9.9 s, which would end at 10.052 s
    EXPECT_EQ(result.total.pending, 1U);
    EXPECT_EQ(outcome(result.total, models::Outcome::kOk), 98U);
}

TEST(Definitions, EachAttemptCountsAndZombieWorkIsWasted) {
    const Result result = run_tiny({"/policies/user/timeout=10ms", "/policies/user/retry/attempts=3"});
    EXPECT_EQ(outcome(result.total, models::Outcome::kTimedOutInService), 98U);
    EXPECT_EQ(result.total.attempts, 3U * 98);
    EXPECT_EQ(result.total.attempts_per_journey, 3.0);
    EXPECT_EQ(total_of(result, 0, "call_retries"), 2U * 99);
    EXPECT_EQ(total_of(result, 1, "wasted"), 3U * 99);
    EXPECT_EQ(result.edges[0].retries, 2U * 99);
}

TEST(Definitions, ACrashIsInTheTimelineAndRefuses) {
    const Result result = run_tiny({R"(/timeline/dead={"at":"5s","for":"2s","crash":"web"})",
                                    R"(/timeline/later={"at":"20s","crash":"web"})"});
    ASSERT_EQ(result.timeline.size(), 1U) << "what lies beyond the end did not happen";
    EXPECT_EQ(result.timeline[0].name, "dead");
    EXPECT_EQ(result.timeline[0].began_s, 5.0);
    EXPECT_EQ(result.timeline[0].ended_s, 7.0);
    EXPECT_EQ(outcome(result.total, models::Outcome::kRefused), 20U); // 5.0 ... 6.9 s
    EXPECT_EQ(total_of(result, 1, "rejected"), 20U);
    EXPECT_EQ(result.series.total.bad[static_cast<std::size_t>(models::Outcome::kRefused)],
              (std::vector<std::uint64_t>{0, 0, 0, 0, 0, 10, 10, 0, 0, 0}));
}

TEST(Definitions, NothingMeasuredIsAbsent) {
    const Result result = run_tiny({setting("/components/users/arrivals/rate", "0/s")});
    EXPECT_EQ(result.total.offered, 0U);
    EXPECT_FALSE(result.total.availability);
    EXPECT_FALSE(result.total.attempts_per_journey);
    EXPECT_FALSE(result.components[1].find("service_time")->mean_s);
    EXPECT_EQ(result.components[1].utilisation, 0.0);
    EXPECT_FALSE(result.series.total.latency.front().p50_s);
}

TEST(Definitions, ReplicasAddUp) {
    const Result result = run_tiny({"/components/web/replicas=3"});
    const ComponentResult& web = result.components[1];
    ASSERT_EQ(web.instances.size(), 3U);
    EXPECT_DOUBLE_EQ(*web.utilisation, 99 * 0.02 / 30.0);
    std::uint64_t arrived = 0;
    for (const InstanceResult& instance : web.instances)
        arrived += instance.metrics[0].total;
    EXPECT_EQ(arrived, 99U);
    EXPECT_DOUBLE_EQ(*web.instances[0].utilisation, 33 * 0.02 / 10.0);
}

} // namespace
} // namespace shaketable::analysis
