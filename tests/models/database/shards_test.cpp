// Shards and two-phase commit, with exact times: legs of 1 ms, statements of 10 ms, flushes of 5 ms.
#include "models/shards.hpp"
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace shaketable::models::shards_test {
namespace {

constexpr Outcome kOk = Outcome::kOk;

ShardPlan plan_of(bool by_range) {
    return {.databases = {0, 1, 2, 3}, .by_range = by_range, .begins = {0, 250, 500, 750}, .keys = 1000};
}

TEST(Shards, RangesAreInTheOrderOfTheirKeys) {
    const ShardPlan plan = plan_of(true);
    for (const auto& [key, shard] :
         {std::pair{0U, 0U}, {249U, 0U}, {250U, 1U}, {749U, 2U}, {750U, 3U}, {999U, 3U}})
        EXPECT_EQ(shard_of(plan, key), shard) << key;
}

TEST(Shards, AHashSpreadsNeighboursEvenly) {
    const ShardPlan plan = plan_of(false);
    std::array<int, 4> found{};
    for (std::uint64_t key = 0; key < 40'000; ++key)
        ++found[shard_of(plan, key)];
    for (const int keys : found)
        EXPECT_NEAR(keys, 10'000, 5 * 87); // binomial: five standard deviations
}

TEST(Shards, AHotKeyIsAmongTheLast) {
    ShardPlan plan = plan_of(true);
    plan.hot_keys = 10;
    plan.hot_share = 0.3;
    int hot = 0;
    for (std::uint64_t n = 0; n < 100'000; ++n) {
        engine::Draws draws(engine::Key::from_seed(n));
        const std::uint64_t key = draw_key(plan, draws);
        ASSERT_LT(key, 1000U);
        hot += key >= 990 ? 1 : 0;
    }
    EXPECT_NEAR(hot, 100'000 * (0.3 + 0.7 * 0.01), 5 * 146);
}

struct Setting {
    std::string steps = R"({ "call": "accounts.write" })"; // of "web.ask"
    std::string shards = "";
    std::string timeline = "";
    std::string replicas = "1"; // of "web"
    std::string rate = "1/s";
    std::string duration = "1990ms";
    std::string other = R"({ "wait": "1ms" })"; // of "web.other", asked at the same time
};

std::string database(const std::string& name) {
    return "\"" + name +
           R"(": { "kind": "database", "cores": 100, "commit": "5ms", "tables": { "t": { "rows": 1 } },
        "queries": { "read": { "time": "10ms", "table": "t" },
                     "write": { "time": "10ms", "table": "t", "statement": "update" },
                     "bad": { "time": "10ms", "table": "t", "statement": "update", "error_probability": 1 } } })";
}

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration + R"(", "network": { "latency": "1ms" },
        "shards": { "accounts": { "of": [ "a", "b" ] )" +
           setting.shards + R"( } },
        "components": {
          "user": { "kind": "client", "arrivals": { "rate": ")" +
           setting.rate + R"(", "pattern": "even" }, "journeys": { "j": { "steps": [
             { "parallel": [ { "call": "web.ask" }, { "call": "other.ask" } ] } ] } } },
          "web": { "kind": "service", "replicas": )" +
           setting.replicas +
           R"(, "workers": 1000, "cores": 100, "pools": { "a": { "size": 100 }, "b": { "size": 100 } },
                   "endpoints": { "ask": { "steps": [ )" +
           setting.steps + R"( ] } } },
          "other": { "kind": "service", "workers": 1000, "endpoints": { "ask": { "steps": [ )" +
           setting.other + R"( ] } } }, )" + database("a") + ", " + database("b") + R"( },
        "timeline": { )" +
           setting.timeline + " }";
}

struct Run1 {
    explicit Run1(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
    }
    [[nodiscard]] std::int64_t total(const std::string& component, const std::string& metric) const {
        return played.total(component, metric);
    }
    [[nodiscard]] Times ended(const std::string& component = "web") const {
        return in_ms(played.facts.times(What::kCallEnded, played.component(component)), kSecond + kMs);
    }
    [[nodiscard]] Outcomes journeys() const { return played.facts.outcomes(What::kJourneyEnded); }
    [[nodiscard]] std::size_t locks() const {
        return played.simulation.world().databases[0].locks.locks() +
               played.simulation.world().databases[1].locks.locks();
    }

    Played played;
};

TEST(Shards, EachCallGoesToOneOfThem) {
    const Run1 run({.rate = "100/s", .duration = "20s"});
    const std::int64_t a = run.total("a", "answered_ok");
    const std::int64_t b = run.total("b", "answered_ok");
    EXPECT_NEAR(static_cast<double>(a), 995.0, 5 * 22);
    EXPECT_NEAR(static_cast<double>(a + b), 1995.0, 5);
}

TEST(Shards, AHotKeyMakesAHotShard) {
    for (const std::string by : {"hash", "range"}) {
        const Run1 run(
            {.shards = R"(, "by": ")" + by + R"(", "hot_share": 0.8)", .rate = "100/s", .duration = "20s"});
        const auto a = static_cast<double>(run.total("a", "answered_ok"));
        const auto b = static_cast<double>(run.total("b", "answered_ok"));
        EXPECT_NEAR(std::max(a, b) / (a + b), 0.9, 0.04) << by;
        EXPECT_TRUE(by == "hash" || b > a) << "the last keys are the hot ones";
        const auto hot_a = static_cast<double>(run.total("a", "hot_key_calls"));
        const auto hot_b = static_cast<double>(run.total("b", "hot_key_calls"));
        EXPECT_NEAR((hot_a + hot_b) / (a + b), 0.8, 0.04) << by;
        EXPECT_EQ(std::min(hot_a, hot_b), 0.0) << by;
    }
}

TEST(Shards, TheSameKeyIsInTheSameShard) {
    const std::string write = R"({ "call": "accounts.write", "key": "customer" }, )";
    const auto unlike = [&](const std::string& key) { // writes at "a" more than errors there, or less
        const Run1 run({.steps = write + R"({ "call": "accounts.bad" )" + key + " }",
                        .rate = "100/s",
                        .duration = "20s"});
        EXPECT_GT(run.total("a", "answered_ok"), 100);
        EXPECT_GT(run.total("b", "answered_ok"), 100);
        return std::abs(run.total("a", "answered_ok") - run.total("a", "answered_error"));
    };
    EXPECT_LE(unlike(R"(, "key": "customer")"), 4) << "those under way at the end";
    EXPECT_GT(unlike(""), 4) << "a key of its own";
    const Run1 each(
        {.steps =
             R"({ "transaction": "accounts", "key": "customer", "steps": [ { "call": "accounts.write" } ] },
                                 { "transaction": "accounts", "key": "customer", "steps": [ { "call": "accounts.write" } ] })"});
    EXPECT_EQ(each.total("a", "answered_ok") * each.total("b", "answered_ok"), 0)
        << "one of them has had nothing to do";
    EXPECT_EQ(each.total("a", "answered_ok") + each.total("b", "answered_ok"), 4);
}

TEST(Shards, AllAreAskedSideBySide) {
    const Run1 run({.steps = R"({ "call": "accounts.read", "all_shards": true })"});
    EXPECT_EQ(run.ended(), (Times{14, 14}));
    EXPECT_EQ(run.total("a", "answered_ok"), 1);
    EXPECT_EQ(run.total("b", "answered_ok"), 1);
    EXPECT_EQ(run.journeys(), (Outcomes{kOk}));
}

const std::string kTransfer = R"({ "two_phase": [ { "transaction": "a", "steps": [ { "call": "a.write" } ] },
                                                  { "transaction": "b", "steps": [ { "call": "b.write" } ] } ], "decision": "3ms", "recovery": "100ms" })";

TEST(TwoPhase, PreparesAllThenDecidesThenCommitsAll) {
    const Run1 run({.steps = kTransfer});
    // Connected at 2, asked at 3, written at 13; prepared at 20, decided at 24, committed at 30.
    EXPECT_EQ(run.ended(), (Times{14, 14, 21, 21, 31, 31}));
    EXPECT_EQ(run.journeys(), (Outcomes{kOk}));
    EXPECT_EQ(run.total("a", "prepared"), (30 - 20) * kMs);
    EXPECT_EQ(run.total("a", "open_transactions"), (30 - 3) * kMs);
    EXPECT_EQ(run.locks(), 0U);
}

TEST(TwoPhase, OneFailureRollsAllBack) {
    const Run1 run({.steps = R"({ "two_phase": [ { "transaction": "a", "steps": [ { "call": "a.write" } ] },
                                 { "transaction": "b", "steps": [ { "call": "b.bad" } ] } ] })"});
    EXPECT_EQ(run.journeys(), (Outcomes{Outcome::kCalleeError}));
    // The one is prepared at 21, when the other has been rolled back (14 to 16); then it is told.
    EXPECT_EQ(run.ended(), (Times{14, 14, 16, 21, 23}));
    EXPECT_EQ(run.total("a", "prepared"), (22 - 20) * kMs);
    EXPECT_EQ(run.total("b", "prepared"), 0);
    EXPECT_EQ(run.locks(), 0U);
}

std::string of_accounts(const std::string& key) {
    return R"({ "transaction": "accounts", "key": ")" + key +
           R"(", "steps": [ { "call": "accounts.write" } ] })";
}

TEST(TwoPhase, KeysOfTheSameShardAreOneTransactionThatNeedsNoSecondPhase) {
    const Run1 run({.steps = R"({ "two_phase": [ )" + of_accounts("from") + ", " + of_accounts("to") + " ] }",
                    .shards = R"(, "by": "range", "hot_share": 1)"});
    EXPECT_EQ(run.ended(), (Times{14, 26, 33})) << "two writes of the only row, and a commit";
    EXPECT_EQ(run.journeys(), (Outcomes{kOk}));
    EXPECT_EQ(run.total("b", "prepared"), 0);
    EXPECT_EQ(run.total("a", "arrived"), 0);
    EXPECT_EQ(run.locks(), 0U);
}

TEST(TwoPhase, OfThreeKeysInTwoShardsTwoOrAllAreOne) {
    const Run1 run({.steps = R"({ "two_phase": [ )" + of_accounts("from") + ", " + of_accounts("to") + ", " +
                             of_accounts("fee") + " ] }",
                    .rate = "4/s",
                    .duration = "200s"});
    const Outcomes ended = run.journeys();
    EXPECT_EQ(static_cast<std::size_t>(std::count(ended.begin(), ended.end(), kOk)), ended.size());
    const auto calls = static_cast<double>(run.total("a", "answered_ok") + run.total("b", "answered_ok"));
    // A quarter has all in one shard: three writes and a commit; the others two prepares and a commit more.
    EXPECT_NEAR(calls / static_cast<double>(ended.size()), 0.25 * 4 + 0.75 * 7, 5 * 1.3 / 28);
    EXPECT_GT(run.total("a", "prepared"), 0);
}

TEST(TwoPhase, BlocksWhileItsCoordinatorIsDown) {
    // It dies between the votes and the decision, and is there again 200 ms later: its recovery takes 100 ms
    // more.
    const Run1 run({.steps = kTransfer,
                    .timeline = R"("dies": { "at": "1023ms", "for": "200ms", "crash": "web" })",
                    .other = R"({ "wait": "30ms" }, { "call": "a.write" })"});
    EXPECT_EQ(run.total("a", "prepared"), (1323 - 1021) * kMs);
    EXPECT_EQ(run.total("b", "prepared"), (1323 - 1021) * kMs);
    // The other's write has its turn when the lock is free; it had come at 1034 ms and computed until 1044
    // ms.
    EXPECT_EQ(run.total("a", "lock_wait"), (1323 - 1044) * kMs);
    EXPECT_EQ(run.locks(), 0U);
    EXPECT_EQ(run.total("a", "open_transactions"), (1323 - 1004 + 1324 - 1034) * kMs - kMs);
}

TEST(TwoPhase, ACoordinatorThatDiesBeforeTheVotesHoldsNobodyUp) {
    const Run1 run(
        {.steps = kTransfer, .timeline = R"("dies": { "at": "1010ms", "for": "200ms", "crash": "web" })"});
    EXPECT_EQ(run.total("a", "prepared"), 0);
    EXPECT_EQ(run.locks(), 0U);
}

TEST(TwoPhase, WhatIsPreparedSurvivesItsServersCrash) {
    const Run1 run({.steps = R"({ "two_phase": [ { "transaction": "a", "steps": [ { "call": "a.write" } ] },
                                 { "transaction": "b", "steps": [ { "call": "b.write" }, { "wait": "300ms" } ] } ], "recovery": "100ms" })",
                    .timeline = R"("dies": { "at": "1100ms", "for": "100ms", "crash": "a" })",
                    .other = R"({ "wait": "210ms" }, { "call": "a.write" })"});
    // Prepared at 1021 ms. The other votes at 1322 ms and 200 us later the decision is taken; the commit
    // finds its connection gone, which is known at 1324 ms, and recovery settles it 100 ms after that.
    EXPECT_EQ(run.total("a", "prepared"), (1424 - 1021) * kMs + 200'000);
    EXPECT_EQ(run.locks(), 0U);
    EXPECT_GT(run.total("a", "lock_wait"), 150 * kMs);
}

// Whoever waits for its row at REPEATABLE READ learns whether it was changed.
constexpr const char* kWaiter =
    R"({ "transaction": "a", "isolation": "repeatable_read", "steps": [ { "call": "a.write" } ] })";

TEST(TwoPhase, RecoveryRollsBackWhatWasNotDecided) {
    const Run1 run({.steps = kTransfer,
                    .timeline = R"("dies": { "at": "1023ms", "for": "200ms", "crash": "web" })",
                    .other = R"({ "wait": "30ms" }, )" + std::string(kWaiter)});
    EXPECT_EQ(run.total("a", "lock_wait"), (1323 - 1044) * kMs);
    EXPECT_EQ(run.total("a", "serialization_failures"), 0);
}

TEST(TwoPhase, RecoveryCommitsWhatWasDecided) {
    const Run1 run({.steps = R"({ "two_phase": [ { "transaction": "a", "steps": [ { "call": "a.write" } ] },
                                 { "transaction": "b", "steps": [ { "call": "b.write" }, { "wait": "300ms" } ] } ], "recovery": "100ms" })",
                    .timeline = R"("dies": { "at": "1100ms", "for": "100ms", "crash": "a" })",
                    .other = R"({ "wait": "210ms" }, )" + std::string(kWaiter)});
    EXPECT_GT(run.total("a", "lock_wait"), 150 * kMs);
    EXPECT_EQ(run.total("a", "serialization_failures"), 1);
}

} // namespace
} // namespace shaketable::models::shards_test
