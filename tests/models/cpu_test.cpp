// Processor sharing: closed forms, and random jobs against a plain integrator.
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace shaketable::models::cpu_test {
namespace {

Times ms(const Times& times) { return in_ms(times, kSecond); }

/// At 1 s the journey does `steps`; calls to "web.e" work for 10 ms and take no other time.
Times answered(const std::string& steps, const std::string& web, const std::string& timeline = "") {
    const Played played(
        R"("duration": "1990ms", "network": { "latency": "0s" }, "components": { "user": { "kind": "client",
        "arrivals": { "rate": "1/s", "pattern": "even" }, "journeys": { "j": { "steps": [ )" +
        steps + R"( ] } } }, "web": { "kind": "service", )" + web +
        R"(, "endpoints": { "e": { "steps": [ { "work": "10ms" } ] },
                            "late": { "steps": [ { "wait": "5ms" }, { "work": "10ms" } ] } } } }, "timeline": { )" +
        timeline + " }");
    return ms(played.facts.times(What::kAnswered));
}
std::string copies(int count) {
    return R"({ "parallel": [ { "call": "web.e" } ], "count": )" + std::to_string(count) + " }";
}

TEST(Cpu, EqualJobsShareTheCoresEqually) {
    EXPECT_EQ(answered(copies(3), R"("cores": 4)"), Times(3, 10));
    EXPECT_EQ(answered(copies(4), R"("cores": 4)"), Times(4, 10));
    EXPECT_EQ(answered(copies(5), R"("cores": 4)"), Times(5, 12)); // 12.5
    EXPECT_EQ(answered(copies(8), R"("cores": 4)"), Times(8, 20));
    EXPECT_EQ(answered(copies(8), R"("cores": 1)"), Times(8, 80));
    EXPECT_EQ(answered(copies(1), R"("cores": 0.5)"), Times(1, 20));
    EXPECT_EQ(answered(copies(3), R"("cores": 1.5)"), Times(3, 20));
}

TEST(Cpu, AnArrivalInBetweenSlowsWhatIsLeft) {
    // Alone for 5 ms; then two share: the first's other 5 ms take 10; then the second has 5 left.
    EXPECT_EQ(answered(R"({ "parallel": [ { "call": "web.e" }, { "call": "web.late" } ] })", R"("cores": 1)"),
              (Times{15, 20}));
}

TEST(Cpu, ASlowFactorActsOnWhatIsLeft) {
    const std::string slow = R"("s": { "at": "1005ms", "for": "10ms", "slow": "web", "factor": 4 })";
    // 5 ms of work, then 10 ms at a quarter, then the rest.
    EXPECT_EQ(answered(copies(1), R"("cores": 4)", slow), (Times{17}));
    EXPECT_EQ(answered(copies(2), R"("cores": 1)", slow), (Times{27, 27}));
    const std::string fast = R"("s": { "at": "1005ms", "for": "10ms", "slow": "web", "factor": 0.5 })";
    EXPECT_EQ(answered(copies(1), R"("cores": 4)", fast), (Times{7}));
}

TEST(Cpu, SlowFactorsMultiplyAndEndAtExactlyOne) {
    const std::string timeline = R"("a": { "at": "0s", "for": "600ms", "slow": "web", "factor": 3 },
        "b": { "at": "100ms", "for": "300ms", "slow": "web", "factor": 7 },
        "c": { "at": "200ms", "for": "600ms", "slow": "web", "factor": 0.1 })";
    const ScenarioPtr scenario =
        scenario_of(R"("duration": "2s", "components": { "web": { "kind": "service", "replicas": 2,
        "endpoints": { "e": { "steps": [ { "work": "1ms" } ] } } } }, "timeline": { )" +
                    timeline + " }");
    Simulation simulation(scenario, 1);
    const auto speed_at = [&](std::int64_t at_ms) {
        EXPECT_EQ(simulation.run_until(at_ns(at_ms * kMs)), engine::StopReason::kReachedEnd);
        EXPECT_EQ(simulation.world().instances[0].speed, simulation.world().instances[1].speed);
        return simulation.world().instances[0].speed;
    };
    EXPECT_DOUBLE_EQ(speed_at(50), 1.0 / 3);
    EXPECT_DOUBLE_EQ(speed_at(150), 1.0 / 21);
    EXPECT_DOUBLE_EQ(speed_at(250), 1.0 / 2.1);
    EXPECT_DOUBLE_EQ(speed_at(450), 1.0 / 0.3);
    EXPECT_DOUBLE_EQ(speed_at(700), 10.0);
    EXPECT_EQ(speed_at(900), 1.0);
}

