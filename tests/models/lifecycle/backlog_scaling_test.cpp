// Consumers that come and go with what is to be done. Ten messages a second, even; each takes a second of one
// worker. Legs of 1 ms; the autoscaler looks every 15 s.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::backlog_scaling_test {
namespace {

struct Setting {
    std::string channel = R"("kind": "queue")";
    std::string scaler = R"("max": 9)";
    std::string rate = R"("rate": "10/s")";
    std::string timeline = "";
    std::string duration = "40s";
};

struct Scaled : Played {
    explicit Scaled(const Setting& setting)
        : Played(R"("duration": ")" + setting.duration +
                 R"(", "network": { "latency": "1ms" }, "components": {
          "user": { "kind": "client", "arrivals": { "pattern": "even", )" +
                 setting.rate + R"( }, "journeys": { "j": { "steps": [ { "publish": "channel" } ] } } },
          "channel": { )" +
                 setting.channel + R"(, "time": "0s" },
          "worker": { "kind": "service", "workers": 1, "consumes": { "channel": { "endpoint": "do", "batch": 1 } },
            "autoscaler": { "metrics": [ { "metric": "backlog", "of": "channel", "target": 40 } ], )" +
                 setting.scaler + R"( }, "endpoints": { "do": { "steps": [ { "wait": "1s" } ] } } } },
        "timeline": { )" +
                 setting.timeline + " }") {
        EXPECT_EQ(broken_invariant(simulation), "");
    }
    [[nodiscard]] const Life& life(std::uint32_t replica) const {
        return simulation.world().lifecycles[0].lives[replica];
    }
    /// When it began its work on messages, in ms.
    [[nodiscard]] Times begun(std::uint32_t replica) const {
        Times found;
        for (const Fact& fact : facts.of(What::kServed, component("worker")))
            if (fact.replica == replica)
                found.push_back(fact.time.ns());
        return in_ms(found);
    }
};

// In 15 s 150 messages came and 14 were done: 136 are left, forty for each, so four.
TEST(BacklogScaling, OfAQueueLetsSoManyComeThatEachHasItsShare) {
    const Scaled run({});
    EXPECT_EQ(run.life(3).started_at, at_ns(15 * kSecond));
    EXPECT_NE(run.life(4).started_at, at_ns(15 * kSecond)) << "136 of 40 are 3.4";
    EXPECT_EQ(run.begun(3).front(), 15'001) << "it asks as soon as it is there, and has a leg to come";
}

TEST(BacklogScaling, OfATopicCountsTheLagOfItsGroup) {
    const Scaled run({.channel = R"("kind": "topic", "partitions": 4, "rebalance": "2s")"});
    EXPECT_EQ(run.life(3).started_at, at_ns(15 * kSecond));
    EXPECT_NE(run.life(4).started_at, at_ns(15 * kSecond));
    EXPECT_EQ(run.begun(0).front(), 102) << "nobody waits for replicas that are not there yet";
    ASSERT_FALSE(run.begun(3).empty());
    EXPECT_GE(run.begun(3).front(), 17'000) << "after the group was assigned anew";
}

TEST(BacklogScaling, OfAQueueThatStandsStillKnowsNothingAndChangesNothing) {
    const Scaled run({.timeline = R"("still": { "at": "10s", "for": "10s", "hang": "channel" })"});
    EXPECT_EQ(run.life(1).started_at, at_ns(30 * kSecond));
}

const Setting kQuiet = {.scaler = R"("max": 2, "down": { "window": "0s" })",
                        .rate = R"("rate": "8/s", "steps": { "night": { "at": "16s", "rate": "0/s" } })",
                        .duration = "120s"};

// 128 messages come in 16 s, fifteen are done, and from then on two do two a second: at 60 s forty or fewer
// are left, and the second goes.
TEST(BacklogScaling, LetsGoOfWhomItNeedsNoMoreWhoEndsWhatHeHasAndAsksForNothing) {
    const Scaled run(kQuiet);
    EXPECT_EQ(run.life(1).phase, LifePhase::kAbsent);
    const std::int64_t last = run.begun(1).back();
    EXPECT_EQ(last / 15'000, 3) << last << ": the 15 s before 60 s";
    EXPECT_EQ(run.total("channel", "redelivered"), 0);
    EXPECT_EQ(run.total("channel", "done"), 128);
}

TEST(BacklogScaling, WhoLeavesAGroupHasDoneWhatHeHad) {
    Setting quiet = kQuiet;
    quiet.channel = R"("kind": "topic", "partitions": 2, "rebalance": "2s", "session_timeout": "45s")";
    const Scaled run(quiet);
    EXPECT_EQ(run.life(1).phase, LifePhase::kAbsent);
    EXPECT_EQ(run.total("channel", "done"), 128);
    EXPECT_EQ(run.total("channel", "redelivered"), 0);
    EXPECT_EQ(run.total("channel", "done_again"), 0);
    EXPECT_EQ(run.total("channel", "rebalances"), 2) << "it joined, and left";
}

} // namespace
} // namespace shaketable::models::backlog_scaling_test
