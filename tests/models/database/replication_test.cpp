// Replicas and failover, with exact times: legs of 1 ms, a write of 10 ms, each connection still to be
// opened.
//
// "web" is asked to save at 1001 ms and answers when its write has been committed, at 1014 ms at the
// earliest; then it is asked to view, at 1017 ms, and its read is at its server at 1020 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::replication_test {
namespace {

constexpr Outcome kOk = Outcome::kOk;

struct Setting {
    std::string replica = R"("apply": "4ms")";
    std::string primary = "";
    std::string save = R"({ "call": "db.write" })";
    std::string view = R"({ "call": "db.read", "read_from": "replicas" })";
    std::string journey = R"({ "call": "web.save" }, { "call": "web.view" })";
    std::string timeline = "";
    std::string duration = "1990ms";
    std::string more = "";
};

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration + R"(", "network": { "latency": "1ms" },
           "policies": { "again": { "timeout": "500ms", "retry": { "attempts": 4, "backoff": "fixed", "base": "100ms" } } },
           "components": { "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
             "journeys": { "j": { "steps": [ )" +
           setting.journey + R"( ] } } },
           "web": { "kind": "service", "endpoints": { "save": { "steps": [ )" +
           setting.save + R"( ] }, "view": { "steps": [ )" + setting.view + R"( ] } } },
           "db": { "kind": "database", "commit": "10ms", "tables": { "a": { "rows": 100 }, "b": {} }, )" +
           setting.primary + R"( "queries": {
             "write": { "time": "10ms", "table": "a", "statement": "update" },
             "bulk": { "time": "10ms", "table": "a", "statement": "insert", "rows": 10 },
             "read": { "time": "1ms", "table": "a" },
             "other": { "time": "1ms", "table": "b" } } },
           "db-2": { "kind": "database", "replica": { "of": "db", )" +
           setting.replica + R"( } } )" + setting.more + R"( },
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
    /// Of calls by "web", in ms since it was asked first.
    [[nodiscard]] Times ended() const {
        return in_ms(played.facts.times(What::kCallEnded, played.component("web")), kSecond + kMs);
    }
    [[nodiscard]] Outcomes outcomes() const {
        return played.facts.outcomes(What::kCallEnded, played.component("web"));
    }
    [[nodiscard]] Outcomes journeys() const { return played.facts.outcomes(What::kJourneyEnded); }

    Played played;
};

TEST(Replication, LagsByALegAndTheTimeOfApplying) {
    const Run1 run({});
    EXPECT_EQ(run.ended(), (Times{14, 21}));
    EXPECT_EQ(run.total("db-2", "replication_lag"), 5 * kMs);
    EXPECT_EQ(run.total("db-2", "unapplied"), 5 * kMs);
    EXPECT_EQ(run.total("db-2", "answered_ok"), 1);
    EXPECT_EQ(run.total("db-2", "stale_reads"), 0);
    EXPECT_EQ(run.total("db-2", "busy_cores"), (4 + 1) * kMs * 1000);
    EXPECT_EQ(run.journeys(), (Outcomes{kOk}));
}

TEST(Replication, AReadBeforeItsSessionsWriteIsAppliedIsStale) {
    const Run1 run({.replica = R"("apply": "10ms")"});
    EXPECT_EQ(run.total("db-2", "stale_reads"), 1);
    EXPECT_EQ(run.journeys(), (Outcomes{Outcome::kStale}));
    EXPECT_EQ(run.outcomes(), (Outcomes{kOk, kOk})) << "it is no error";
}

TEST(Replication, IsNotStaleInATableThatTheSessionLeftAlone) {
    const Run1 run(
        {.replica = R"("apply": "10ms")", .view = R"({ "call": "db.other", "read_from": "replicas" })"});
    EXPECT_EQ(run.total("db-2", "stale_reads"), 0);
    EXPECT_EQ(run.total("db-2", "answered_ok"), 1);
    EXPECT_EQ(run.journeys(), (Outcomes{kOk}));
}

TEST(Replication, IsNotStaleForOthers) {
    const Run1 run({.replica = R"("apply": "300ms")",
                    .journey = R"({ "branch": [ { "call": "web.save" } ], "probability": 0.5,
                                    "otherwise": [ { "wait": "20ms" }, { "call": "web.view" } ] })",
                    .duration = "60s"});
    EXPECT_GT(run.total("db-2", "answered_ok"), 10);
    EXPECT_GT(run.total("db-2", "replication_lag"), 0);
    EXPECT_EQ(run.total("db-2", "stale_reads"), 0);
}

TEST(Replication, IsStaleThroughABranchAndAService) {
    const Run1 run({.replica = R"("apply": "10ms")", .view = R"({ "parallel": [ { "wait": "1ms" },
                                               { "call": "db.read", "read_from": "replicas" } ] })"});
    EXPECT_EQ(run.journeys(), (Outcomes{Outcome::kStale}));
}

TEST(Replication, APinnedSessionReadsFromThePrimaryForAWhile) {
    const auto answered = [](const std::string& pin) {
        const Run1 run(
            {.replica = R"("apply": "10ms")",
             .view = R"({ "call": "db.read", "read_from": "replicas", "pin": ")" + pin + R"(" })"});
        return Times{run.total("db", "answered_ok"), run.total("db-2", "answered_ok"),
                     run.total("db-2", "stale_reads")};
    };
    EXPECT_EQ(answered("4ms"), (Times{2, 0, 0})) << "written at 1014 ms, asked for at 1017 ms";
    EXPECT_EQ(answered("3ms"), (Times{1, 1, 1}));
}

TEST(Replication, ASessionReadsFromAReplicaOnceThatHasAppliedWhatItWrote) {
    const auto answered = [](const std::string& apply) {
        const Run1 run({.replica = R"("apply": ")" + apply + R"(")",
                        .view = R"({ "call": "db.read", "read_from": "replicas-once-applied" })"});
        return Times{run.total("db", "answered_ok"), run.total("db-2", "answered_ok"),
                     run.total("db-2", "stale_reads")};
    };
    EXPECT_EQ(answered("2ms"), (Times{1, 1, 0}));
    EXPECT_EQ(answered("3ms"), (Times{2, 0, 0})) << "applied at 1018 ms, asked for at 1017 ms";
}

TEST(Replication, ASynchronousReplicaIsWaitedFor) {
    const Run1 received({.replica = R"("apply": "10ms", "synchronous": "received")"});
    EXPECT_EQ(received.ended(), (Times{16, 23}));
    EXPECT_EQ(received.total("db", "commit_wait"), 2 * kMs);
    const Run1 applied({.replica = R"("apply": "10ms", "synchronous": "applied")"});
    EXPECT_EQ(applied.ended(), (Times{26, 33}));
    EXPECT_EQ(applied.total("db", "commit_wait"), 12 * kMs);
    EXPECT_EQ(applied.journeys(), (Outcomes{kOk}));
}

TEST(Replication, ACommitWaitsWithItsLocksHeld) {
    const std::string transaction = R"({ "transaction": "db", "steps": [ { "call": "db.write" } ] })";
    const Run1 run({.replica = R"("apply": "10ms", "synchronous": "applied")",
                    .primary = R"("maintenance_rates": {},)",
                    .save = transaction,
                    .journey = R"({ "call": "web.save" })"});
    // The write is answered at 14, the commit asked for at 15, flushed at 25, applied at 36, confirmed at 37.
    EXPECT_EQ(run.ended(), (Times{14, 38}));
    EXPECT_EQ(run.total("db", "open_transactions"), (37 - 3) * kMs);
    EXPECT_EQ(run.total("db-2", "replication_lag"), 11 * kMs);
}

TEST(Replication, RolledBackWritesAreNotSent) {
    const Run1 run(
        {.save = R"({ "transaction": "db", "steps": [ { "call": "db.write" }, { "call": "db-2.write" } ] })",
         .journey = R"({ "call": "web.save" })"});
    EXPECT_EQ(run.journeys(), (Outcomes{Outcome::kCalleeError}));
    EXPECT_EQ(run.total("db-2", "replication_lag"), 0);
    EXPECT_EQ(run.total("db-2", "unapplied"), 0);
}

TEST(Replication, AReplicaDoesNotWrite) {
    const Run1 run({.save = R"({ "call": "db-2.write" })", .journey = R"({ "call": "web.save" })"});
    EXPECT_EQ(run.outcomes(), (Outcomes{Outcome::kError}));
    EXPECT_EQ(run.total("db-2", "unapplied"), 0);
}

TEST(Replication, WaitsForItsEdgeToBeMended) {
    const Run1 run({.journey = R"({ "call": "web.save" })",
                    .timeline = R"("cut": { "at": "0s", "for": "1200ms", "cut": "db->db-2" })"});
    EXPECT_EQ(run.total("db-2", "replication_lag"), (1200 - 1014 + 5) * kMs);
    const Run1 slow(
        {.journey = R"({ "call": "web.save" })",
         .timeline = R"("slow": { "at": "0s", "for": "5s", "delay": "db->db-2", "by": "30ms" })"});
    EXPECT_EQ(slow.total("db-2", "replication_lag"), 35 * kMs);
}

TEST(Replication, AReplicaThatWasDownGoesOnWhereItWas) {
    const auto lag = [](const std::string& at) {
        return Run1({.replica = R"("apply": "50ms")",
                     .journey = R"({ "call": "web.save" })",
                     .timeline = R"("down": { "at": ")" + at + R"(", "for": "100ms", "crash": "db-2" })"})
            .total("db-2", "replication_lag");
    };
    EXPECT_EQ(lag("1005ms"), (1105 - 1014 + 51) * kMs) << "before it was sent";
    EXPECT_EQ(lag("1030ms"), (1130 - 1014 + 50) * kMs) << "while it was applied: from the beginning";
}

TEST(Replication, SeveralWorkersApplySideBySideAndShowInOrder) {
    const auto lag = [](const std::string& workers) {
        return Run1({.replica = R"("apply": "4ms", "apply_workers": )" + workers,
                     .save = R"({ "call": "db.bulk" }, { "call": "db.write" })",
                     .journey = R"({ "call": "web.save" })"})
            .total("db-2", "replication_lag");
    };
    // Committed at 13 and 25, at the replica at 14 and 26; the first takes 40 ms, the second 4 ms.
    EXPECT_EQ(lag("1"), (54 - 13 + 58 - 25) * kMs);
    EXPECT_EQ(lag("2"), (54 - 13 + 54 - 25) * kMs);
}

TEST(Replication, ReadsAndApplyingShareTheReplicasCores) {
    const Run1 run({.replica = R"("apply": "10ms")"});
    EXPECT_EQ(run.total("db-2", "replication_lag"), 11 * kMs) << "four cores";
    const Run1 narrow({.replica = R"("apply": "10ms" }, "cores": 1, "x-end": {)"});
    EXPECT_EQ(narrow.total("db-2", "replication_lag"), 12 * kMs)
        << "one, of which a read takes half for 2 ms";
}

TEST(Replication, OpeningAConnectionTakesItsTime) {
    const Run1 run({.primary = R"("connection": "7ms",)"});
    EXPECT_EQ(run.ended(), (Times{21, 28}));
    EXPECT_EQ(run.total("db", "busy_cores"), (7 + 10) * kMs * 1000);
}

const std::string kFailover =
    R"("failover": { "detection": "300ms", "promotion": "200ms", "rejoin": "150ms" },)";

TEST(Failover, AReplicaTakesThePlaceOfAPrimaryThatIsGone) {
    const Run1 run({.primary = kFailover,
                    .save = R"({ "wait": "300ms" }, { "call": "db.write", "policy": "again" })",
                    .journey = R"({ "call": "web.save" })",
                    .timeline = R"("down": { "at": "1200ms", "for": "600ms", "crash": "db" })"});
    EXPECT_EQ(in_ms(run.played.facts.times(What::kPromoted)), (Times{1700}));
    // Refused at once, at 302, 404, 506 and 608: the fourth attempt was the last.
    EXPECT_EQ(run.ended(), (Times{302, 404, 506, 608}));
    const Run1 later({.primary = kFailover,
                      .save = R"({ "wait": "500ms" }, { "call": "db.write", "policy": "again" })",
                      .journey = R"({ "call": "web.save" })",
                      .timeline = R"("down": { "at": "1200ms", "for": "600ms", "crash": "db" })"});
    EXPECT_EQ(later.ended(), (Times{502, 604, 718}));
    EXPECT_EQ(later.outcomes(), (Outcomes{Outcome::kRefused, Outcome::kRefused, kOk}));
    EXPECT_EQ(later.total("db-2", "answered_ok"), 1);
    EXPECT_EQ(later.total("db-2", "lost_writes"), 0);
    EXPECT_EQ(later.total("db-2", "is_primary"), (1990 - 1700) * kMs);
    EXPECT_EQ(later.total("db", "is_primary"), 1700 * kMs);
    // The old primary is back at 1800 ms and applies the write of 1718 ms: nothing had kept it from
    // following.
    EXPECT_EQ(later.total("db", "unapplied"), (1800 + 1 + 4 - 1718) * kMs) << "as fast as the other";
}

TEST(Failover, OneThatIsBackBeforeIsNotReplaced) {
    for (const std::string lasts : {"299ms", "499ms"}) {
        const Run1 run(
            {.primary = kFailover,
             .timeline = R"("down": { "at": "1200ms", "for": ")" + lasts + R"(", "crash": "db" })"});
        EXPECT_TRUE(run.played.facts.of(What::kPromoted).empty()) << lasts;
        EXPECT_EQ(run.total("db", "is_primary"), 1990 * kMs);
    }
}

TEST(Failover, LosesWhatTheReplicaHasNotReceived) {
    const Setting setting = {.primary = kFailover,
                             .journey = R"({ "call": "web.save" })",
                             .timeline = R"("cut": { "at": "0s", "for": "1100ms", "cut": "db->db-2" },
                                            "down": { "at": "1050ms", "for": "600ms", "crash": "db" })"};
    const Run1 run(setting);
    EXPECT_EQ(in_ms(run.played.facts.times(What::kPromoted)), (Times{1550}));
    EXPECT_EQ(run.total("db-2", "lost_writes"), 1);
    EXPECT_EQ(run.total("db-2", "lost_unconfirmed"), 0) << "its client was told at 1014 ms";
    EXPECT_EQ(run.total("db-2", "unapplied"), (1550 - 1014) * kMs);
    Setting safe = setting;
    safe.replica = R"("apply": "4ms", "synchronous": "received")";
    const Run1 waits(safe);
    EXPECT_EQ(waits.total("db-2", "lost_writes"), 1) << "it was in the log, but nobody was told that it is";
    EXPECT_EQ(waits.total("db-2", "lost_unconfirmed"), 1);
    EXPECT_EQ(waits.outcomes(), (Outcomes{Outcome::kReset}));
}

TEST(Failover, WhoHasDivergedFollowsOnceItHasJoinedAgain) {
    const Run1 run({.primary = kFailover,
                    .save = R"({ "call": "db.write" }, { "wait": "600ms" }, { "call": "db.write" })",
                    .journey = R"({ "call": "web.save" })",
                    .timeline = R"("cut": { "at": "0s", "for": "1100ms", "cut": "db->db-2" },
                                   "down": { "at": "1050ms", "for": "650ms", "crash": "db" })"});
    EXPECT_EQ(run.total("db-2", "lost_writes"), 1);
    // It is back at 1700 ms, and a copy of the new primary, which has written at 1628 ms, at 1850 ms.
    EXPECT_EQ(run.total("db", "unapplied"), (1850 - 1628) * kMs);
    EXPECT_EQ(run.total("db", "replication_lag"), 0);
}

TEST(Failover, ACommitThatWaitsForWhoHasLeftGoesOnWhenThatHasJoinedAgain) {
    const Run1 run({.replica = R"("apply": "4ms", "synchronous": "received")",
                    .primary = kFailover,
                    .save = R"({ "call": "db.write" }, { "wait": "700ms" }, { "call": "db.write" })",
                    .journey = R"({ "call": "web.save" })",
                    .timeline = R"("down": { "at": "100ms", "for": "600ms", "crash": "db" },
                                   "cut": { "at": "900ms", "for": "300ms", "cut": "db->db-2" },
                                   "down-2": { "at": "1050ms", "for": "650ms", "crash": "db-2" })"});
    EXPECT_EQ(in_ms(run.played.facts.times(What::kPromoted)), (Times{600, 1550}));
    EXPECT_EQ(run.total("db", "lost_writes"), 1) << "so db-2 has diverged";
    EXPECT_EQ(run.outcomes(), (Outcomes{kOk, kOk}));
    EXPECT_EQ(run.ended().back(), 1850 + 1 - 1001) << "it has joined again, and a leg";
}

TEST(Failover, NobodyReadsFromAReplicaThatIsGone) {
    const std::string view = R"({ "wait": "100ms" }, { "call": "db.read", "read_from": "replicas" })";
    const auto outcomes = [&](const std::string& at) {
        return Run1({.primary = kFailover,
                     .view = view,
                     .timeline = R"("down": { "at": ")" + at + R"(", "for": "10s", "crash": "db-2" })"})
            .outcomes();
    };
    EXPECT_EQ(outcomes("900ms"), (Outcomes{kOk, Outcome::kRefused})) << "it counts as there until 1200 ms";
    EXPECT_EQ(outcomes("700ms"), (Outcomes{kOk, kOk})) << "the primary answers";
}

TEST(Failover, ATransactionGoesToWhoeverIsThePrimary) {
    const Run1 run(
        {.primary = kFailover,
         .save = R"({ "wait": "600ms" }, { "transaction": "db", "steps": [ { "call": "db.write" } ] })",
         .journey = R"({ "call": "web.save" })",
         .timeline = R"("down": { "at": "1050ms", "for": "10s", "crash": "db" })"});
    EXPECT_EQ(run.journeys(), (Outcomes{kOk}));
    EXPECT_EQ(run.total("db-2", "answered_ok"), 2) << "statement and commit";
}

TEST(Failover, TheReplicaThatKnowsMostIsPromoted) {
    const Run1 run({.primary = kFailover,
                    .timeline = R"("cut": { "at": "0s", "for": "10s", "cut": "db->db-2" },
                                   "down": { "at": "1300ms", "for": "10s", "crash": "db" })",
                    .more = R"(, "db-3": { "kind": "database", "replica": { "of": "db" } })"});
    EXPECT_EQ(run.total("db-3", "is_primary"), (1990 - 1800) * kMs);
    EXPECT_EQ(run.total("db-3", "lost_writes"), 0);
}

} // namespace
} // namespace shaketable::models::replication_test
