// A crowd on few cores: fifty requests on four, against the closed form and against an account kept event by
// event in whole numbers.
#include "engine/random.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <numeric>

namespace shaketable::models::cpu_crowd_test {
namespace {

constexpr std::int64_t kCores = 4;
constexpr std::size_t kCrowd = 50;

/// Begins to compute at `at_ns` and has `work_ns` to do, on a core of its own.
struct Job {
    std::int64_t at_ns = 0;
    std::int64_t work_ns = 0;
};
using Jobs = std::vector<Job>;

Jobs at_once(const Times& works) {
    Jobs jobs;
    for (const std::int64_t work : works)
        jobs.push_back({.work_ns = work});
    return jobs;
}

/// All jobs are asked for at 1 s; times count from there.
Played played(const Jobs& jobs) {
    std::string calls;
    std::string endpoints;
    for (std::size_t number = 0; number < jobs.size(); ++number) {
        const std::string comma = number == 0 ? "" : ", ";
        const std::string name = "e" + std::to_string(number);
        calls += comma + R"({ "call": "web.)" + name + R"(" })";
        endpoints += comma + '"' + name + R"(": { "steps": [ { "wait": ")" +
                     std::to_string(jobs[number].at_ns) + R"(ns" }, { "work": ")" +
                     std::to_string(jobs[number].work_ns) + R"(ns" } ] })";
    }
    return Played(R"("duration": "4s", "network": { "latency": "0s" }, "components": {
        "user": { "kind": "client", "arrivals": { "rate": "1/s", "pattern": "even",
                                                  "steps": { "stop": { "at": "1500ms", "rate": "0/s" } } },
                  "journeys": { "j": { "steps": [ { "parallel": [ )" +
                  calls + R"( ] } ] } } },
        "web": { "kind": "service", "cores": )" +
                  std::to_string(kCores) + R"(, "endpoints": { )" + endpoints + " } } }");
}

/// Those who ask at one instant arrive in the order of their calls.
Times ends(const Played& run) {
    std::map<std::uint64_t, std::int64_t> answered;
    for (const Fact& fact : run.facts.of(What::kAnswered))
        answered[fact.who] = fact.time.ns() - kSecond;
    Times result;
    for (const Fact& fact : run.facts.of(What::kArrived))
        result.push_back(answered.at(fact.who));
    return result;
}
Times ends(const Jobs& jobs) { return ends(played(jobs)); }

/// Work in parts of a nanosecond that any number of requests up to the crowd's divides, so that each one's
/// share of the cores is a whole number of them. Ends round to the nearest nanosecond, as docs/physics.md
/// says.
class Account {
  public:
    explicit Account(const Jobs& jobs) : jobs_(jobs), ends_(jobs.size()), order_(jobs.size()) {
        for (std::int64_t n = 2; n <= static_cast<std::int64_t>(kCrowd); ++n)
            parts_ *= n / std::gcd(static_cast<std::int64_t>(parts_ % n), n);
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::stable_sort(order_.begin(), order_.end(),
                         [this](std::size_t a, std::size_t b) { return jobs_[a].at_ns < jobs_[b].at_ns; });
    }

    [[nodiscard]] Times settle() {
        while (begun_ < jobs_.size() || !left_.empty()) {
            const std::int64_t ends = left_.empty() ? kNever : next_end();
            const std::int64_t begins = begun_ < jobs_.size() ? jobs_[order_[begun_]].at_ns : kNever;
            EXPECT_NE(begins, ends) << "who comes first is not the account's to say";
            tied_ = tied_ || (ends < begins && (2 * left_.at(least()) + share()) % (2 * share()) == 0);
            advance(std::min(begins, ends));
            if (begins < ends)
                begin();
            else
                end();
        }
        return ends_;
    }
    /// Whether an end fell in the middle between two nanoseconds: both are the nearest, and the last bit of a
    /// double may decide.
    [[nodiscard]] bool tied() const { return tied_; }

  private:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

    [[nodiscard]] Wide share() const { // of each, in a nanosecond
        const auto n = static_cast<std::int64_t>(left_.size());
        return n <= kCores ? parts_ : parts_ * kCores / n;
    }
    [[nodiscard]] std::size_t least() const {
        const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
        return std::min_element(left_.begin(), left_.end(), less)->first;
    }
    [[nodiscard]] std::int64_t next_end() const {
        const Wide left = std::max<Wide>(left_.at(least()), 0);
        return now_ns_ + static_cast<std::int64_t>((2 * left + share()) / (2 * share()));
    }
    void advance(std::int64_t to_ns) {
        if (!left_.empty()) {
            const Wide done = (to_ns - now_ns_) * share();
            for (auto& [job, left] : left_)
                left -= done;
        }
        now_ns_ = to_ns;
    }
    void begin() {
        const std::size_t job = order_[begun_++];
        left_[job] = jobs_[job].work_ns * parts_;
    }
    void end() {
        const std::size_t job = least();
        ends_[job] = now_ns_;
        left_.erase(job);
    }

    const Jobs& jobs_;
    Times ends_;
    std::vector<std::size_t> order_; // by their beginning
    Wide parts_ = 1;                 // in a nanosecond
    std::map<std::size_t, Wide> left_;
    std::size_t begun_ = 0;
    std::int64_t now_ns_ = 0;
    bool tied_ = false;
};

/// Uniform between the two, the same at every call.
std::int64_t drawn(std::uint64_t what, std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(engine::mix(what) % static_cast<std::uint64_t>(most - least));
}

TEST(CpuCrowd, EqualRequestsEndTogetherAfterFiftyQuartersOfTheirWork) {
    EXPECT_EQ(ends(at_once(Times(kCrowd, 10 * kMs))), Times(kCrowd, 125 * kMs));
    EXPECT_EQ(ends(at_once(Times(kCrowd, 7 * kMs))), Times(kCrowd, 87'500 * kUs));
    EXPECT_EQ(ends(at_once(Times(kCrowd, 3'333'331))), Times(kCrowd, 41'666'638)); // ...637.5
}

TEST(CpuCrowd, KeepsAllCoresBusyAndAllRequestsInService) {
    const Played run = played(at_once(Times(kCrowd, 10 * kMs)));
    EXPECT_EQ(run.total("web", "busy_cores"), 1000 * kCores * 125 * kMs);
    EXPECT_EQ(run.total("web", "in_service"), std::int64_t{kCrowd} * 125 * kMs);
}

// While n are left each gets min(1, 4/n): between two ends pass (what the next one has more to do) x max(1,
// n/4).
TEST(CpuCrowd, UnequalRequestsEndWhereTheClosedFormSays) {
    Times works;
    Times expected;
    std::int64_t end = 0;
    for (std::int64_t number = 1; number <= std::int64_t{kCrowd}; ++number) {
        works.push_back(number * kCores * kMs);
        end += std::max(kCores, std::int64_t{kCrowd} + 1 - number) * kMs;
        expected.push_back(end);
    }
    EXPECT_EQ(expected[0], 50 * kMs);
    EXPECT_EQ(expected[46], 1269 * kMs); // the last that shares: 47 x 51 - 47 x 48 / 2
    EXPECT_EQ(expected[49], 1281 * kMs);
    EXPECT_EQ(ends(at_once(works)), expected);
    std::reverse(works.begin(), works.end());
    std::reverse(expected.begin(), expected.end());
    EXPECT_EQ(ends(at_once(works)), expected);
}

/// The closed form of works in ascending order, all at once.
std::vector<double> closed_form(const Times& works) {
    std::vector<double> result;
    double end = 0.0;
    std::int64_t before = 0;
    for (const std::int64_t work : works) {
        const auto left = static_cast<double>(works.size() - result.size());
        end += static_cast<double>(work - before) * std::max(1.0, left / static_cast<double>(kCores));
        before = work;
        result.push_back(end);
    }
    return result;
}

Times drawn_works(std::uint64_t seed, std::int64_t multiple_of) {
    Times works;
    for (std::size_t number = 0; number < kCrowd; ++number)
        works.push_back(drawn(seed * kCrowd + number, 100'000, 100 * kMs / multiple_of) * multiple_of);
    return works;
}

TEST(CpuCrowd, AnyRequestsEndWhereTheClosedFormSays) {
    for (std::uint64_t seed = 0; seed < 20; ++seed)
        for (const std::int64_t multiple_of : {kCores, std::int64_t{1}}) {
            Times works = drawn_works(seed, multiple_of);
            Times actual = ends(at_once(works));
            std::sort(works.begin(), works.end());
            std::sort(actual.begin(), actual.end());
            const std::vector<double> expected = closed_form(works);
            // Multiples of four end at whole nanoseconds. Else an end is off by a half at most, which moves
            // those after it by 1/n of that, and the sum of 1/n is below 4.5.
            const double allowed = multiple_of == kCores ? 0.0 : 0.5 + 0.5 * 4.5;
            for (std::size_t place = 0; place < kCrowd; ++place)
                EXPECT_NEAR(static_cast<double>(actual[place]), expected[place], allowed)
                    << "seed " << seed << ", the end number " << place;
        }
}

/// Whether it was demanded to the nanosecond.
bool expect_as_accounted(const Jobs& jobs, std::uint64_t seed) {
    Account account(jobs);
    const Times expected = account.settle();
    const Times actual = ends(jobs);
    for (std::size_t place = 0; place < jobs.size(); ++place)
        EXPECT_LE(std::abs(actual[place] - expected[place]), account.tied() ? 3 : 0)
            << "seed " << seed << ", the job number " << place;
    return !account.tied();
}

TEST(CpuCrowd, RequestsThatComeOneAfterTheOtherEndWhereTheAccountSays) {
    int exact = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Jobs jobs;
        for (std::size_t number = 0; number < kCrowd; ++number)
            jobs.push_back({.at_ns = drawn(2 * (seed * kCrowd + number), 0, 60 * kMs),
                            .work_ns = drawn(2 * (seed * kCrowd + number) + 1, 5 * kMs, 45 * kMs)});
        exact += expect_as_accounted(jobs, seed) ? 1 : 0;
    }
    EXPECT_GE(exact, 20) << "of 40";
}

TEST(CpuCrowd, AWorkOfOneNanosecondMoreIsSeen) {
    Jobs jobs = at_once(Times(kCrowd, 10 * kMs));
    ++jobs[0].work_ns;
    EXPECT_NE(ends(jobs), Times(kCrowd, 125 * kMs));
    EXPECT_EQ(ends(jobs), Account(jobs).settle());
}

} // namespace
} // namespace shaketable::models::cpu_crowd_test
