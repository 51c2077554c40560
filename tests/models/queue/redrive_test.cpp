// Dead letters that go back: who moves them, when, and where to.
#include "tests/models/queue/consumed.hpp"

namespace shaketable::models::redrive_test {
namespace {

/// Published at 1001, 2001, 3001 ..., each message fails 12 ms later, for good, until it is mended at 3.5 s.
Consumption mended(const std::string& redrive) {
    return {.channel = R"("max_receives": 1, "dead_letters": "dead",)",
            .consumes = R"(, "on_failure": "return")",
            .endpoint = R"(, "poison_probability": 1)",
            .components = R"(, "dead": { "kind": "queue" })",
            .timeline = R"("mended": { "at": "3500ms", "to": 0,
                                       "set": "/components/worker/endpoints/do/poison_probability" },
                           "again": { "at": "3600ms", )" +
                        redrive + " }"};
}

std::uint32_t left_over(const Consumed& run, std::uint32_t queue) {
    return run.played.simulation.world().queues.of[queue].store.size();
}

TEST(Redrive, MovesDeadLettersBackAtItsRateUntilNoneIsLeft) {
    const Queue run(mended(R"("redrive": "dead", "rate": "10/s")"));
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 3601, 3701, 3801, 4002}));
    EXPECT_EQ(run.count("dead_letters"), 3);
    EXPECT_EQ(run.count("redriven", "dead"), 3);
    EXPECT_EQ(run.count("published"), 4 + 3);
    EXPECT_EQ(run.count("done"), 4);
    EXPECT_EQ(left_over(run, 1), 0U);
    EXPECT_EQ(in_ms(run.played.facts.times(What::kFaultEnded)), (Times{3900})) << "when it finds none";
    EXPECT_EQ(run.count("message_age"), (2611 + 1711 + 811 + 12) * kMs) << "from the first publication";
}

TEST(Redrive, StopsWhenItsTimeIsOver) {
    const Queue run(mended(R"("for": "150ms", "redrive": "dead", "rate": "10/s")"));
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 3601, 3701, 4002}));
    EXPECT_EQ(left_over(run, 1), 1U);
    EXPECT_EQ(in_ms(run.played.facts.times(What::kFaultEnded)), (Times{3750}));
}

TEST(Redrive, EndsOnceThoughItsTimeIsNotOver) {
    const Queue run(mended(R"("for": "800ms", "redrive": "dead", "rate": "10/s")"));
    EXPECT_EQ(in_ms(run.played.facts.times(What::kFaultEnded)), (Times{3900}));
}

TEST(Redrive, ReceivesAreCountedAnew) {
    const Queue run(
        {.channel = R"("max_receives": 2, "dead_letters": "dead",)",
         .consumes = R"(, "on_failure": "return")",
         .endpoint = R"(, "poison_probability": 1)",
         .components = R"(, "dead": { "kind": "queue" })",
         .timeline = R"("again": { "at": "3s", "for": "500ms", "redrive": "dead", "rate": "1/s" })",
         .rate = "0.5/s",
         .duration = "3900ms"});
    EXPECT_EQ(run.begun(), (Times{2002, 2014, 3001, 3013})) << "twice, and twice again";
    EXPECT_EQ(run.count("dead_letters"), 2);
    EXPECT_EQ(run.count("redriven", "dead"), 1);
}

TEST(Redrive, WaitsWhileTheSourceIsDownOrFull) {
    Consumption down = mended(R"("redrive": "dead", "rate": "10/s")");
    down.timeline += R"(, "dies": { "at": "3550ms", "for": "200ms", "crash": "jobs" })";
    EXPECT_EQ(Queue(down).begun(), (Times{1002, 2002, 3002, 3801, 3901, 4001, 4013}))
        << "at 3600 and 3700 there is nobody; the worker has one at a time";
    Consumption full = mended(R"("redrive": "dead", "rate": "1000/s")");
    full.channel += R"("max_messages": 1,)";
    full.work = R"({ "wait": "100ms" })";
    const Queue slow(full);
    EXPECT_EQ(slow.count("redriven", "dead"), 3);
    // One in work, and one that waits: moved at 3600 and 3601; the third when the second is handed out, at
    // 3702.
    EXPECT_EQ(slow.begun(), (Times{1002, 2002, 3002, 3601, 3703, 3805, 4002}));
    EXPECT_EQ(in_ms(slow.played.facts.times(What::kFaultEnded)), (Times{3703}));
}

