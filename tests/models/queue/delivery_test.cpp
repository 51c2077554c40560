// Publishers, the queue between, and consumers, event by event.
#include "tests/models/queue/consumed.hpp"

namespace shaketable::models::delivery_test {
namespace {

TEST(Delivery, AQueueThatStandsStillLooksAtWhatIsDueWhenItGoesOn) {
    const Queue run({.channel = R"("visibility_timeout": "40ms",)",
                     .timeline = R"("still": { "at": "1010ms", "for": "1s", "hang": "jobs" },
                        "dies": { "at": "1005ms", "for": "500ms", "crash": "worker" })"});
    EXPECT_EQ(run.begun(), (Times{1002, 2011, 2023, 3002, 4002})) << "the first, of 1 s, was due at 1041 ms";
    EXPECT_EQ(run.count("visibility_timeouts"), 1);
}

TEST(Delivery, PublisherGoesOnWhenTheMessageIsStoredAndTheConsumerGetsItALegLater) {
    const Queue run({});
    EXPECT_EQ(run.journeys_ended(), (Times{1002, 2002, 3002, 4002}));
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 4002}));
    EXPECT_EQ(run.count("published"), 4);
    EXPECT_EQ(run.count("done"), 4);
    EXPECT_EQ(run.count("redelivered"), 0);
    EXPECT_EQ(run.count("message_age"), 4 * 12 * kMs) << "a leg, the work, a leg";
}

TEST(Delivery, AwaitingPublisherGoesOnWhenTheWorkIsDone) {
    const Queue run({.publish = R"(, "await": true)"});
    EXPECT_EQ(run.journeys_ended(), (Times{1014, 2014, 3014, 4014}));
}

TEST(Delivery, AReplicaHasAsManyAsItPrefetches) {
    const Consumption slow{.worker = R"("replicas": 1, "workers": 1,)", .work = R"({ "wait": "1500ms" })"};
    Consumption two = slow;
    two.consumes = R"(, "prefetch": 2)";
    const Queue one(slow);
    EXPECT_EQ(one.begun(), (Times{1002, 2504, 4006})) << "the next comes two legs after the end";
    const Queue more(two);
    EXPECT_EQ(more.begun(), (Times{1002, 2502, 4002})) << "the next is there already";
}

TEST(Delivery, ABatchIsTakenWhenThereIsRoomForAllOfIt) {
    const Queue run({.consumes = R"(, "prefetch": 4, "batch": 4)",
                     .work = R"({ "wait": "2500ms" })",
                     .rate = "2/s",
                     .duration = "7s"});
    // The first is a batch of its own; meanwhile 1000, 1500, 2000, 2500, 3000 wait; four of them are taken.
    EXPECT_EQ(run.begun(), (Times{502, 3004, 5504}));
    EXPECT_EQ(run.count("received"), 1 + 4);
}

TEST(Delivery, ReplicasTakeTurns) {
    const Queue run({.worker = R"("replicas": 3, "workers": 1,)"});
    EXPECT_EQ(run.replicas(), (std::vector<std::uint32_t>{0, 1, 2, 0}));
}

/// Each receive makes the receipt before stale, so that no answer ever deletes the message.
TEST(Delivery, WorkThatTakesLongerThanTheVisibilityTimeOutIsDoneAgainAndAgain) {
    const Consumption slow{.channel = R"("visibility_timeout": "600ms",)",
                           .consumes = R"(, "prefetch": 9)",
                           .worker = R"("replicas": 1, "workers": 9,)",
                           .work = R"({ "wait": "1s" })",
                           .rate = "0.9/s",
                           .duration = "4s"};
    const Queue run(slow);
    // Published at 1111, 2222 and 3333, a leg less than they are received, and again each 600 ms.
    EXPECT_EQ(run.begun(), (Times{1113, 1713, 2224, 2313, 2824, 2913, 3335, 3424, 3513, 3935}));
    EXPECT_EQ(run.count("visibility_timeouts"), 7);
    EXPECT_EQ(run.count("done"), 2);
    EXPECT_EQ(run.count("done_again"), 4);
    EXPECT_EQ(run.count("doubled_effects"), 4);
    Consumption harmless = slow;
    harmless.consumes += R"(, "idempotent": true)";
    EXPECT_EQ(Queue(harmless).count("doubled_effects"), 0);
    EXPECT_EQ(Queue(harmless).count("done_again"), 4);
}

