// Publishers, the topic between, and groups of consumers, event by event.
#include "tests/models/queue/consumed.hpp"

namespace shaketable::models::topic_test {
namespace {

TEST(Topic, HandsOutAMessageALegAfterItIsStored) {
    const Topic run({});
    EXPECT_EQ(run.journeys_ended(), (Times{1002, 2002, 3002, 4002}));
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 4002}));
    EXPECT_EQ(run.count("done"), 4);
    EXPECT_EQ(run.count("message_age"), 4 * 12 * kMs);
}

TEST(Topic, APartitionIsDoneOneMessageAfterTheOther) {
    const Consumption slow{.work = R"({ "wait": "1500ms" })", .duration = "6s"};
    EXPECT_EQ(Topic(slow).begun(), (Times{1002, 2504, 4006, 5508}));
    Consumption two = slow;
    two.channel = R"("partitions": 2,)";
    EXPECT_EQ(Topic(two).begun(), (Times{1002, 2002, 3002, 4002, 5002})) << "two at a time";
}

TEST(Topic, PartitionsAreDividedAmongReplicas) {
    const Topic run({.channel = R"("partitions": 4,)", .worker = R"("replicas": 2,)", .rate = "1/s"});
    EXPECT_EQ(run.replicas(), (std::vector<std::uint32_t>{0, 0, 1, 1}));
}

TEST(Topic, AReplicaBeyondThePartitionsHasNothingToDo) {
    const Topic run({.worker = R"("replicas": 3,)"});
    EXPECT_EQ(run.replicas(), (std::vector<std::uint32_t>{0, 0, 0, 0}));
}

TEST(Topic, EachServiceThatConsumesGetsAllMessages) {
    const Topic run(
        {.components = R"(, "other": { "kind": "service", "consumes": { "jobs": { "endpoint": "do" } },
                                       "endpoints": { "do": { "steps": [ { "wait": "1ms" } ] } } })"});
    EXPECT_EQ(run.count("arrived", "worker"), 4);
    EXPECT_EQ(run.count("arrived", "other"), 4);
    EXPECT_EQ(run.count("done"), 8);
}

TEST(Topic, APoisonMessageHoldsUpItsPartitionForEver) {
    const Consumption poison{.channel = R"("retry_pause": "100ms",)",
                             .endpoint = R"(, "poison_probability": 1)",
                             .duration = "3s"};
    const Topic run(poison);
    EXPECT_EQ(run.count("done"), 0);
    EXPECT_EQ(run.count("received"), 1 + run.count("redelivered")) << "the first, again and again";
    EXPECT_NEAR(static_cast<double>(run.count("received")), 2000.0 / 112.0, 1.0);
    Consumption skips = poison;
    skips.channel += R"("max_attempts": 3, "dead_letters": "dead",)";
    skips.components = R"(, "dead": { "kind": "queue" })";
    const Topic skipping(skips);
    EXPECT_EQ(skipping.count("dead_letters"), 2);
    EXPECT_EQ(skipping.count("published", "dead"), 2);
    EXPECT_EQ(skipping.count("received"), 6);
}

TEST(Topic, SomePoisonHoldsUpSomePartitions) {
    const Topic run({.channel = R"("partitions": 10, "retry_pause": "1s",)",
                     .publish = "",
                     .endpoint = R"(, "poison_probability": 0.05)",
                     .rate = "50/s",
                     .duration = "20s"});
    // A partition gets 100 messages and meets its first poison after 20 of them, in the mean.
    EXPECT_GT(run.count("done"), 50);
    EXPECT_LT(run.count("done"), 500) << "of 1,000";
}

TEST(Topic, ADeadMemberKeepsItsPartitionsForItsSessionTimeOut) {
    const Topic run(
        {.channel =
             R"("partitions": 2, "commit_interval": "0s", "session_timeout": "1500ms", "rebalance": "200ms",)",
         .worker = R"("replicas": 2,)",
         .timeline = R"("dies": { "at": "500ms", "for": "10s", "crash": "worker", "replica": 1 })",
         .duration = "5900ms"});
    // Of 1, 2, 3, 4, 5 s the even ones are for the dead one: noticed at 2001, gone at 3501, assigned at 3701.
    EXPECT_EQ(run.begun(), (Times{1002, 3002, 3702, 4002, 5002}));
    EXPECT_EQ(run.count("rebalances"), 1);
    EXPECT_EQ(run.replicas(), (std::vector<std::uint32_t>{0, 0, 0, 0, 0}));
}

TEST(Topic, AllStandStillWhileTheirGroupIsAssignedAnew) {
    const Topic run(
        {.channel = R"("partitions": 2, "commit_interval": "0s", "rebalance": "1500ms",)",
         .worker = R"("replicas": 2,)",
         .timeline = R"("dies": { "at": "2500ms", "for": "100ms", "crash": "worker", "replica": 1 })",
         .duration = "4900ms"});
    // Back at 2600, assigned at 4100: what came at 3001 and 4001 has waited for both.
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 4101, 4101}));
    EXPECT_EQ(run.count("rebalances"), 1);
    EXPECT_EQ(run.count("rebalancing"), 1500 * kMs);
}

