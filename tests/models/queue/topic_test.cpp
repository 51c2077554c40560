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
    EXPECT_EQ(Topic(slow).begun(), (Times{1002, 2504, 4006, 5506}));
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
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 3501, 3511, 3521, 4002}));
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
    const Topic busy({.channel = R"("max_poll_interval": "2s", "rebalance": "100ms",)",
                      .worker = R"("replicas": 2,)",
                      .work = R"({ "wait": "4500ms" })",
                      .rate = "0.9/s",
                      .duration = "5200ms"});
    // At it from 1113 on; at the look of 3112 it has been for less than two seconds, at that of 4112 for
    // more.
    EXPECT_EQ(busy.begun(), (Times{1113, 3213})) << "by the other";
    EXPECT_EQ(busy.count("rebalances"), 1);
    EXPECT_EQ(busy.replicas(), (std::vector<std::uint32_t>{0, 1}));
}

TEST(Topic, AMemberThatHangsOrIsCutOffIsGoneAfterTheSessionTimeout) {
    for (const std::string fault :
         {R"("hang": "worker", "replica": 0)", R"("cut": "jobs->worker", "replica": 0)"}) {
        const Topic run({.channel = R"("session_timeout": "2s", "rebalance": "100ms",)",
                         .worker = R"("replicas": 2,)",
                         .timeline = R"("fault": { "at": "500ms", "for": "6s", )" + fault + " }",
                         .duration = "7900ms"});
        // Looked for at 2001; gone at 4001, assigned at 4101. Heard of again at the look of 7001.
        const bool hangs =
            fault.find("hang") != std::string::npos; // what it had accepted it does as it goes on
        EXPECT_EQ(run.begun(), hangs ? (Times{4102, 4112, 4122, 4132, 5002, 6002, 6500, 7002})
                                     : (Times{4102, 4112, 4122, 4132, 5002, 6002, 7102}))
            << fault;
        EXPECT_EQ(run.count("rebalances"), 2) << fault;
        EXPECT_EQ(run.count("done_again"), hangs ? 1 : 0) << fault;
    }
}

TEST(Topic, ARequestThatIsLostIsSentAgainAfterThirtySeconds) {
    const Topic run({.timeline = R"("cut": { "at": "900ms", "for": "200ms", "cut": "jobs->worker" })",
                     .rate = "0.99/s",
                     .duration = "33s"});
    EXPECT_EQ(run.count("rebalances"), 0) << "for less than the session time-out it is cut off";
    const Times begun = run.begun();
    ASSERT_FALSE(begun.empty());
    EXPECT_EQ(begun.front() / 1000, 32) << "missed at the look of 2011 ms";
}

TEST(Topic, ExpiredMessagesAreLost) {
    const Topic run({.channel = R"("retention": "2s",)",
                     .work = R"({ "wait": "60s" })",
                     .rate = "10/s",
                     .duration = "10s"});
    EXPECT_NEAR(static_cast<double>(run.count("expired")), 80.0, 12.0);
}

TEST(Topic, SeveralAreTakenAtATimeForTwoLegs) {
    const Consumption busy{.work = R"({ "wait": "100ms" })", .rate = "20/s", .duration = "700ms"};
    // Published at 51, 101, 151 ...: one is there at 51, two at 153, four at 355.
    EXPECT_EQ(Topic(busy).begun(), (Times{52, 154, 254, 356, 456, 556, 656}));
    Consumption single = busy;
    single.consumes = R"(, "batch": 1)";
    EXPECT_EQ(Topic(single).begun(), (Times{52, 154, 256, 358, 460, 562, 664}));
    Consumption two = busy;
    two.consumes = R"(, "batch": 2)";
    EXPECT_EQ(Topic(two).begun(), (Times{52, 154, 254, 356, 456, 558, 658}));
}

