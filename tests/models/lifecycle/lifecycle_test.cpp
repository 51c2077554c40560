// The lives of replicas, event by event, with exact times: they start, warm up, run out of memory, are
// started again. Journeys at 1, 2, 3 s ...; legs of 1 ms.
#include "models/lifecycle/lifecycle.hpp"
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::lifecycle_test {
namespace {

struct Setting {
    std::string web = ""; // more of the service
    std::string timeline = "";
    std::string duration = "8500ms";
    std::string steps = R"({ "work": "100ms" })";
    std::string arrivals = R"("rate": "1/s", "pattern": "even")";
};

std::string text_of(const Setting& setting) {
    return R"("duration": ")" + setting.duration +
           R"(", "network": { "latency": "1ms" }, "components": {
          "user": { "kind": "client", "arrivals": { )" +
           setting.arrivals + R"( }, "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } },
          "web": { "kind": "service", "cores": 1, )" +
           setting.web + R"( "endpoints": { "e": { "steps": [ )" + setting.steps + R"( ] } } } },
        "timeline": { )" +
           setting.timeline + " }";
}

struct Lived : Played {
    explicit Lived(const Setting& setting) : Played(text_of(setting)) {
        EXPECT_EQ(broken_invariant(simulation), "");
    }
    [[nodiscard]] std::int64_t count(const std::string& metric) const { return total("web", metric); }
    /// When journeys ended so.
    [[nodiscard]] Times when(Outcome outcome) const {
        Times times;
        for (const Fact& fact : facts.of(What::kJourneyEnded))
            if (fact.outcome == outcome)
                times.push_back(fact.time.ns() / kMs);
        return times;
    }
    /// How long requests were served.
    [[nodiscard]] Times served_for() const {
        const Times served = facts.times(What::kServed);
        const Times answered = facts.times(What::kAnswered);
        Times lengths;
        for (std::size_t place = 0; place < answered.size(); ++place)
            lengths.push_back((answered[place] - served[place]) / kMs);
        return lengths;
    }
};

const std::string kCrash = R"("down": { "at": "500ms", "for": "1ms", "crash": "web" })";

TEST(Lifecycle, RefusesWhileItStarts) {
    const Lived run({.web = R"("lifecycle": { "start": "2s" },)",
                     .timeline = R"("down": { "at": "1500ms", "for": "1s", "crash": "web" })"});
    EXPECT_EQ(run.when(Outcome::kRefused), (Times{2002, 3002, 4002}))
        << "down to 2.5 s, and starting to 4.5 s";
    EXPECT_EQ(run.when(Outcome::kOk), (Times{1102, 5102, 6102, 7102, 8102}));
    EXPECT_EQ(run.count("restarts"), 1);
    EXPECT_EQ(run.count("not_serving"), 3 * kSecond);
}

TEST(Lifecycle, WarmsUpInTenSteps) {
    const Lived run({.web = R"("lifecycle": { "warm_up": "10s", "cold_factor": 3 },)",
                     .timeline = kCrash,
                     .duration = "12500ms"});
    EXPECT_EQ(run.served_for(), (Times{300, 280, 260, 240, 220, 200, 180, 160, 140, 120, 100, 100}));
}

TEST(Lifecycle, IsWarmAtTheBeginning) {
    const Lived run({.web = R"("lifecycle": { "start": "5s", "warm_up": "10s", "cold_factor": 3 },)"});
    EXPECT_EQ(run.served_for(), Times(8, 100));
}

TEST(Lifecycle, OfAProcessThatIsKilledWhileItStartsBeginsAnew) {
    const Lived run({.web = R"("lifecycle": { "start": "2s" },)",
                     .timeline = R"("down": { "at": "500ms", "for": "1ms", "crash": "web" },
                                    "host": { "at": "1500ms", "for": "500ms", "host_crash": "web" })"});
    EXPECT_EQ(run.when(Outcome::kOk), (Times{4102, 5102, 6102, 7102, 8102}))
        << "from 2 s on it starts for 2 s";
}

TEST(Lifecycle, OfAHostThatDiesInTheBackoffIsStartedByTheHost) {
    const Lived run({.web = R"("memory": { "limit_mib": 1, "per_request_kib": 2000 },)",
                     .timeline = R"("host": { "at": "4s", "for": "1s", "host_crash": "web" })"});
    EXPECT_EQ(run.when(Outcome::kReset), (Times{1002, 2002, 5002})) << "at 5 s long before the 10 s are over";
}

TEST(Lifecycle, WaitsLongerAfterEachDeath) {
    const Lived run(
        {.web = R"("memory": { "limit_mib": 1, "per_request_kib": 2000 },)", .duration = "1000s"});
    EXPECT_EQ(run.when(Outcome::kReset),
              (Times{1002, 2002, 12002, 32002, 72002, 152002, 312002, 612002, 912002}))
        << "at once, 10 s, 20 s, 40 s, 80 s, 160 s, 300 s, 300 s";
    EXPECT_EQ(run.count("oom_kills"), 9);
    EXPECT_EQ(run.count("restarts"), 8) << "the last is still waiting";
}

TEST(Lifecycle, ForgetsItsDeathsAfterTenMinutes) {
    const Lived run({.web = R"("memory": { "limit_mib": 1, "per_request_kib": 2000 },)",
                     .duration = "705s",
                     .arrivals = R"("rate": "1/s", "pattern": "even", "steps": {
                         "quiet": { "at": "2500ms", "rate": "0/s" }, "again": { "at": "700s", "rate": "1/s" } })"});
    EXPECT_EQ(run.when(Outcome::kReset), (Times{1002, 2002, 700502, 701502})) << "started at 12 s";
    EXPECT_EQ(run.when(Outcome::kRefused), (Times{702502, 703502, 704502}));
}

TEST(Lifecycle, DelaysAreThoseOfKubernetes) {
    const LifePlan plan{.backoff = engine::Duration::from_seconds(10),
                        .backoff_most = engine::Duration::from_seconds(300)};
    std::vector<double> delays;
    for (std::uint32_t restarts = 0; restarts < 9; ++restarts)
        delays.push_back(restart_delay(plan, restarts).seconds());
    EXPECT_EQ(delays, (std::vector<double>{0, 10, 20, 40, 80, 160, 300, 300, 300}));
}

// --- memory ----------------------------------------------------------------------------------------------

TEST(Memory, ThatLeaksEndsTheProcessOnceItIsAboveTheLimit) {
    const Lived run(
        {.web = R"("lifecycle": { "start": "1500ms" }, "memory": { "limit_mib": 1, "leak_kib": 256 },)"});
    EXPECT_EQ(run.when(Outcome::kReset), (Times{5002})) << "the fourth request just fits";
    EXPECT_EQ(run.when(Outcome::kRefused), (Times{6002}));
    EXPECT_EQ(run.when(Outcome::kOk), (Times{1102, 2102, 3102, 4102, 7102, 8102}));
    EXPECT_EQ(run.count("oom_kills"), 1);
}

TEST(Memory, OfARequestIsFreeOnceItIsServed) {
    const Lived run({.web = R"("memory": { "limit_mib": 1, "per_request_kib": 1000 },)"});
    EXPECT_EQ(run.count("oom_kills"), 0);
    EXPECT_EQ(run.count("heap"), 8 * 1000 * 1024 * (100 * kMs)) << "eight requests of 100 ms";
    const Lived slow({.web = R"("memory": { "limit_mib": 1, "per_request_kib": 1000 },)",
                      .steps = R"({ "wait": "1100ms" })"});
    EXPECT_EQ(slow.when(Outcome::kReset).size(), 4U) << "two at a time, twice: each time both are lost";
    EXPECT_EQ(slow.count("oom_kills"), 2);
}

TEST(Memory, LeaksAsLongAsTheTimelineSays) {
    const Lived run(
        {.web = R"("memory": { "limit_mib": 1, "leak_kib": 0 },)",
         .timeline = R"("deploy": { "at": "2500ms", "set": "/components/web/memory/leak_kib", "to": 512 })"});
    EXPECT_EQ(run.when(Outcome::kReset), (Times{5002, 8002}));
}

TEST(Memory, IsCollectedWhenNothingMoreFits) {
    const Lived run({.web = R"("memory": { "limit_mib": 1, "base_mib": 0.5,
                               "garbage": { "allocate_kib": 256, "pause_per_mib": "100ms" } },)"});
    EXPECT_EQ(run.served_for(), (Times{100, 150, 100, 150, 100, 150, 100, 150}))
        << "0.5 MiB are gone through";
    EXPECT_EQ(run.count("gc_pause"), 4 * 50 * kMs);
    EXPECT_EQ(run.count("oom_kills"), 0);
}

TEST(Memory, IsCollectedMoreOftenWhereTheYoungPartIsSmall) {
    const Lived run({.web = R"("memory": { "limit_mib": 1, "base_mib": 0.5,
                         "garbage": { "allocate_kib": 256, "young_mib": 0.25, "pause_per_mib": "100ms" } },)"});
    EXPECT_EQ(run.served_for(), Times(8, 150));
}

TEST(Memory, ThatACollectionCannotFreeEndsTheProcess) {
    const Lived run({.web = R"("memory": { "limit_mib": 1, "base_mib": 0.5, "leak_kib": 64,
                         "garbage": { "allocate_kib": 256, "pause_per_mib": "0s" } },)"});
    EXPECT_EQ(run.when(Outcome::kReset), (Times{5002})) << "five times 64 KiB leave less than 256 KiB of 512";
}

TEST(Memory, ThatIsCollectedWhenTheProcessIsKilledDoesNotStopTheNext) {
    const Lived run({.web = R"("memory": { "limit_mib": 1, "base_mib": 0.5,
                         "garbage": { "allocate_kib": 512, "pause_per_mib": "1800ms" } },)",
                     .timeline = R"("down": { "at": "1500ms", "for": "1ms", "crash": "web" })",
                     .duration = "1700ms"});
    EXPECT_EQ(run.simulation.world().instances[1].hangs, 0U) << "it was stopped until 1.9 s";
    EXPECT_EQ(run.when(Outcome::kReset), (Times{1501}));
}