TEST(Delivery, ACrashedConsumersMessagesComeBack) {
    const Consumption crash{.channel = R"("visibility_timeout": "500ms",)",
                            .work = R"({ "wait": "200ms" })",
                            .timeline = R"("dies": { "at": "1100ms", "for": "100ms", "crash": "worker" })",
                            .duration = "1900ms"};
    const Queue left(crash);
    EXPECT_EQ(left.begun(), (Times{1002, 1502})) << "when its visibility time-out is over";
    EXPECT_EQ(left.count("done"), 1);
    EXPECT_EQ(left.count("done_again"), 0);
    Consumption returns = crash;
    returns.consumes = R"(, "on_failure": "return")";
    EXPECT_EQ(Queue(returns).begun(), (Times{1002, 1201})) << "a leg after the process is there again";
}

TEST(Delivery, ADeadHostsMessagesComeBackAndItAsksAnewWhenItIsUp) {
    const Queue run({.channel = R"("visibility_timeout": "2s",)",
                     .work = R"({ "wait": "200ms" })",
                     .timeline = R"("dies": { "at": "1100ms", "for": "300ms", "host_crash": "worker" })",
                     .duration = "4s"});
    EXPECT_EQ(run.begun(), (Times{1002, 2002, 3002, 3204}))
        << "published at 1001, 2001 and 3001; the first is visible again from 3001 on";
    EXPECT_EQ(run.count("done"), 3);
}

TEST(Delivery, AHungConsumerKeepsWhatItHasAsked) {
    const Queue run({.channel = R"("visibility_timeout": "700ms",)",
                     .worker = R"("replicas": 2, "workers": 1,)",
                     .timeline = R"("hangs": { "at": "500ms", "for": "3s", "hang": "worker", "replica": 0 })",
                     .duration = "2900ms"});
    // The first goes to the replica that hangs, the second to the other, which gets the first, too.
    EXPECT_EQ(run.begun(), (Times{1702, 2002}));
    EXPECT_EQ(run.count("visibility_timeouts"), 1);
}

TEST(Delivery, APoisonMessageComesBackForEver) {
    const Consumption poison{.channel = R"("visibility_timeout": "100ms",)",
                             .endpoint = R"(, "poison_probability": 1)",
                             .duration = "1950ms"};
    const Queue run(poison);
    EXPECT_EQ(run.count("received"), 10) << "each 100 ms";
    EXPECT_EQ(run.count("done"), 0);
    Consumption dead = poison;
    dead.channel += R"("max_receives": 3,)";
    const Queue buried(dead);
    EXPECT_EQ(buried.count("received"), 3);
    EXPECT_EQ(buried.count("dead_letters"), 1);
}

TEST(Delivery, TheSameMessagesArePoisonAtEachReceive) {
    const Queue run({.channel = R"("visibility_timeout": "100ms", "max_receives": 5,)",
                     .endpoint = R"(, "poison_probability": 0.3)",
                     .rate = "20/s",
                     .arrivals = R"(, "steps": { "no-more": { "at": "30s", "rate": "0/s" } })",
                     .duration = "40s"});
    const std::int64_t dead = run.count("dead_letters");
    EXPECT_NEAR(static_cast<double>(dead), 0.3 * 600, 40.0);
    EXPECT_EQ(run.count("received"), 600 + 4 * dead)
        << "those that fail fail five times, all others are done at once";
}