TEST(Cpu, BusyCoresIsTheWorkDoneWhileNothingIsSlow) {
    const Played played(
        R"("duration": "20s", "components": { "u": { "kind": "client", "arrivals": { "rate": "150/s" },
        "journeys": { "j": { "steps": [ { "call": "web.e" } ] } } }, "web": { "kind": "service", "cores": 2,
        "endpoints": { "e": { "steps": [ { "work": "10ms" } ] } } } })");
    const auto work = static_cast<double>(played.total("web", "answered_ok")) * 10.0 * kMs;
    EXPECT_NEAR(static_cast<double>(played.total("web", "busy_cores")) / 1000.0, work, 0.01 * work);
}

// --- random jobs
// -------------------------------------------------------------------------------------------------

struct Job {
    double arrived = 0.0;
    double work = 0.0;
    double done = 0.0;
};

/// Shares step by step: `speed(now, n)` is what each of n jobs gets. `changes` are the times at which it
/// jumps.
void integrate(std::vector<Job>& jobs, const std::vector<double>& changes,
               const std::function<double(double, std::size_t)>& speed) {
    std::map<std::size_t, double> left;
    std::size_t next = 0;
    std::size_t change = 0;
    double now = 0.0;
    while (next < jobs.size() || !left.empty()) {
        const double each = left.empty() ? 0.0 : speed(now, left.size());
        double until = next < jobs.size() ? jobs[next].arrived : 1e30;
        if (change < changes.size())
            until = std::min(until, changes[change]);
        std::size_t ends = jobs.size();
        for (const auto& [job, work] : left)
            if (now + work / each <= until) {
                until = now + work / each;
                ends = job;
            }
        for (auto& [job, work] : left)
            work -= (until - now) * each;
        now = until;
        if (ends < jobs.size()) {
            jobs[ends].done = now;
            left.erase(ends);
        } else if (change < changes.size() && changes[change] <= now) {
            ++change;
        } else {
            left[next] = jobs[next].work;
            ++next;
        }
    }
}

struct Load {
    std::string kind = "service";
    double cores = 2.0;
    std::string contention = "";
    std::string slow = "";
    double rate = 100.0;
};

std::string text_of(const Load& load, double cores, const std::string& contention, const std::string& slow) {
    const std::string server =
        load.kind == "service"
            ? R"("kind": "service", "workers": 100000, "endpoints": { "e": { "steps": [ { "work": { "exponential": "10ms" } } ] } })"
            : R"("kind": "database", "max_connections": 100000, "queries": { "e": { "time": { "exponential": "10ms" } } })" +
                  contention;
    const std::string calls = load.kind == "service" ? "server.e" : "gate.e";
    return R"("duration": "4s", "network": { "latency": "0s" }, "components": { "u": { "kind": "client", "arrivals": { "rate": ")" +
           std::to_string(load.rate) +
           R"(/s", "steps": { "stop": { "at": "2s", "rate": "0/s" } } }, "journeys": { "j": { "steps": [ { "call": ")" +
           calls +
           R"(" } ] } } }, "gate": { "kind": "service", "workers": 100000, "pools": { "server": { "size": 100000 } },
           "endpoints": { "e": { "steps": [ { "call": "server.e" } ] } } }, "server": { "cores": )" +
           std::to_string(cores) + ", " + server + R"( } }, "timeline": { )" + slow + " }";
}

std::map<std::uint64_t, Job> jobs_of(const Played& played) {
    std::map<std::uint64_t, Job> jobs;
    const std::uint32_t server = played.component("server");
    for (const Fact& fact : played.facts.of(What::kServed, server))
        jobs[fact.who].arrived = static_cast<double>(fact.time.ns());
    for (const Fact& fact : played.facts.of(What::kAnswered, server))
        jobs[fact.who].done = static_cast<double>(fact.time.ns());
    return jobs;
}