TEST(Topic, WhatWasTakenNeedsNoNetwork) {
    const Topic run(
        {.work = R"({ "wait": "100ms" })",
         .timeline = R"("cut": { "at": "360ms", "for": "410ms", "mode": "hold", "cut": "jobs->worker" })",
         .rate = "20/s",
         .duration = "900ms"});
    EXPECT_EQ(run.begun(), (Times{52, 154, 254, 356, 456, 556, 656, 772, 872}))
        << "the request for more is held until 770";
}

TEST(Topic, InTheMidstOfWhatWasTakenNothingIsCommitted) {
    const Topic run({.channel = R"("commit_interval": "600ms", "rebalance": "10ms",)",
                     .work = R"({ "wait": "500ms" })",
                     .timeline = R"("dies": { "at": "1500ms", "for": "50ms", "crash": "worker" })",
                     .rate = "4/s",
                     .duration = "2100ms"});
    // The first is done at 753; the two that are taken then are at work as a commit is due, at 1353, and the
    // second of them as the process dies. Assigned anew at 1560, after the commit of the first only.
    EXPECT_EQ(run.begun(), (Times{252, 754, 1254, 1561, 2061}));
    EXPECT_EQ(run.count("done"), 2);
    EXPECT_EQ(run.count("done_again"), 1);
}

/// The outage that max.poll.records is known for: what is taken at a time takes longer than it may, so its
/// member has left before it can commit, and takes the same again.
TEST(Topic, ABatchThatTakesTooLongIsDoneAgainForEver) {
    const Consumption slow{.channel =
                               R"("commit_interval": "0s", "max_poll_interval": "5s", "rebalance": "100ms",)",
                           .work = R"({ "wait": "1s" })",
                           .rate = "10/s",
                           .arrivals = R"(, "steps": { "no-more": { "at": "950ms", "rate": "0/s" } })",
                           .duration = "60s"};
    const Topic run(slow);
    // Nine messages: one is taken at 101, eight at 1103. Missed at 7101; they are done at 9104, and taken
    // again a tenth of a second after their member has asked.
    const Times begun = run.begun();
    ASSERT_GE(begun.size(), 11U);
    EXPECT_EQ((Times(begun.begin(), begun.begin() + 3)), (Times{102, 1104, 2104}));
    EXPECT_EQ((Times(begun.begin() + 8, begun.begin() + 11)), (Times{8104, 9206, 10206}));
    EXPECT_EQ(run.count("done"), 9);
    EXPECT_GT(run.count("done_again"), 30);
    EXPECT_EQ(run.played.simulation.world().queues.topics[0].log.committed(0, 0), 1U);
    Consumption fewer = slow;
    fewer.consumes = R"(, "batch": 4)";
    const Topic healthy(fewer);
    EXPECT_EQ(healthy.count("done_again") + healthy.count("rebalances"), 0);
    EXPECT_EQ(healthy.played.simulation.world().queues.topics[0].log.committed(0, 0), 9U);
}

TEST(Topic, WhoHasLeftGoesOnInVainBesideWhoeverHasItsPartitionNow) {
    const Topic run(
        {.channel = R"("commit_interval": "0s", "max_poll_interval": "5s", "rebalance": "100ms",)",
         .worker = R"("replicas": 2,)",
         .work = R"({ "wait": "1s" })",
         .rate = "10/s",
         .arrivals = R"(, "steps": { "no-more": { "at": "950ms", "rate": "0/s" } })",
         .duration = "9500ms"});
    // The other one takes the eight at 7201, while the last two of them are in work at the first.
    EXPECT_EQ(run.begun(), (Times{102, 1104, 2104, 3104, 4104, 5104, 6104, 7104, 7202, 8104, 8202, 9202}));
    EXPECT_EQ(run.replicas(), (std::vector<std::uint32_t>{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1}))
        << "a member again at 9105, assigned at 9205: the first gets it, as there is one partition only";
    EXPECT_EQ(run.count("done"), 9);
}