TEST(Delivery, DeadLettersGoToTheirQueue) {
    const Queue run(
        {.channel = R"("visibility_timeout": "100ms", "max_receives": 2, "dead_letters": "dead",)",
         .endpoint = R"(, "poison_probability": 1)",
         .components = R"(, "dead": { "kind": "queue" })",
         .duration = "3500ms"});
    EXPECT_EQ(run.count("dead_letters"), 3);
    EXPECT_EQ(run.count("published", "dead"), 3);
    EXPECT_EQ(run.count("received", "dead"), 0);
}

TEST(Delivery, AwaitingPublisherLearnsOfADeadLetter) {
    const Queue run({.channel = R"("visibility_timeout": "100ms", "max_receives": 2,)",
                     .publish = R"(, "await": true)",
                     .endpoint = R"(, "poison_probability": 1)",
                     .duration = "1900ms"});
    EXPECT_EQ(run.outcomes(), (Outcomes{Outcome::kCalleeError}));
    EXPECT_EQ(run.journeys_ended(), (Times{1202})) << "twice a time-out after it was stored, and a leg";
}

TEST(Delivery, AFullQueueDropsTheOldestOrRejectsOrBlocks) {
    const Consumption full{.channel = R"("max_messages": 2,)",
                           .publish = R"(, "policy": "p")",
                           .work = R"({ "wait": "10s" })",
                           .rate = "10/s",
                           .duration = "1050ms"};
    const auto with = [&](const std::string& when_full) {
        Consumption setting = full;
        setting.channel += R"("when_full": ")" + when_full + R"(",)";
        return Queue(setting);
    };
    // Ten are published: one is in work, two may wait.
    const Queue dropping(full);
    EXPECT_EQ(dropping.count("published"), 10);
    EXPECT_EQ(dropping.count("dropped"), 7);
    const Queue rejecting = with("reject");
    EXPECT_EQ(rejecting.count("published"), 3);
    EXPECT_EQ(rejecting.count("turned_away"), 7);
    EXPECT_EQ(rejecting.outcomes()[3], Outcome::kQueueFull);
    const Queue blocking = with("block");
    EXPECT_EQ(blocking.count("published"), 3);
    EXPECT_EQ(blocking.outcomes().size(), 3U) << "the others wait";
    EXPECT_EQ(blocking.count("turned_away") + blocking.count("dropped"), 0);
}

TEST(Delivery, ABlockedPublisherGoesOnWhenThereIsRoom) {
    const Queue run({.channel = R"("max_messages": 1, "when_full": "block",)",
                     .work = R"({ "wait": "400ms" })",
                     .rate = "10/s",
                     .duration = "1s"});
    // Stored at 101 (and handed out), 201; that of 301 waits until the second is handed out at 503.
    const Times ended = run.journeys_ended();
    ASSERT_GE(ended.size(), 3U);
    EXPECT_EQ(ended[1], 202);
    EXPECT_EQ(ended[2], 504);
}

TEST(Delivery, AnUrgentLaneGoesFirst) {
    const std::string second =
        R"(, "other": { "kind": "client", "arrivals": { "rate": "10/s", "pattern": "even" },
          "journeys": { "k": { "steps": [ { "publish": "jobs", "lane": 1 } ] } } })";
    const Queue run({.channel = R"("lanes": 2,)",
                     .work = R"({ "wait": "95ms" })",
                     .components = second,
                     .rate = "10/s",
                     .duration = "3s"});
    // One worker does ten a second and gets twenty: those of the first lane are never behind.
    EXPECT_GT(run.count("done"), 25);
    const auto ended = run.played.simulation.world().queues.of[0].store.waiting();
    EXPECT_GT(ended, 25U);
}

TEST(Delivery, AQueueThatIsDurableKeepsItsMessagesInACrash) {
    const Consumption crash{.channel = R"("visibility_timeout": "300ms",)",
                            .work = R"({ "wait": "800ms" })",
                            .timeline = R"("dies": { "at": "500ms", "for": "200ms", "crash": "jobs" })",
                            .rate = "5/s",
                            .duration = "8s"};
    const Queue durable(crash);
    EXPECT_EQ(durable.count("published"), 38) << "of 39 one was refused while it was down";
    Consumption forgetful = crash;
    forgetful.channel += R"("durable": false,)";
    const Queue lossy(forgetful);
    const auto kept = [](const Queue& run) {
        return run.count("done") + run.played.simulation.world().queues.of[0].store.size();
    };
    EXPECT_LT(kept(lossy), kept(durable));
}

