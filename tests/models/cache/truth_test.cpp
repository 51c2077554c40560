// Values that are not true any more: what is known of them, and what keeps them out of caches. Legs of 1 ms,
// an operation of the cache 1 ms, the source 10 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::truth_test {
namespace {

/// Readers every second from 1 s on; writers every second from 1.5 s on.
struct Setting {
    std::string write = "";  // steps
    std::string space = "";  // more of the key space
    std::string cached = ""; // more of the reader's step
    std::string timeline = "";
    std::string reads = R"("rate": "1/s")";
    std::string source = "10ms"; // for a reader
    std::string duration = "5900ms";
};

const std::string kChange = R"({ "change": "cache.k" })";
const std::string kDelete = R"({ "invalidate": "cache.k")";

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration +
           R"(", "network": { "latency": "1ms" }, "components": {
          "reader": { "kind": "client", "arrivals": { )" +
           setting.reads + R"(, "pattern": "even" },
                      "journeys": { "read": { "steps": [ { "call": "web.read" } ] } } },
          "writer": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
                      "journeys": { "write": { "steps": [ { "wait": "500ms" }, { "call": "web.write" } ] } } },
          "web": { "kind": "service", "workers": 100, "endpoints": {
            "read": { "steps": [ { "cached": "cache.k", "miss": [ { "wait": ")" +
           setting.source + R"(" } ])" + setting.cached + R"( } ] },
            "write": { "steps": [ )" +
           setting.write + R"( ] } } },
          "cache": { "kind": "cache", "time": "1ms", "keys": { "k": { "keys": 1)" +
           setting.space + R"( } } },
          "source": { "kind": "service", "workers": 100, "endpoints": {
              "get": { "steps": [ { "wait": "10ms" } ] }, "set": { "steps": [ { "wait": "10ms" } ] } } }
        }, "timeline": { )" +
           setting.timeline + " }";
}

struct Truths {
    explicit Truths(const Setting& setting) : played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(played.simulation), "");
        const std::uint32_t reader = played.component("reader");
        for (const Fact& fact : played.facts.of(What::kJourneyEnded, reader))
            reads.push_back(fact.outcome);
    }
    [[nodiscard]] std::int64_t count(const std::string& metric) const {
        return played.total("cache", metric);
    }

    Played played;
    Outcomes reads;
};

constexpr Outcome kFresh = Outcome::kOk;
constexpr Outcome kStale = Outcome::kStale;

TEST(Truths, IsToldFromThereOnThatNobodyTellsTheCache) {
    const Truths run({.write = kChange});
    EXPECT_EQ(run.reads, (Outcomes{kFresh, kStale, kStale, kStale, kStale}));
    EXPECT_EQ(run.count("stale_ratio"), 4) << "so many hits were stale";
}

TEST(Truths, IsOldForAtMostItsTimeToLive) {
    const Truths run({.write = kChange, .space = R"(, "ttl": "1900ms")"});
    EXPECT_EQ(run.reads, (Outcomes{kFresh, kStale, kFresh, kStale, kFresh}));
}

TEST(Truths, OfADeletedValueIsReadAnew) {
    const Truths run({.write = kChange + ", " + kDelete + " }"});
    EXPECT_EQ(run.reads, Outcomes(5, kFresh));
    EXPECT_EQ(run.count("deletions"), 5);
}

TEST(Truths, IsOldUntilTheMessageComes) {
    const Truths late({.write = kChange + ", " + kDelete + R"(, "by": "message", "delay": "700ms" })"});
    EXPECT_EQ(late.reads, (Outcomes{kFresh, kStale, kFresh, kFresh, kFresh}))
        << "at 2 s the message of 1.5 s is under way; from then on each finds what the last one deleted";
    EXPECT_EQ(late.count("deletions"), 4);
    const Truths soon({.write = kChange + ", " + kDelete + R"(, "by": "message", "delay": "100ms" })"});
    EXPECT_EQ(soon.reads, Outcomes(5, kFresh));
}

TEST(Truths, IsOldForGoodIfTheMessageIsLost) {
    const Truths run({.write = kChange + ", " + kDelete + R"(, "by": "message", "loss": 1 })"});
    EXPECT_EQ(run.reads, (Outcomes{kFresh, kStale, kStale, kStale, kStale}));
    EXPECT_EQ(run.count("deletions"), 0);
}

TEST(Truths, PutBehindTheChangeIsFresh) {
    const Truths run({.write = kChange + R"(, { "put": "cache.k" })"});
    EXPECT_EQ(run.reads, Outcomes(5, kFresh));
    EXPECT_EQ(run.count("misses"), 1);
}

/// A reader gets the value before a change and stores it behind the deletion: old until it expires. A lease
/// that the deletion has ended keeps it out.
TEST(Truths, MayBeOverwrittenByASlowReader) {
    const std::string write = kChange + ", " + kDelete + " }";
    const Truths run({.write = write, .source = "700ms", .duration = "2400ms"});
    EXPECT_EQ(run.reads, (Outcomes{kFresh, kStale})) << "it asked before the change; the next one after it";
    const Truths leased({.write = write, .space = R"(, "lease": "10s")", .source = "700ms"});
    EXPECT_EQ(leased.count("refused_stores"), leased.count("misses"));
    EXPECT_EQ(leased.count("stale_ratio"), 0);
}

TEST(Truths, SharedByASingleFlightIsAsOldAsItsBeginning) {
    const Truths run({.write = kChange + ", " + kDelete + " }",
                      .cached = R"(, "coalesce": true)",
                      .source = "1200ms",
                      .duration = "2900ms"});
    ASSERT_EQ(run.reads.size(), 2U);
    EXPECT_EQ(run.reads[0], kFresh);
    EXPECT_EQ(run.reads[1], kStale) << "it joined at 2 s what had begun before the change at 1.5 s";
}

// --- written by the cache --------------------------------------------------------------------------------

const std::string kSave = R"(, "save": [ { "call": "source.set" } ])";
const std::string kPut = R"({ "put": "cache.k" })";

/// How long the first write takes at "web", which gets it at 1,501 ms.
std::int64_t first_write_ms(const Played& played) {
    const std::uint32_t web = played.component("web");
    for (const Fact& served : played.facts.of(What::kServed, web))
        if (served.time == at_ns(1'501 * kMs))
            for (const Fact& answered : played.facts.of(What::kAnswered, web))
                if (answered.who == served.who)
                    return (answered.time - served.time).ns() / kMs;
    ADD_FAILURE() << "no write at 1,501 ms";
    return 0;
}

TEST(WriteThrough, IsSavedBeforeItIsAnswered) {
    const Truths run({.write = kPut, .space = kSave});
    EXPECT_EQ(run.reads, Outcomes(5, kFresh));
    EXPECT_EQ(run.played.total("source", "arrived"), 5);
    EXPECT_EQ(first_write_ms(run.played), 3 + 12) << "to the cache and back, and to the source and back";
}

TEST(WriteBehind, IsAnsweredBeforeItIsSaved) {
    const Truths run({.write = kPut, .space = kSave + R"(, "save_after": "100ms")"});
    EXPECT_EQ(run.reads, Outcomes(5, kFresh));
    EXPECT_EQ(run.played.total("source", "arrived"), 5);
    EXPECT_EQ(first_write_ms(run.played), 3);
}

TEST(WriteBehind, IsLostWithTheCache) {
    const Truths run({.write = kPut,
                      .space = kSave + R"(, "save_after": "10s")",
                      .timeline = R"("died": { "at": "2600ms", "for": "100ms", "crash": "cache" })"});
    ASSERT_EQ(run.reads.size(), 5U);
    EXPECT_EQ(run.reads[0], kFresh);
    EXPECT_EQ(run.reads[1], kFresh) << "from the cache, which has what was written at 1.5 s";
    EXPECT_EQ(run.reads[2], kStale) << "from the source, which never got it";
}

// --- formats of releases ---------------------------------------------------------------------------------

const std::string kDeploy =
    R"("deploy": { "at": "2500ms", "set": "/components/web/endpoints/read/steps/0/format", "to": 2 })";

TEST(Formats, OfAnotherReleaseFailTheReader) {
    const Truths run({.write = R"({ "wait": "1ms" })", .cached = R"(, "format": 1)", .timeline = kDeploy});
    EXPECT_EQ(run.reads, (Outcomes{kFresh, kFresh, Outcome::kCalleeError, Outcome::kCalleeError,
                                   Outcome::kCalleeError}));
    EXPECT_EQ(run.count("other_format"), 3);
}

TEST(Formats, OfAnotherReleaseMayBeAMiss) {
    const Truths run({.write = R"({ "wait": "1ms" })",
                      .space = R"(, "other_format": "miss")",
                      .cached = R"(, "format": 1)",
                      .timeline = kDeploy});
    EXPECT_EQ(run.reads, Outcomes(5, kFresh));
    EXPECT_EQ(run.count("other_format"), 1) << "then it is stored in the new one";
}

TEST(Formats, InTheKeyAreNeverReadByOthers) {
    const Truths run({.write = R"({ "wait": "1ms" })",
                      .space = R"(, "versioned": true)",
                      .cached = R"(, "format": 1)",
                      .timeline = kDeploy});
    EXPECT_EQ(run.reads, Outcomes(5, kFresh));
    EXPECT_EQ(run.count("other_format"), 0);
    EXPECT_EQ(run.count("misses"), 2);
}

// --- within each other -----------------------------------------------------------------------------------

/// A small cache before a large one: each step has its own key, and the outer one keeps its own.
TEST(Caches, MayStandBehindEachOther) {
    const Played played(R"("duration": "4900ms", "network": { "latency": "1ms" }, "components": {
      "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even" },
                "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
      "web": { "kind": "service", "endpoints": { "e": { "steps": [
        { "cached": "near.k", "miss": [ { "cached": "far.k", "miss": [ { "wait": "10ms" } ] } ] } ] } } },
      "near": { "kind": "cache", "time": "1ms", "keys": { "k": { "keys": 1, "ttl": "1500ms" } } },
      "far": { "kind": "cache", "time": "1ms", "keys": { "k": { "keys": 1 } } } })");
    EXPECT_EQ(played.total("near", "misses"), 1);
    EXPECT_EQ(played.total("near", "expired"), 1);
    EXPECT_EQ(played.total("near", "stores"), 2);
    EXPECT_EQ(played.total("far", "misses"), 1);
    EXPECT_EQ(played.total("far", "hit_ratio"), 1) << "one hit";
}

} // namespace
} // namespace shaketable::models::truth_test
