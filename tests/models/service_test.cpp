// Workers, accept queues, step lists: hand-made requests with exact times.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::models::service_test {
namespace {

/// One journey at 1 s that makes `count` calls to "web.e" at once; no latency.
std::string burst(int count, const std::string& web, const std::string& more = "") {
    return R"("duration": "1900ms", "network": { "latency": "0s" }, "components": { "user": { "kind": "client",
        "arrivals": { "rate": "1/s", "pattern": "even" }, "journeys": { "j": { "steps": [ { "parallel": [
        { "call": "web.e" } ], "count": )" +
           std::to_string(count) + R"( } ] } } }, "web": { "kind": "service", )" + web + " }" + more + " }";
}

Times ms(const Times& times) { return in_ms(times, kSecond); }

TEST(Workers, ServeFirstComeFirstServed) {
    const Played played(
        burst(5, R"("workers": 2, "endpoints": { "e": { "steps": [ { "work": "10ms" } ] } })"));
    EXPECT_EQ(ms(played.facts.times(What::kServed)), (Times{0, 0, 10, 10, 20}));
    EXPECT_EQ(played.total("web", "busy_workers"), (10 + 10 + 10 + 10 + 10) * kMs);
    EXPECT_EQ(played.total("web", "queue_depth"), (3 * 10 + 1 * 10) * kMs);
    EXPECT_EQ(ms(played.facts.times(What::kJourneyEnded)), (Times{30}));
}

TEST(QueueLimit, RejectsWhatDoesNotFit) {
    const auto rejected = [](const std::string& limit) {
        return Played(burst(5, R"("workers": 2, )" + limit +
                                   R"( "endpoints": { "e": { "steps": [ { "work": "10ms" } ] } })"))
            .total("web", "rejected");
    };
    EXPECT_EQ(rejected(""), 0);
    EXPECT_EQ(rejected(R"("queue_limit": 3,)"), 0);
    EXPECT_EQ(rejected(R"("queue_limit": 2,)"), 1);
    EXPECT_EQ(rejected(R"("queue_limit": 0,)"), 3);
}

constexpr const char* kInner =
    R"(, "in": { "kind": "service", "endpoints": { "e": { "steps": [ { "wait": "10ms" } ] } } })";

TEST(BlockingWorker, IsHeldThroughCallsWaitsAndAfterReply) {
    const Played called(
        burst(2, R"("workers": 1, "endpoints": { "e": { "steps": [ { "call": "in.e" } ] } })", kInner));
    EXPECT_EQ(ms(called.facts.times(What::kServed, called.component("web"))), (Times{0, 10}));
    const Played waited(
        burst(2, R"("workers": 1, "endpoints": { "e": { "steps": [ { "wait": "10ms" } ] } })"));
    EXPECT_EQ(ms(waited.facts.times(What::kServed)), (Times{0, 10}));
    const Played after(burst(2, R"("workers": 1, "endpoints": { "e": { "steps": [ { "work": "10ms" },
        { "after_reply": [ { "work": "30ms" } ] }, { "work": "5ms" } ] } })"));
    EXPECT_EQ(ms(after.facts.times(What::kAnswered)), (Times{15, 60}));
    EXPECT_EQ(ms(after.facts.times(What::kServed)), (Times{0, 45}));
    EXPECT_EQ(ms(after.facts.times(What::kLeft, after.component("web"))), (Times{45, 90}));
    EXPECT_EQ(after.total("web", "service_time"), 30 * kMs); // to the answer
}

TEST(EventLoop, FreesItsWorkerWhileARequestWaits) {
    const Played played(burst(3, R"("workers": 1, "style": "event-loop", "endpoints": { "e": { "steps": [
        { "work": "2ms" }, { "call": "in.e" }, { "work": "3ms" } ] } })",
                              kInner));
    const std::uint32_t web = played.component("web");
    EXPECT_EQ(ms(played.facts.times(What::kServed, web)), (Times{0, 2, 4}));
    EXPECT_EQ(ms(played.facts.times(What::kAnswered, web)), (Times{15, 18, 21}));
    EXPECT_EQ(played.total("web", "busy_workers"), 15 * kMs);
    EXPECT_EQ(played.total("web", "in_service"), (15 + 16 + 17) * kMs);
}

