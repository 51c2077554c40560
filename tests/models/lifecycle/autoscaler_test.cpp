// The autoscaler's decisions, sync by sync, on hand-made series, beside what Kubernetes' documentation says
// it does: "Horizontal Pod Autoscaling", Algorithm details, Stabilization window, Scaling policies, Default
// behavior.
#include "models/lifecycle/autoscaler.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::autoscaler_test {
namespace {

constexpr engine::Duration kSync = engine::Duration::from_seconds(15);
engine::Time at_s(std::int64_t seconds) { return engine::Time::from_ns(seconds * 1'000'000'000); }

/// Of replicas that have been ready for long; usage in thousandths of a core each.
MetricSample cpu(std::int64_t target_percent, const std::vector<std::int64_t>& usages) {
    MetricSample metric{.by = ScaleBy::kCpu, .target = target_percent};
    for (const std::int64_t usage : usages)
        metric.replicas.push_back({.usage = usage, .measured_at = at_s(10'000)});
    return metric;
}
std::optional<std::uint32_t> asked(const MetricSample& metric, std::uint32_t current,
                                   const CalculatorRules& rules = {}) {
    return replicas_for(metric, current, at_s(10'000), rules);
}

// --- what a metric asks for ------------------------------------------------------------------------------

TEST(ReplicaCalculator, DoublesAtTwiceTheTargetAndHalvesAtHalf) {
    EXPECT_EQ(asked(cpu(50, {1000, 1000}), 2), 4U);
    EXPECT_EQ(asked(cpu(50, {250, 250, 250, 250}), 4), 2U);
}

TEST(ReplicaCalculator, RoundsUp) {
    EXPECT_EQ(asked(cpu(50, {600, 600, 600}), 3), 4U) << "3 x 1.2 = 3.6";
    EXPECT_EQ(asked(cpu(50, {100, 100, 100}), 3), 1U) << "3 x 0.2 = 0.6";
}

TEST(ReplicaCalculator, LeavesATenthMoreOrLess) {
    EXPECT_EQ(asked(cpu(50, {550, 550}), 2), 2U);
    EXPECT_EQ(asked(cpu(50, {559, 559}), 2), 2U) << "55.9 % are 55 %";
    EXPECT_EQ(asked(cpu(50, {560, 560}), 2), 3U);
    EXPECT_EQ(asked(cpu(50, {450, 450, 450, 450, 450}), 5), 5U);
    EXPECT_EQ(asked(cpu(50, {440, 440, 440, 440, 440}), 5), 5U) << "4.4, rounded up";
    EXPECT_EQ(asked(cpu(50, {560, 560}), 2, {.tolerance = 0.2}), 2U);
}

TEST(ReplicaCalculator, CountsTheUsageOfMissingReplicasAsNothingWhenItGoesUp) {
    MetricSample metric = cpu(50, {1000, 1000, 0, 0});
    metric.replicas[2].usage.reset();
    metric.replicas[3].usage.reset();
    EXPECT_EQ(asked(metric, 4), 4U) << "200 % of two are 100 % of four: within the tolerance";
    metric.replicas[3].usage = 1000;
    EXPECT_EQ(asked(metric, 4), 6U) << "3000 / 4 is 75 %, 1.5 times four";
}

TEST(ReplicaCalculator, CountsTheUsageOfMissingReplicasAsTheirRequestWhenItGoesDown) {
    MetricSample metric = cpu(80, {200, 200, 0, 0});
    metric.replicas[2].usage.reset();
    metric.replicas[3].usage.reset();
    EXPECT_EQ(asked(metric, 4), 3U) << "(200 + 200 + 1000 + 1000) / 4 is 60 % of 80 %: 0.75 times four";
    metric.target = 50;
    EXPECT_EQ(asked(metric, 4), 4U) << "60 % of 50 % would turn the direction round";
}

TEST(ReplicaCalculator, CountsTheUsageOfOtherMissingReplicasAsTheirTargetWhenItGoesDown) {
    MetricSample metric = cpu(2000, {1000, 1000, 1000, 0});
    metric.by = ScaleBy::kEach;
    metric.replicas[3].usage.reset();
    EXPECT_EQ(asked(metric, 4), 3U) << "(1000 + 1000 + 1000 + 2000) / 4 is 1250 of 2000: 0.625 times four";
}

/// Started at 9,900 s and changed at 9,960 s, with a window of 15 s.
ReplicaSample young(bool is_ready, std::int64_t measured_after_s) {
    return {.is_ready = is_ready,
            .started_at = at_s(9'900),
            .changed_at = at_s(9'960),
            .usage = 2000,
            .measured_at = at_s(9'960 + measured_after_s),
            .window = kSync};
}

TEST(ReplicaCalculator, CountsUnreadyReplicasAsNothingWhenItGoesUp) {
    MetricSample metric = cpu(50, {1000, 1000});
    metric.replicas.push_back(young(false, 30));
    EXPECT_EQ(asked(metric, 3), 4U) << "2000 / 3 is 66 %: 1.32 times three";
    metric.replicas[2] = young(true, 14);
    EXPECT_EQ(asked(metric, 3), 4U) << "ready, and not yet measured over a whole window";
    metric.replicas[2] = young(true, 15);
    EXPECT_EQ(asked(metric, 3), 8U) << "4000 / 3 is 133 %: 2.66 times three";
}

TEST(ReplicaCalculator, LeavesUnreadyReplicasAsideWhenItGoesDown) {
    MetricSample metric = cpu(50, {100, 100});
    metric.replicas.push_back(young(false, 30));
    EXPECT_EQ(asked(metric, 3), 1U) << "a fifth of the two that are measured";
}

TEST(ReplicaCalculator, BelievesWhatWasReadyOnceAfterFiveMinutes) {
    ReplicaSample once = young(false, 30);
    once.started_at = at_s(9'000);
    MetricSample metric = cpu(50, {1000, 1000});
    metric.replicas.push_back(once);
    EXPECT_EQ(asked(metric, 3), 8U) << "unready since 9,960 s, long after it had started";
    metric.replicas[2].changed_at = at_s(9'029);
    EXPECT_EQ(asked(metric, 3), 4U) << "unready since less than 30 s after it had started: it never was";
}

TEST(ReplicaCalculator, OfOtherMetricsMindsOnlyWhatDoesNotRun) {
    MetricSample metric = cpu(1000, {2000, 2000});
    metric.by = ScaleBy::kEach;
    metric.replicas.push_back(young(false, 0));
    EXPECT_EQ(asked(metric, 3), 6U);
    metric.replicas[2].is_running = false;
    EXPECT_EQ(asked(metric, 3), 4U) << "4000 / 3 is 1333 of 1000";
}

TEST(ReplicaCalculator, SaysNothingWhereNothingIsMeasured) {
    EXPECT_EQ(asked(cpu(50, {}), 3), std::nullopt);
    MetricSample metric = cpu(50, {0});
    metric.replicas[0].usage.reset();
    EXPECT_EQ(asked(metric, 1), std::nullopt);
    EXPECT_EQ(asked({.by = ScaleBy::kTotal}, 1), std::nullopt);
}

TEST(ReplicaCalculator, DividesATotalByWhatEachIsToHave) {
    MetricSample backlog{.by = ScaleBy::kTotal, .target = 30'000, .total = 200'000};
    EXPECT_EQ(asked(backlog, 3), 7U) << "200 messages, 30 each";
    EXPECT_EQ(asked(backlog, 7), 7U) << "28.6 each: within the tolerance";
    backlog.total = 0;
    EXPECT_EQ(asked(backlog, 3), 0U) << "min is the autoscaler's affair";
}

// --- sync by sync ----------------------------------------------------------------------------------------

/// The replicas after each sync, 15 s apart, where the metric asks for so many.
std::vector<std::uint32_t> series(const AutoscalerRules& rules, std::uint32_t replicas,
                                  const std::vector<std::uint32_t>& asks) {
    Autoscaler autoscaler;
    engine::Time now;
    std::vector<std::uint32_t> after;
    for (const std::uint32_t ask : asks) {
        const MetricSample metric{.by = ScaleBy::kTotal, .target = 1000, .total = std::int64_t{ask} * 1000};
        replicas = autoscaler.sync(rules, now, replicas, {metric});
        after.push_back(replicas);
        now = now + kSync;
    }
    return after;
}

using Counts = std::vector<std::uint32_t>;

TEST(Autoscaler, ByDefaultDoublesOrAddsFourEachFifteenSeconds) {
    EXPECT_EQ(series({.max = 100}, 1, {60, 60, 60, 60, 60, 60}), (Counts{5, 10, 20, 40, 60, 60}));
}

TEST(Autoscaler, ByDefaultWaitsFiveMinutesBeforeItGoesDownAndThenAllTheWay) {
    Counts asks(1, 10);
    asks.insert(asks.end(), 21, 2);
    Counts expected(20, 10); // of 0 s to 285 s
    expected.insert(expected.end(), 2, 2);
    EXPECT_EQ(series({.max = 10}, 10, asks), expected);
}

TEST(Autoscaler, TakesWhatThereIsAtFirstAsAskedForThen) {
    Counts expected(20, 10);
    expected.insert(expected.end(), 2, 2);
    EXPECT_EQ(series({.max = 10}, 10, Counts(22, 2)), expected)
        << "horizontal.go: recordInitialRecommendation; not down to two at the first sync";
}

TEST(Autoscaler, GoesDownToTheMostThatWasAskedForWithinTheWindow) {
    AutoscalerRules rules{.max = 10};
    rules.down.window = engine::Duration::from_seconds(60);
    EXPECT_EQ(series(rules, 10, {10, 2, 2, 5, 2, 2, 2, 2, 2}), (Counts{10, 10, 10, 10, 5, 5, 5, 2, 2}));
}

TEST(Autoscaler, GoesUpToTheLeastThatWasAskedForWithinTheWindow) {
    AutoscalerRules rules{.max = 50};
    rules.up.window = engine::Duration::from_seconds(30);
    EXPECT_EQ(series(rules, 10, {10, 15, 20, 12, 20, 20}), (Counts{10, 10, 15, 15, 15, 20}));
}

TEST(Autoscaler, CountsWhatItAddedWithinAPolicysPeriod) {
    AutoscalerRules rules{.max = 50};
    rules.up.policies = {{false, 4, engine::Duration::from_seconds(60)}};
    EXPECT_EQ(series(rules, 3, {4, 20, 20, 20, 20, 20}), (Counts{4, 7, 7, 7, 8, 11}))
        << "one at 0 s, three at 15 s; at 60 s the one is a minute old, at 75 s the three";
}

TEST(Autoscaler, CountsFromWhatThereWasAtThePeriodsBeginning) {
    AutoscalerRules rules{.max = 100};
    rules.down.window = engine::Duration();
    rules.down.policies = {{true, 10, engine::Duration::from_seconds(60)}};
    EXPECT_EQ(series(rules, 80, {1, 1, 1, 1, 1, 1}), (Counts{72, 72, 72, 72, 64, 64}))
        << "the documentation's: of 80 eight a minute, of 72 7.2, so that 64.8 are left, rounded down";
}

TEST(Autoscaler, TakesThePolicyThatChangesMostOrLeastOrNone) {
    AutoscalerRules rules{.max = 100};
    rules.down.window = engine::Duration();
    rules.down.policies = {{false, 4, kSync}, {true, 10, kSync}};
    EXPECT_EQ(series(rules, 80, {1, 1, 1}), (Counts{72, 64, 57}));
    rules.down.select = SelectPolicy::kMin;
    EXPECT_EQ(series(rules, 80, {1, 1, 1}), (Counts{76, 72, 68}));
    rules.down.select = SelectPolicy::kDisabled;
    EXPECT_EQ(series(rules, 80, {1, 1, 1}), (Counts{80, 80, 80}));
    rules.up.select = SelectPolicy::kMin;
    EXPECT_EQ(series(rules, 80, {100, 100}), (Counts{84, 88}));
}

TEST(Autoscaler, StaysWithinItsBounds) {
    AutoscalerRules rules{.min = 3, .max = 6};
    rules.down.window = engine::Duration();
    EXPECT_EQ(series(rules, 4, {50, 0}), (Counts{6, 3}));
    EXPECT_EQ(series(rules, 1, {1}), (Counts{3})) << "whatever the metric says";
    EXPECT_EQ(series(rules, 9, {9}), (Counts{6}));
    EXPECT_EQ(series(rules, 0, {9}), (Counts{0})) << "switched off";
}

TEST(Autoscaler, FollowsTheMetricThatAsksForMost) {
    Autoscaler autoscaler;
    AutoscalerRules rules{.max = 10};
    rules.down.window = engine::Duration();
    const MetricSample backlog{.by = ScaleBy::kTotal, .target = 1000, .total = 3000};
    MetricSample busy = cpu(50, {600, 600, 600, 600});
    EXPECT_EQ(autoscaler.sync(rules, at_s(10'000), 4, {backlog, busy}), 5U);
    busy = cpu(50, {100, 100, 100, 100});
    EXPECT_EQ(autoscaler.sync(rules, at_s(10'015), 4, {backlog, busy}), 3U);
    busy.replicas.clear();
    EXPECT_EQ(autoscaler.sync(rules, at_s(10'030), 4, {backlog, busy}), 4U) << "one says nothing: not down";
    EXPECT_EQ(autoscaler.sync(rules, at_s(10'045), 2, {backlog, busy}), 3U) << "but up";
}

} // namespace
} // namespace shaketable::models::autoscaler_test