TEST(Topic, WhoHasLeftAndAsksInTimeIsPartOfTheNewAssignment) {
    const Topic run({.channel = R"("commit_interval": "0s", "max_poll_interval": "5s", "rebalance": "3s",)",
                     .work = R"({ "wait": "1s" })",
                     .rate = "10/s",
                     .arrivals = R"(, "steps": { "no-more": { "at": "950ms", "rate": "0/s" } })",
                     .duration = "11s"});
    // Missed at 7101, it asks at 9105; what it has done is not committed, as it is no member.
    EXPECT_EQ(run.begun(), (Times{102, 1104, 2104, 3104, 4104, 5104, 6104, 7104, 8104, 10102}));
    EXPECT_EQ(run.count("rebalances"), 1);
    EXPECT_EQ(run.played.simulation.world().queues.topics[0].log.committed(0, 0), 1U);
}

TEST(Topic, AFailureIsTriedAgainAfterItsMemberHasAskedAnew) {
    const Topic run({.channel = R"("max_attempts": 2,)",
                     .endpoint = R"(, "poison_probability": 1)",
                     .work = R"({ "wait": "100ms" })",
                     .rate = "20/s",
                     .duration = "600ms"});
    // The first is taken alone, and again with two more. It is given up, and the next of them begun, without
    // a word over the network; as that has failed, its member asks for it again.
    EXPECT_EQ(run.begun(), (Times{52, 154, 254, 356, 456, 558}));
    EXPECT_EQ(run.count("dead_letters"), 2);
}

TEST(Topic, AGroupWhosePlaceHasExpiredSkipsToTheEndUnlessToldNotTo) {
    const Consumption away{.channel = R"("retention": "2s", "rebalance": "10ms", "commit_interval": "0s",)",
                           .work = R"({ "wait": "1ms" })",
                           .timeline = R"("away": { "at": "1s", "for": "4s", "crash": "worker" })",
                           .rate = "10/s",
                           .duration = "8s"};
    const auto lag = [](const Topic& run) {
        return static_cast<std::int64_t>(run.played.simulation.world().queues.topics[0].lags[0]);
    };
    const Topic latest(away);
    EXPECT_EQ(latest.count("published"), 79);
    EXPECT_NEAR(static_cast<double>(latest.count("expired")), 20.0, 10.0);
    EXPECT_NEAR(static_cast<double>(latest.count("skipped")), 20.0, 10.0);
    EXPECT_EQ(latest.count("expired") + latest.count("skipped") + latest.count("done") + lag(latest), 79);
    Consumption from_the_first = away;
    from_the_first.consumes = R"(, "offset_reset": "earliest")";
    const Topic earliest(from_the_first);
    EXPECT_EQ(earliest.count("expired"), latest.count("expired"));
    EXPECT_EQ(earliest.count("skipped"), 0);
    EXPECT_EQ(earliest.count("expired") + earliest.count("done") + lag(earliest), 79);
}

TEST(Topic, KnowsASecondMessageOfARequest) {
    const Topic run({.publish = R"(, "policy": "p")",
                     .timeline = R"("cut": { "at": "1000500us", "for": "1ms", "cut": "user->jobs" })",
                     .duration = "3900ms",
                     .policy = R"("timeout": "50ms", "retry": { "attempts": 2, "backoff": "none" })"});
    EXPECT_EQ(run.count("published"), 4) << "one answer is lost, and its request sent again";
    EXPECT_EQ(run.count("done"), 3);
    EXPECT_EQ(run.count("done_again"), 1);
    EXPECT_EQ(run.count("published_twice"), 1);
    EXPECT_EQ(run.count("doubled_effects"), 1);
}

TEST(Topic, ACopyOfTheWorldGoesOnAlike) {
    const ScenarioPtr scenario = scenario_of(text_of(
        "topic", {.channel = R"("partitions": 3, "retry_pause": "50ms",)",
                  .endpoint = R"(, "poison_probability": 0.05)",
                  .worker = R"("replicas": 2,)",
                  .timeline = R"("dies": { "at": "3s", "for": "2s", "crash": "worker", "replica": 0 })",
                  .rate = "20/s",
                  .duration = "20s"}));
    expect_a_copy_goes_on_alike(scenario, 4 * kSecond);
}

} // namespace
} // namespace shaketable::models::topic_test