TEST(Topic, WhatIsNotCommittedIsDoneAgain) {
    const Consumption crash{.channel = R"("commit_interval": "2500ms", "rebalance": "100ms",)",
                            .timeline = R"("dies": { "at": "3300ms", "for": "100ms", "crash": "worker" })",
                            .duration = "4900ms"};
    const Topic run(crash);
    // The first is done at 1013, so that there is a commit at 3513; the group begins anew at 3500.
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 3501, 3513, 3525, 4002}));
    EXPECT_EQ(run.count("done"), 4);
    EXPECT_EQ(run.count("done_again"), 3);
    EXPECT_EQ(run.count("doubled_effects"), 3);
    Consumption at_once = crash;
    at_once.channel = R"("commit_interval": "0s", "rebalance": "100ms",)";
    EXPECT_EQ(Topic(at_once).count("done_again"), 0);
}

TEST(Topic, MessagesOfASessionStayInOrder) {
    const Topic run({.channel = R"("partitions": 8,)",
                     .publish = R"(, "keyed": true }, { "publish": "jobs", "keyed": true)",
                     .worker = R"("replicas": 8,)"});
    // Both of a journey go to the same partition, the second after the first.
    const std::vector<std::uint32_t> replicas = run.replicas();
    ASSERT_EQ(replicas.size(), 8U);
    for (std::size_t journey = 0; journey < 4; ++journey)
        EXPECT_EQ(replicas[2 * journey], replicas[2 * journey + 1]);
}

TEST(Topic, OutlivesACrash) {
    const Topic run({.work = R"({ "wait": "300ms" })",
                     .timeline = R"("dies": { "at": "2100ms", "for": "100ms", "crash": "jobs" })",
                     .duration = "4900ms"});
    // The second is in work as the topic dies, and is handed out again as it is back.
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 2201, 3002, 4002}));
    EXPECT_EQ(run.count("done"), 4);
}

TEST(Topic, ADeadHostsMessageIsDoneElsewhere) {
    const Topic run(
        {.channel = R"("session_timeout": "500ms", "rebalance": "100ms",)",
         .worker = R"("replicas": 2,)",
         .work = R"({ "wait": "300ms" })",
         .timeline = R"("dies": { "at": "1100ms", "for": "10s", "host_crash": "worker", "replica": 0 })",
         .duration = "2900ms"});
    // Looked for each second while something is in work: missed at 2001, gone at 2501, assigned at 2601.
    EXPECT_EQ(run.begun(), (Times{1002, 2602}));
    EXPECT_EQ(run.replicas(), (std::vector<std::uint32_t>{0, 1}));
}

TEST(Topic, AMemberThatIsAtAMessageForTooLongLeavesAndComesBack) {
    const Topic run({.channel = R"("max_poll_interval": "2s", "rebalance": "100ms",)",
                     .worker = R"("replicas": 2,)",
                     .timeline = R"("hangs": { "at": "500ms", "for": "5s", "hang": "worker", "replica": 0 })",
                     .rate = "0.1/s",
                     .duration = "30s"});
    EXPECT_EQ(run.count("rebalances"), 0);
    const Topic busy(
        {.channel = R"("max_poll_interval": "2s", "rebalance": "100ms",)",
         .worker = R"("replicas": 2,)",
         .timeline = R"("hangs": { "at": "500ms", "for": "5s", "hang": "worker", "replica": 0 })",
         .duration = "5200ms"});
    // In work from 1001 on; at the look of 3001 it has been so for two seconds.
    EXPECT_EQ(busy.begun(), (Times{3102, 3114, 3126, 4002, 5002})) << "by the other";
    EXPECT_EQ(busy.count("rebalances"), 1);
    EXPECT_EQ(busy.replicas().front(), 1U);
}

TEST(Topic, ExpiredMessagesAreLost) {
    const Topic run({.channel = R"("retention": "2s",)",
                     .work = R"({ "wait": "60s" })",
                     .rate = "10/s",
                     .duration = "10s"});
    EXPECT_NEAR(static_cast<double>(run.count("expired")), 80.0, 12.0);
}

TEST(Topic, ACopyOfTheWorldGoesOnAlike) {
    const ScenarioPtr scenario = scenario_of(text_of(
        "topic", {.channel = R"("partitions": 3, "retry_pause": "50ms",)",
                  .endpoint = R"(, "poison_probability": 0.05)",
                  .worker = R"("replicas": 2,)",
                  .timeline = R"("dies": { "at": "3s", "for": "2s", "crash": "worker", "replica": 0 })",
                  .rate = "20/s",
                  .duration = "20s"}));
    Simulation whole(scenario, 1);
    (void)whole.run_until(at_ns(4 * kSecond));
    Simulation copy = whole;
    (void)whole.run_until(scenario->end);
    (void)copy.run_until(scenario->end);
    EXPECT_EQ(digest(whole.world()), digest(copy.world()));
    EXPECT_EQ(whole.fingerprint(), copy.fingerprint());
}

} // namespace
} // namespace shaketable::models::topic_test