TEST(Delivery, IsRedeliveredWhenTheWayBackIsCut) {
    const Queue run({.channel = R"("visibility_timeout": "500ms",)",
                     .timeline = R"("cut": { "at": "1005ms", "for": "20ms", "cut": "jobs->worker" })",
                     .duration = "1900ms"});
    EXPECT_EQ(run.begun(), (Times{1002, 1502})) << "the answer is lost";
    EXPECT_EQ(run.count("done"), 1);
}

TEST(Delivery, ExpiredMessagesAreGone) {
    const Queue run({.channel = R"("retention": "1500ms",)",
                     .work = R"({ "wait": "10s" })",
                     .rate = "10/s",
                     .duration = "5s"});
    EXPECT_EQ(run.played.simulation.world().queues.of[0].store.size(), 15U);
    EXPECT_GT(run.count("expired"), 30);
}

TEST(Delivery, TwoServicesShareAQueue) {
    const Queue run(
        {.components = R"(, "other": { "kind": "service", "consumes": { "jobs": { "endpoint": "do" } },
                                       "endpoints": { "do": { "steps": [ { "wait": "1ms" } ] } } })",
         .rate = "10/s",
         .duration = "2s"});
    EXPECT_EQ(run.count("arrived", "worker") + run.count("arrived", "other"), 19);
    EXPECT_EQ(run.count("arrived", "worker"), 10);
}

TEST(Delivery, KnowsASecondMessageOfARequest) {
    Consumption setting{.publish = R"(, "policy": "p")",
                        .timeline = R"("cut": { "at": "1000500us", "for": "1ms", "cut": "user->jobs" })",
                        .duration = "3900ms",
                        .policy = R"("timeout": "50ms", "retry": { "attempts": 2, "backoff": "none" })"};
    const Queue run(setting);
    EXPECT_EQ(run.begun(), (Times{1002, 1052, 2002, 3002}))
        << "one answer is lost, and its request sent again";
    EXPECT_EQ(run.count("done"), 3);
    EXPECT_EQ(run.count("done_again"), 1);
    EXPECT_EQ(run.count("published_twice"), 1);
    EXPECT_EQ(run.count("doubled_effects"), 1);
    setting.consumes = R"(, "idempotent": true)";
    EXPECT_EQ(Queue(setting).count("doubled_effects"), 0);
}

TEST(Delivery, WhoConsumesAMessageTwicePublishesTwice) {
    const Queue run({.channel = R"("visibility_timeout": "500ms",)",
                     .work = R"({ "publish": "next" })",
                     .components = R"(, "next": { "kind": "queue", "time": "0s" },
             "last": { "kind": "service", "consumes": { "next": { "endpoint": "do" } },
                       "endpoints": { "do": { "steps": [ { "wait": "1ms" } ] } } })",
                     .timeline = R"("cut": { "at": "1003500us", "for": "1ms", "cut": "jobs->worker" })",
                     .duration = "1900ms"});
    EXPECT_EQ(run.begun(), (Times{1002, 1502})) << "the answer is lost";
    EXPECT_EQ(run.count("done"), 1);
    EXPECT_EQ(run.count("done", "next"), 1);
    EXPECT_EQ(run.count("published_twice", "next"), 1);
}

TEST(Delivery, ACopyOfTheWorldGoesOnAlike) {
    const ScenarioPtr scenario = scenario_of(text_of("queue", {.channel = R"("visibility_timeout": "200ms",)",
                                                               .endpoint = R"(, "poison_probability": 0.2)",
                                                               .work = R"({ "wait": "150ms" })",
                                                               .rate = "20/s",
                                                               .duration = "10s"}));
    expect_a_copy_goes_on_alike(scenario, 4 * kSecond);
}

} // namespace
} // namespace shaketable::models::delivery_test