TEST(Redrive, EachGoesBackToItsOwn) {
    Consumption two = mended(R"("redrive": "dead", "rate": "10/s")");
    two.components +=
        R"(, "other": { "kind": "queue", "max_receives": 1, "dead_letters": "dead", "lanes": 2, "time": "0s" },
             "others": { "kind": "client", "arrivals": { "rate": "0.4/s", "pattern": "even" },
                         "journeys": { "k": { "steps": [ { "publish": "other", "lane": 1 } ] } } },
             "second": { "kind": "service", "workers": 1,
                         "consumes": { "other": { "endpoint": "do", "on_failure": "return" } },
                         "endpoints": { "do": { "steps": [ { "wait": "10ms" } ], "poison_probability": 1 } } })";
    two.timeline += R"(, "mended-too": { "at": "3500ms", "to": 0,
                                         "set": "/components/second/endpoints/do/poison_probability" })";
    const Queue run(two);
    // They died at 1013, 2013, 2513 and 3013, and go back in that order.
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 3601, 3701, 3901, 4002}));
    EXPECT_EQ(run.begun("second"), (Times{2502, 3801}));
    EXPECT_EQ(run.count("done", "other"), 1);
}

TEST(Redrive, WhatWasPublishedThereStays) {
    Consumption direct = mended(R"("redrive": "dead", "rate": "10/s")");
    direct.publish = R"( }, { "publish": "dead")";
    const Queue run(direct);
    EXPECT_EQ(run.count("redriven", "dead"), 3);
    EXPECT_EQ(left_over(run, 1), 4U);
}

TEST(Redrive, GoesBackToItsPartitionOfATopic) {
    Consumption topic = mended(R"("redrive": "dead", "rate": "10/s")");
    topic.channel = R"("partitions": 3, "max_attempts": 1, "dead_letters": "dead",)";
    topic.consumes = "";
    topic.worker = R"("replicas": 3,)";
    const Topic run(topic);
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 3601, 3701, 3801, 4002}));
    EXPECT_EQ(run.replicas(), (std::vector<std::uint32_t>{0, 1, 2, 0, 1, 2, 0}));
    EXPECT_EQ(run.count("done"), 4);
}

TEST(Redrive, WhatWasDoneAtLastIsDoneAgain) {
    const Queue run(
        {.channel = R"("visibility_timeout": "100ms", "max_receives": 1, "dead_letters": "dead",)",
         .work = R"({ "wait": "150ms" })",
         .components = R"(, "dead": { "kind": "queue" })",
         .timeline = R"("again": { "at": "3s", "for": "50ms", "redrive": "dead" })",
         .rate = "0.5/s",
         .duration = "3900ms"});
    EXPECT_EQ(run.begun(), (Times{2002, 3001}));
    EXPECT_EQ(run.count("dead_letters"), 2) << "its visibility time-out ends before its work, each time";
    EXPECT_EQ(run.count("done"), 1);
    EXPECT_EQ(run.count("done_again"), 1);
}

TEST(Redrive, ACopyOfTheWorldGoesOnAlike) {
    const ScenarioPtr scenario =
        scenario_of(text_of("queue", mended(R"("redrive": "dead", "rate": "10/s")")));
    expect_a_copy_goes_on_alike(scenario, 3650 * kMs);
}

} // namespace
} // namespace shaketable::models::redrive_test