/// Open load of a bytes a second stops the process for pause x live of (limit - live) / a, however it comes.
TEST(Memory, IsCollectedForTheShareOfTimeThatTheFormulaSays) {
    for (const double base : {8.0, 12.0, 14.0}) {
        const Lived run({.web = R"("workers": 1, "memory": { "limit_mib": 16, "base_mib": )" +
                                std::to_string(base) +
                                R"(, "garbage": { "allocate_kib": 16, "pause_per_mib": "1ms" } },)",
                         .duration = "100s",
                         .steps = R"({ "work": "100us" })",
                         .arrivals = R"("rate": "1000/s", "pattern": "even")"});
        const double allocated_mib_s = 16.0 * 1000.0 / 1024.0;
        const double expected = base * 1e-3 * allocated_mib_s / (16.0 - base);
        EXPECT_NEAR(static_cast<double>(run.count("gc_pause")) / (100.0 * kSecond), expected, 0.01 * expected)
            << base;
    }
}

/// validation.md's row: 3 GiB of headroom, 1 KiB a request, 500 requests a second; 60 s for a restart.
TEST(Memory, OfTheLongLeakEndsAfterAnHourAndThreeQuarters) {
    const Played played(text_of({.web = R"("lifecycle": { "start": "60s" },
                                           "memory": { "limit_mib": 4096, "base_mib": 1024, "leak_kib": 1 },)",
                                 .duration = "6351458ms",
                                 .steps = R"({ "work": "100us" })",
                                 .arrivals = R"("rate": "500/s", "pattern": "even")"}));
    const double served = 3.0 * 1024.0 * 1024.0; // requests
    EXPECT_EQ(played.total("web", "oom_kills"), 1);
    const std::int64_t down_ns = played.total("web", "not_serving");
    EXPECT_NEAR(static_cast<double>(played.simulation.world().lifecycles[0].lives[0].started_at.ns()) / 1e9,
                served / 500.0, 0.003)
        << "6291.456 s";
    EXPECT_EQ(down_ns / kMs, 6351458 - 6291459);
    const auto good = static_cast<double>(played.total("user", "journeys_good"));
    const auto begun = static_cast<double>(played.total("user", "journeys_begun"));
    EXPECT_NEAR(good / begun, 0.99055, 0.000005);
}

} // namespace
} // namespace shaketable::models::lifecycle_test