TEST(EventLoop, QueuesForItsOneLoopAndRejectsOnlyNewRequests) {
    const Played played(
        burst(3, R"("workers": 1, "style": "event-loop", "queue_limit": 2, "endpoints": { "e": { "steps":
        [ { "wait": "10ms" }, { "work": "5ms" } ] } })"));
    EXPECT_EQ(played.total("web", "rejected"), 0);
    EXPECT_EQ(ms(played.facts.times(What::kAnswered)),
              (Times{15, 20, 25})); // those that come back may always queue
}

std::string steps(const std::string& text) {
    return R"("endpoints": { "e": { "steps": [ )" + text + " ] } }";
}

TEST(Parallel, WaitsForAllCopiesOfAllSteps) {
    const Played played(
        burst(1, steps(R"({ "parallel": [ { "wait": "5ms" }, { "wait": "20ms" } ], "count": 3 },
        { "wait": "1ms" })")));
    EXPECT_EQ(ms(played.facts.times(What::kAnswered)), (Times{21}));
    const Played calls(
        burst(1, steps(R"({ "parallel": [ { "call": "in.e" }, { "wait": "3ms" } ], "count": 4 })"), kInner));
    EXPECT_EQ(calls.total("in", "arrived"), 4);
}

TEST(Parallel, FailsIfOneFailedButWaitsForAll) {
    const std::string bad =
        R"(, "in": { "kind": "service", "endpoints": { "e": { "error_probability": 1, "steps": [
        { "wait": "2ms" } ] } } })";
    const Played played(burst(
        1, steps(R"({ "parallel": [ { "call": "in.e" }, { "wait": "20ms" } ] }, { "wait": "50ms" })"), bad));
    const std::uint32_t web = played.component("web");
    EXPECT_EQ(ms(played.facts.times(What::kAnswered, web)), (Times{20}));
    EXPECT_EQ(played.facts.outcomes(What::kAnswered, web), (Outcomes{Outcome::kCalleeError}));
}

TEST(Parallel, BranchesThatTakeNoTimeJoinAtOnce) {
    const Played played(
        burst(1, steps(R"({ "parallel": [ { "branch": [ { "wait": "9ms" } ], "probability": 0 } ],
        "count": 5 }, { "wait": "1ms" })")));
    EXPECT_EQ(ms(played.facts.times(What::kAnswered)), (Times{1}));
    const Played looped(
        burst(1, R"("style": "event-loop", "workers": 1, )" +
                     steps(R"({ "parallel": [ { "parallel": [ { "branch": [ { "wait": "9ms" } ],
        "probability": 0 }, { "work": "2ms" } ] } ], "count": 5 }, { "wait": "1ms" })")));
    EXPECT_EQ(ms(looped.facts.times(What::kAnswered)), (Times{11}));
}

TEST(Branch, OfProbabilityOneAndZeroAreCertain) {
    const auto answered = [](const std::string& probability) {
        return ms(Played(burst(40, R"("cores": 100, )" +
                                       steps(R"({ "branch": [ { "wait": "7ms" } ], "probability": )" +
                                             probability + R"(, "otherwise": [ { "wait": "3ms" } ] })")))
                      .facts.times(What::kAnswered));
    };
    EXPECT_EQ(answered("1"), Times(40, 7));
    EXPECT_EQ(answered("0"), Times(40, 3));
    const Times half = answered("0.5");
    EXPECT_NEAR(static_cast<double>(std::count(half.begin(), half.end(), 3)), 20.0, 12.0);
}

TEST(Branch, WithoutOtherwiseGoesOn) {
    EXPECT_EQ(
        ms(Played(
               burst(1, steps(R"({ "branch": [ { "wait": "7ms" } ], "probability": 0 }, { "wait": "1ms" })")))
               .facts.times(What::kAnswered)),
        (Times{1}));
}

TEST(RoundRobin, GivesEachReplicaItsTurn) {
    const Played played(burst(7, R"("replicas": 3, )" + steps(R"({ "wait": "1ms" })")));
    std::vector<std::uint32_t> replicas;
    for (const Fact& fact : played.facts.of(What::kArrived))
        replicas.push_back(fact.replica);
    EXPECT_EQ(replicas, (std::vector<std::uint32_t>{0, 1, 2, 0, 1, 2, 0}));
}

} // namespace
} // namespace shaketable::models::service_test
