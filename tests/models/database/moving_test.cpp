// Keys that move from one shard to another, with exact times: legs of 1 ms, a row read in 1 ms and written in
// 3 ms. All calls are about the last key, which lies at "b"; half of b's 1000 rows go to "a" in batches of
// 100, from 1 s on: each takes 100 + 1 + 300 + 1 ms, so the cut-over begins at 3010 ms. A call is made every
// 100 ms, and chooses its shard 1 ms later.
#include "models/shards.hpp"
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace shaketable::models::moving_test {
namespace {

ShardPlan four_shards(bool by_range) {
    return {.databases = {0, 1, 2, 3}, .by_range = by_range, .begins = {0, 250, 500, 750}, .keys = 1000};
}

/// Moves the share, after those that `moved` has.
void move_share(const ShardPlan& plan, std::vector<KeyMove>& moved, KeyMove keys, double share) {
    keys.salt = engine::mix(moved.size() + 1);
    moved.push_back(move_of(plan, moved, {.keys = keys, .share = share}));
}

TEST(Placement, TheLastKeysGoWhereShardsAreByRange) {
    const ShardPlan plan = four_shards(true);
    std::vector<KeyMove> moved;
    move_share(plan, moved, {.from = 3, .to = 0}, 0.2);
    for (const auto& [key, shard] :
         {std::pair{0U, 0U}, {249U, 0U}, {250U, 1U}, {949U, 3U}, {950U, 0U}, {999U, 0U}})
        EXPECT_EQ(shard_of(plan, moved, key), shard) << key;
    // Now it has 300 keys in two pieces: half of them are the later piece and 100 of the other one.
    move_share(plan, moved, {.from = 0, .to = 2}, 0.5);
    for (const auto& [key, shard] :
         {std::pair{149U, 0U}, {150U, 2U}, {249U, 2U}, {250U, 1U}, {949U, 3U}, {950U, 2U}})
        EXPECT_EQ(shard_of(plan, moved, key), shard) << key;
    move_share(plan, moved, {.from = 3, .to = 1}, 1.0);
    move_share(plan, moved, {.from = 3, .to = 2}, 1.0); // it has none any more
    EXPECT_EQ(shard_of(plan, moved, 750), 1U);
    move_share(plan, moved, {.from = 1, .to = 3}, 0.1); // and back: 45 of 450
    EXPECT_EQ(shard_of(plan, moved, 904), 1U);
    EXPECT_EQ(shard_of(plan, moved, 905), 3U);
}

TEST(Placement, AnyKeysGoWhereShardsAreByHash) {
    const ShardPlan plan = four_shards(false);
    constexpr int kKeys = 40'000;
    std::vector<KeyMove> moved;
    move_share(plan, moved, {.from = 1, .to = 2}, 0.3);
    move_share(plan, moved, {.from = 1, .to = 3}, 0.3);
    std::array<int, 4> now{};
    int moved_by_first = 0;
    for (std::uint64_t key = 0; key < kKeys; ++key) {
        const std::uint32_t before = shard_of(plan, key);
        const std::uint32_t after = shard_of(plan, moved, key);
        EXPECT_TRUE(after == before || before == 1) << key;
        moved_by_first += before == 1 && after == 2 ? 1 : 0;
        ++now[after];
    }
    EXPECT_NEAR(moved_by_first, 3000, 5 * 53); // binomial: five standard deviations
    EXPECT_NEAR(now[1], 10'000 * 0.49, 5 * 66) << "the second takes three tenths of what the first left";
    EXPECT_NEAR(now[3], 10'000 * 1.21, 5 * 100);
    move_share(plan, moved, {.from = 2, .to = 1}, 1.0);
    for (std::uint64_t key = 0; key < 100; ++key)
        EXPECT_NE(shard_of(plan, moved, key), 2U) << key;
}

const std::string kRead = R"({ "call": "accounts.read" })";

struct Setting {
    std::string steps = R"({ "call": "accounts.write" })"; // of "web.ask"
    std::string move = "";                                 // of the move, behind the rest
    std::string cutover = "200ms";
    std::string timeline = "";
    std::string database = ""; // of both
    std::string of_b = "";     // of "b" only
    std::string components = "";
    std::string rate = "10/s";
    std::string row_bytes = "100";
    std::string cores = "100";
    std::string duration = "7990ms";
};

std::string shard(const Setting& setting, const std::string& name) {
    return "\"" + name + R"(": { "kind": "database", "cores": )" + setting.cores +
           R"(, "commit": "5ms", "maintenance_rates": { "scan": "1000/s", "rewrite": "500/s", "index": "1000/s" },
        "tables": { "t": { "rows": 1000, "row_bytes": )" +
           setting.row_bytes + R"(, "indexes": { "i": {}, "later": { "built": false } } } },
        "queries": { "read": { "time": "10ms", "table": "t" },
                     "write": { "time": "10ms", "table": "t", "statement": "update" } })" +
           setting.database + (name == "b" ? setting.of_b : "") + " }";
}

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration + R"(", "network": { "latency": "1ms" },
        "shards": { "accounts": { "of": [ "a", "b" ], "by": "range", "keys": 1000, "hot_share": 1 } },
        "components": {
          "user": { "kind": "client", "arrivals": { "rate": ")" +
           setting.rate + R"(", "pattern": "even" },
            "journeys": { "j": { "steps": [ { "call": "web.ask" } ] } } },
          "web": { "kind": "service", "workers": 1000, "cores": 100,
            "pools": { "a": { "size": 100 }, "b": { "size": 100 } },
            "endpoints": { "ask": { "steps": [ )" +
           setting.steps + R"( ] } } }, )" + shard(setting, "a") + ", " + shard(setting, "b") +
           setting.components + R"( },
        "timeline": { "m": { "at": "1s", "move_keys": "accounts", "from": "b", "to": "a", "share": 0.5,
                             "batch": 100, "cutover": ")" +
           setting.cutover + "\"" + setting.move + " }" + setting.timeline + " }";
}

struct Moved {
    explicit Moved(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
        const Times ends = played.facts.times(What::kFaultEnded);
        EXPECT_EQ(std::count(ends.begin(), ends.end(), state().ended_at.ns()), 1);
    }
    [[nodiscard]] const MoveState& state(std::size_t move = 0) const {
        return played.simulation.world().moves[move];
    }
    [[nodiscard]] std::int64_t ended_ms(std::size_t move = 0) const {
        return state(move).ended_at.ns() / kMs;
    }
    [[nodiscard]] std::int64_t rows(std::size_t database) const {
        return played.simulation.world().databases[database].tables[0].rows;
    }
    [[nodiscard]] std::int64_t total(const std::string& component, const std::string& metric) const {
        return played.total(component, metric);
    }
    /// When calls arrived there, in ms.
    [[nodiscard]] Times arrived(const std::string& database) const {
        return in_ms(played.facts.times(What::kArrived, played.component(database)));
    }
    [[nodiscard]] std::int64_t first_arrived(const std::string& database) const {
        return arrived(database).empty() ? -1 : arrived(database).front();
    }
    [[nodiscard]] std::int64_t last_arrived(const std::string& database) const {
        return arrived(database).empty() ? -1 : arrived(database).back();
    }

    Played played;
};

TEST(Moving, CopiesInBatchesThenCutsOverThenCallsGoThere) {
    const Moved run({});
    EXPECT_EQ(run.ended_ms(), 3010 + 200);
    EXPECT_FALSE(run.state().failed);
    EXPECT_EQ(run.rows(0), 1500);
    EXPECT_EQ(run.rows(1), 500);
    EXPECT_EQ(run.total("a", "rows_moved_in"), 500);
    EXPECT_EQ(run.total("b", "rows_moved_out"), 500);
    EXPECT_EQ(run.total("a", "moves"), 2210 * kMs);
    // Those of 3100 and 3200 ms chose their shard within the cut-over, and waited until 3210 ms.
    EXPECT_EQ(run.last_arrived("b"), 3002);
    EXPECT_EQ(run.arrived("b").size(), 30U);
    EXPECT_EQ(run.total("b", "cutover_wait"), (109 + 9) * kMs);
    Times there = run.arrived("a");
    there.resize(3);
    EXPECT_EQ(there, (Times{3213, 3213, 3302})) << "two connections opened";
    EXPECT_EQ(run.played.facts.outcomes(What::kJourneyEnded), Outcomes(79, Outcome::kOk));
}

TEST(Moving, ReadsAreNotHeldUp) {
    const Moved run({.steps = kRead});
    EXPECT_EQ(run.last_arrived("b"), 3202);
    EXPECT_EQ(run.arrived("b").size(), 32U);
    EXPECT_EQ(run.first_arrived("a"), 3304);
    EXPECT_EQ(run.total("b", "cutover_wait"), 0);
}

TEST(Moving, ATransactionIsHeldUpAndGoesThereAsAWhole) {
    const Moved run({.steps = R"({ "transaction": "accounts", "steps": [ )" + kRead + " ] }"});
    EXPECT_EQ(run.total("b", "cutover_wait"), (109 + 9) * kMs);
    EXPECT_EQ(run.arrived("b").size(), 2 * 30U) << "each a statement and a commit";
    EXPECT_EQ(run.arrived("a").size(), 2 * 49U);
}

TEST(Moving, WhatHasBegunAtTheSourceEndsThere) {
    // The transaction of 3 s chose its shard at 3001 ms, and its second statement comes after the cut-over.
    const Moved run({.steps = R"({ "transaction": "accounts", "steps": [ { "call": "accounts.write" },
                                   { "wait": "500ms" }, { "call": "accounts.write" } ] })",
                     .rate = "1/s"});
    EXPECT_EQ(run.arrived("b"), (Times{1004, 1516, 1528, 2002, 2514, 2526, 3002, 3514, 3526}));
    EXPECT_EQ(run.first_arrived("a"), 4004);
}

TEST(Moving, HalfWayTheTargetHasWhatWasCopiedAndTheSourceAll) {
    Simulation simulation(scenario_of(text_of({})), 1);
    ASSERT_EQ(simulation.run_until(at_ns(1402 * kMs)), engine::StopReason::kReachedEnd);
    EXPECT_EQ(simulation.world().databases[0].tables[0].rows, 1100);
    EXPECT_EQ(simulation.world().databases[1].tables[0].rows, 1000);
    ASSERT_EQ(simulation.run_until(at_ns(3209 * kMs)), engine::StopReason::kReachedEnd);
    EXPECT_EQ(simulation.world().databases[0].tables[0].rows, 1500);
    EXPECT_EQ(simulation.world().databases[1].tables[0].rows, 1000);
    EXPECT_TRUE(simulation.world().placements[0].moved.empty());
    Simulation copy = simulation;
    ASSERT_EQ(copy.run_until(at_ns(3211 * kMs)), engine::StopReason::kReachedEnd);
    EXPECT_EQ(copy.world().databases[1].tables[0].rows, 500);
    EXPECT_EQ(copy.world().placements[0].moved.size(), 1U);
    EXPECT_TRUE(simulation.world().placements[0].moved.empty()) << "the other world has still to do it";
}

TEST(Moving, APauseThrottlesIt) {
    const Moved run({.move = R"(, "pause": "100ms")"});
    EXPECT_EQ(run.ended_ms(), 3210 + 4 * 100);
}

TEST(Moving, ItsWorkIsDoneOnTheServersCores) {
    // A query of 10 ms comes while the first batch is read, on the same core: both are slower.
    const Moved run({.steps = kRead, .rate = "1/s", .cores = "1"});
    EXPECT_EQ(run.ended_ms(), 3210 + 10);
    EXPECT_EQ(run.total("b", "service_time"), (20 + 10 + 10) * kMs);
}

TEST(Moving, WhatIsNotInMemoryIsReadFromTheDisk) {
    // A row a page; the memory has the first 131 pages, and the last 500 rows go: 1 ms each.
    const Moved run({.database = R"(, "storage": { "memory_gib": 0.001, "scanned_pages": "1000/s" })",
                     .row_bytes = "8192"});
    EXPECT_EQ(run.ended_ms(), 3210 + 500);
    EXPECT_EQ(run.total("b", "pages_read"), 500);
    EXPECT_EQ(run.total("a", "pages_read"), 0);
}

TEST(Moving, WaitsForItsEdgeToBeMended) {
    // The first batch is read at 1100 ms, and sets off at 1550.
    const Moved held(
        {.timeline = R"(, "cut": { "at": "1050ms", "for": "500ms", "cut": "b->a", "mode": "hold" })"});
    EXPECT_EQ(held.ended_ms(), 3210 + 450);
    const Moved slow(
        {.timeline = R"(, "slow": { "at": "1050ms", "for": "5s", "delay": "b->a", "by": "50ms" })"});
    EXPECT_EQ(slow.ended_ms(), 3210 + 10 * 50);
}

TEST(Moving, ACrashOfTheTargetEndsItAndThrowsTheCopyAway) {
    const Moved run({.timeline = R"(, "dies": { "at": "2s", "for": "100ms", "crash": "a" })"});
    EXPECT_EQ(run.ended_ms(), 2000);
    EXPECT_TRUE(run.state().failed);
    EXPECT_EQ(run.rows(0), 1000);
    EXPECT_EQ(run.rows(1), 1000);
    EXPECT_EQ(run.total("a", "rows_moved_in"), 200);
    EXPECT_EQ(run.total("a", "moves"), 1000 * kMs);
    EXPECT_EQ(run.arrived("a"), Times());
    EXPECT_EQ(run.arrived("b").size(), 79U);
}

TEST(Moving, ACrashOfTheSourceEndsItToo) {
    const Moved run({.timeline = R"(, "dies": { "at": "1500ms", "for": "50ms", "crash": "b" })"});
    EXPECT_EQ(run.ended_ms(), 1500);
    EXPECT_TRUE(run.state().failed);
    EXPECT_EQ(run.rows(0), 1000);
    const Moved down({.timeline = R"(, "dies": { "at": "900ms", "for": "200ms", "crash": "a" })"});
    EXPECT_EQ(down.ended_ms(), 1000) << "it fails at once";
    EXPECT_EQ(down.total("b", "rows_moved_out"), 0);
}

TEST(Moving, WhoWaitsForACutOverThatFailsGoesWhereTheKeyHasStayed) {
    const Moved run(
        {.cutover = "1s", .timeline = R"(, "dies": { "at": "3500ms", "for": "100ms", "crash": "a" })"});
    EXPECT_EQ(run.ended_ms(), 3500);
    EXPECT_EQ(run.arrived("a"), Times());
    // From 3100 to 3400 ms four have waited until 4010 ms; those from 3500 on have not.
    EXPECT_EQ(run.total("b", "cutover_wait"), (909 + 809 + 709 + 609) * kMs);
    const Times there = run.arrived("b");
    EXPECT_EQ(there.size(), 79U);
    EXPECT_EQ(std::count(there.begin(), there.end(), 3502), 1);
    EXPECT_EQ(std::count_if(there.begin(), there.end(), [](auto ms) { return ms >= 4010 && ms <= 4014; }), 4);
}

TEST(Moving, OneMoreOfTheSameDatabaseWaitsInLine) {
    const Moved run({.timeline = R"(, "back": { "at": "1100ms", "move_keys": "accounts", "from": "a",
        "to": "b", "share": 0.5, "batch": 100, "cutover": "100ms" })"});
    EXPECT_EQ(run.ended_ms(0), 3210);
    // Half of a's 1500 rows by then: seven batches of 100 and one of 50.
    EXPECT_EQ(run.ended_ms(1), 3210 + 7 * 402 + 202 + 100);
    EXPECT_EQ(run.rows(0), 750);
    EXPECT_EQ(run.rows(1), 1250);
    const Times there = run.arrived("b");
    EXPECT_EQ(run.first_arrived("a"), 3213);
    EXPECT_EQ(run.last_arrived("a"), 6202) << "that of 6300 ms waits until 6326";
    EXPECT_EQ(std::count(there.begin(), there.end(), 6327), 1);
    EXPECT_EQ(run.last_arrived("b"), 7902) << "the last key is where it was";
}

TEST(Moving, AllOfItCanGoButTheLastRowOfATable) {
    const Moved run(
        {.timeline = R"(, "rest": { "at": "4s", "move_keys": "accounts", "from": "b", "to": "a" })"});
    EXPECT_FALSE(run.state(1).failed);
    EXPECT_EQ(run.rows(0), 1999);
    EXPECT_EQ(run.rows(1), 1);
}

TEST(Moving, ReplicasHaveTheRowsOfTheirPrimaries) {
    const Moved run({.components = R"(, "r": { "kind": "database", "replica": { "of": "b" } })"});
    EXPECT_EQ(run.ended_ms(), 3210);
    EXPECT_EQ(run.rows(0), 1500);
    EXPECT_EQ(run.rows(1), 500);
    EXPECT_EQ(run.rows(2), 500);
}

TEST(Moving, TheSourceIsWhoeverIsThePrimary) {
    const std::string replica = R"(, "r": { "kind": "database", "cores": 100, "replica": { "of": "b" } })";
    const Moved run({.timeline = R"(, "dies": { "at": "500ms", "for": "7s", "crash": "b" })",
                     .of_b = R"(, "failover": { "detection": "100ms", "promotion": "100ms" })",
                     .components = replica});
    EXPECT_EQ(run.ended_ms(), 3210);
    EXPECT_EQ(run.total("r", "rows_moved_out"), 500);
    EXPECT_EQ(run.total("r", "cutover_wait"), (109 + 9) * kMs);
    EXPECT_EQ(run.total("b", "rows_moved_out"), 0);
    EXPECT_EQ(run.rows(2), 500);
}

TEST(Moving, CanBeWhatAutomationDoes) {
    const Moved run({.timeline = R"(, "more": { "when": { "signal": "in_service", "component": "a",
        "above": 0, "every": "1s" }, "move_keys": "accounts", "from": "b", "to": "a", "share": 0.01, "cutover": "0s" })"});
    // At 2 s a writes the third batch: it begins, and waits for the other one.
    EXPECT_EQ(run.ended_ms(1), 3210 + 5 + 1 + 15 + 1) << "five rows";
    EXPECT_EQ(run.rows(0), 1505);
}

} // namespace
} // namespace shaketable::models::moving_test
