// Probes, with exact times: a crash of 1 ms at 500 ms makes them due at 501 ms, 10,501 ms and so on. Journeys
// at 1, 2, 3 s ...; legs of 1 ms.
#include "tests/models/invariants.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::models::probes_test {
namespace {

struct Setting {
    std::string web = ""; // more of the service
    std::string timeline = "";
    std::string duration = "60500ms";
    std::string steps = R"({ "work": "100ms" })";
    std::string rate = "1/s";
};

struct Probed : Played {
    explicit Probed(const Setting& setting)
        : Played(
              R"("duration": ")" + setting.duration +
              R"(", "network": { "latency": "1ms" }, "policies": { "p": { "timeout": "500ms" } }, "components": {
          "user": { "kind": "client", "arrivals": { "rate": ")" +
              setting.rate + R"(", "pattern": "even" },
                    "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
          "web": { "kind": "service", "cores": 1, )" +
              setting.web + R"( "endpoints": { "e": { "steps": [ )" + setting.steps + R"( ] } } } },
        "timeline": { "down": { "at": "500ms", "for": "1ms", "crash": "web" } )" +
              (setting.timeline.empty() ? "" : ", ") + setting.timeline + " }") {
        EXPECT_EQ(broken_invariant(simulation), "");
    }
    [[nodiscard]] std::int64_t count(const std::string& metric) const { return total("web", metric); }
    /// Whole seconds at which the journeys were asked that ended so.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> first_and_last(Outcome outcome) const {
        std::pair<std::int64_t, std::int64_t> found = {0, 0};
        for (const Fact& fact : facts.of(What::kJourneyEnded))
            if (fact.outcome == outcome) {
                found.second = fact.time.ns() / kSecond;
                found.first = found.first == 0 ? found.second : found.first;
            }
        return found;
    }
};

using Span = std::pair<std::int64_t, std::int64_t>;
const std::string kHang = R"("stuck": { "at": "12500ms", "for": "40s", "hang": "web" })";

TEST(Probes, OfLivenessKillWhatStandsStillAndTheNextProcessDoesNot) {
    const Probed run({.web = R"("probes": { "liveness": {} },)", .timeline = kHang});
    EXPECT_EQ(run.count("probe_kills"), 1);
    EXPECT_EQ(run.count("restarts"), 2) << "the crash's, and the probe's";
    EXPECT_EQ(run.simulation.world().lifecycles[0].lives[0].started_at.ns() / kMs, 41'501)
        << "unanswered at 20.5, 30.5 and 40.5 s, for a second each";
    std::int64_t good_after = 0;
    for (const Fact& fact : run.facts.of(What::kJourneyEnded))
        good_after += fact.outcome == Outcome::kOk && fact.time.ns() > 41 * kSecond ? 1 : 0;
    EXPECT_EQ(good_after, 19) << "of 42 s to 60 s, although the hang lasts to 52.5 s";
}

TEST(Probes, OfLivenessDoNotKillForTwoFailures) {
    const Probed run({.web = R"("probes": { "liveness": {} },)",
                      .timeline = R"("stuck": { "at": "12500ms", "for": "25s", "hang": "web" })"});
    EXPECT_EQ(run.count("probe_kills"), 0) << "the third, at 40.5 s, finds it well";
}

TEST(Probes, OfLivenessKillWhatIsMerelyBusy) {
    const Setting busy{.web = R"("workers": 1, "probes": { "liveness": {} },)",
                       .steps = R"({ "work": "1100ms" })"};
    const Probed run(busy);
    EXPECT_GE(run.count("probe_kills"), 1) << "the queue is longer than a second";
    Setting apart = busy;
    apart.web = R"("workers": 1, "probes": { "needs_worker": false, "liveness": {} },)";
    const Probed other(apart);
    EXPECT_EQ(other.count("probe_kills"), 0);
}

TEST(Probes, OfLivenessKillWhatTakesTooLongToStartForEver) {
    const Probed run(
        {.web = R"("lifecycle": { "start": "25s" }, "probes": { "liveness": {} },)", .duration = "200s"});
    EXPECT_EQ(run.first_and_last(Outcome::kOk), Span(0, 0));
    EXPECT_GE(run.count("probe_kills"), 4);
    const Probed guarded(
        {.web = R"("lifecycle": { "start": "25s" }, "probes": { "liveness": {}, "startup": {} },)",
         .duration = "200s"});
    EXPECT_GE(guarded.count("probe_kills"), 4) << "three failures of the startup probe kill as well";
    const Probed patient({.web = R"("lifecycle": { "start": "25s" },
                                    "probes": { "liveness": {}, "startup": { "failures": 30 } },)",
                          .duration = "200s"});
    EXPECT_EQ(patient.count("probe_kills"), 0);
    EXPECT_EQ(patient.first_and_last(Outcome::kOk), Span(26, 199));
}

TEST(Probes, OfReadinessLetCallersInOnceItHasSucceeded) {
    const Probed run({.web = R"("lifecycle": { "start": "2s" }, "probes": { "readiness": {} },)"});
    EXPECT_EQ(run.first_and_last(Outcome::kRefused), Span(1, 10))
        << "the probe of 10.5 s is the first it answers";
    EXPECT_EQ(run.first_and_last(Outcome::kOk), Span(11, 60));
    EXPECT_EQ(run.facts.times(What::kJourneyEnded)[0], kSecond) << "at once: nobody is asked";
}

TEST(Probes, OfReadinessTakeWhatStandsStillOutOfRotation) {
    const Probed run(
        {.web = R"("replicas": 3, "probes": { "needs_worker": false, "readiness": {} },)",
         .timeline = R"("stuck": { "at": "12500ms", "for": "40s", "hang": "web", "replica": 1 })",
         .duration = "80500ms"});
    Times asked_there;
    for (const Fact& fact : run.facts.of(What::kArrived, run.component("web")))
        if (fact.replica == 1 && fact.time.ns() > 10 * kSecond)
            asked_there.push_back(fact.time.ns() / kSecond);
    const auto pause = std::adjacent_find(asked_there.begin(), asked_there.end(),
                                          [](std::int64_t a, std::int64_t b) { return b - a > 10; });
    ASSERT_NE(pause, asked_there.end());
    EXPECT_LE(*pause, 41) << "out at 41.5 s";
    EXPECT_GE(*pause, 38);
    EXPECT_GE(*(pause + 1), 60) << "and back at 60.5 s";
    EXPECT_EQ(run.count("restarts"), 3) << "only the crash's";
}

TEST(Probes, DoNotMatterToServicesWithoutThem) {
    const Probed run({.timeline = kHang});
    EXPECT_EQ(run.first_and_last(Outcome::kTimedOutWaiting), Span(13, 51)) << "at 52.5 s it goes on";
}

} // namespace
} // namespace shaketable::models::probes_test