/// The greatest difference in ns between the model and the integrator.
double worst_difference(const Load& load, std::uint64_t seed, const std::vector<double>& changes,
                        const std::function<double(double, std::size_t)>& speed) {
    const bool service = load.kind == "service";
    const std::string pools = R"(, "pools": { "server": { "size": 100000 } })";
    const auto strip = [&](std::string text) { // a pool of a service would be an error
        if (service)
            text.erase(text.find(R"("pools": { "server": { "size": 100000 } },)"), 42);
        return text;
    };
    // The same users ask for the same work: alone on many cores, each job shows its own.
    const Played alone(strip(text_of(load, 50'000, "", "")), seed);
    const Played shared(strip(text_of(load, load.cores, load.contention, load.slow)), seed);
    const std::map<std::uint64_t, Job> found = jobs_of(shared);
    std::vector<std::pair<std::uint64_t, Job>> expected;
    for (const auto& [who, job] : jobs_of(alone))
        expected.push_back({who, {.arrived = job.arrived, .work = job.done - job.arrived}});
    std::sort(expected.begin(), expected.end(),
              [](const auto& a, const auto& b) { return a.second.arrived < b.second.arrived; });
    std::vector<Job> jobs;
    for (const auto& [who, job] : expected)
        jobs.push_back(job);
    integrate(jobs, changes, speed);
    EXPECT_EQ(found.size(), jobs.size());
    EXPECT_GT(jobs.size(), 50U);
    double worst = 0.0;
    for (std::size_t place = 0; place < jobs.size(); ++place)
        worst = std::max(worst, std::abs(found.at(expected[place].first).done - jobs[place].done));
    return worst;
}

TEST(Cpu, RandomJobsEndWhereAnIntegratorSays) {
    for (const double cores : {0.3, 1.0, 2.0, 2.5, 7.0})
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const Load load{.cores = cores, .rate = 70.0 * cores + 20.0};
            const double worst = worst_difference(load, seed, {}, [&](double, std::size_t n) {
                return std::min(1.0, cores / static_cast<double>(n));
            });
            EXPECT_LE(worst, 20.0) << cores << " cores, seed " << seed;
        }
}

TEST(Cpu, RandomJobsEndWhereAnIntegratorSaysThroughSlowTimes) {
    const std::string slow = R"("a": { "at": "500ms", "for": "400ms", "slow": "server", "factor": 3 },
        "b": { "at": "700ms", "for": "900ms", "slow": "server", "factor": 0.4 })";
    const std::vector<double> changes = {0.5e9, 0.7e9, 0.9e9, 1.6e9};
    for (const double cores : {1.0, 4.0})
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const double worst =
                worst_difference({.cores = cores, .slow = slow, .rate = 60.0 * cores}, seed, changes,
                                 [&](double now, std::size_t n) {
                                     double factor = now >= 0.5e9 && now < 0.9e9 ? 3.0 : 1.0;
                                     factor *= now >= 0.7e9 && now < 1.6e9 ? 0.4 : 1.0;
                                     return std::min(1.0, cores / static_cast<double>(n)) / factor;
                                 });
            EXPECT_LE(worst, 20.0) << cores << " cores, seed " << seed;
        }
}

TEST(Contention, FollowsTheUniversalScalabilityLaw) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const Load load{.kind = "database",
                        .cores = 3.0,
                        .contention =
                            R"(, "contention": { "usl": { "contention": 0.05, "coherency": 0.01 } })",
                        .rate = 70.0};
        const double worst = worst_difference(load, seed, {}, [&](double, std::size_t jobs) {
            const auto n = static_cast<double>(jobs);
            return std::min(1.0, 3.0 / n) / (1.0 + 0.05 * (n - 1.0) + 0.01 * n * (n - 1.0));
        });
        EXPECT_LE(worst, 50.0) << "seed " << seed;
    }
}

TEST(Contention, FollowsMeasuredPoints) {
    const Load load{.kind = "database",
                    .cores = 1000.0,
                    .contention = R"(, "contention": { "points": [ { "queries": 2, "speed": 0.8 },
                                     { "queries": 6, "speed": 0.4 }, { "queries": 10, "speed": 0.1 } ] })",
                    .rate = 120.0};
    const auto speed = [](double, std::size_t jobs) {
        const auto n = static_cast<double>(jobs);
        if (n <= 2.0)
            return 0.8;
        if (n <= 6.0)
            return 0.8 - 0.1 * (n - 2.0);
        return n <= 10.0 ? 0.4 - 0.075 * (n - 6.0) : 0.1;
    };
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
        EXPECT_LE(worst_difference(load, seed, {}, speed), 50.0) << "seed " << seed;
}

} // namespace
} // namespace shaketable::models::cpu_test
