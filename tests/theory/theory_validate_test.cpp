// ./dev validate: every closed form at 20 seeds and two fifths of the tolerances, loads up to 0.95, the
// verdict of the retry storm and the expectations of the whole library at 20 seeds. With
// SHAKETABLE_WRITE_PHYSICS=1 it writes what it measured into docs/physics.md.
#include "analysis/run.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"
#include "tests/theory/forks.hpp"
#include "tests/theory/physics_page.hpp"
#include "tests/theory/policies.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/retries.hpp"
#include "tests/theory/retry_storm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace shaketable::theory {
namespace {

class ClosedForms : public testing::Test {
  protected:
    static void gather(const ComparisonList& comparisons) { table_.gather(comparisons); }
    static void TearDownTestSuite() { table_.write_if_complete(); }

  private:
    static inline PageTable table_{"closed forms"};
};

TEST_F(ClosedForms, OfMM1HoldAtLoadsUpTo95Percent) {
    for (const double load : {0.5, 0.8, 0.9, 0.95})
        gather(compare_mm1(load, thorough()));
}

TEST_F(ClosedForms, OfMMcHold) {
    for (const int servers : {1, 2, 5, 10, 20, 50, 100})
        gather(compare_mmc(servers, thorough()));
}

TEST_F(ClosedForms, OfLossSystemsHold) {
    const std::vector<LossSystem> systems = {{1, 0.5}, {10, 5},   {10, 10},  {15, 10},
                                             {20, 10}, {100, 90}, {100, 100}};
    for (const LossSystem& system : systems)
        gather(compare_erlang_b(system, thorough()));
}

TEST_F(ClosedForms, OfLossSystemsHoldWhateverTheDistributionOfService) {
    for (LossSystem system : {LossSystem{1, 0.5}, LossSystem{10, 10}, LossSystem{100, 100}})
        for (const Service service : {Service::kConstant, Service::kLognormal4, Service::kHyperexponential}) {
            system.service = family_of(service).work;
            gather(compare_erlang_b(system, thorough()));
        }
}

TEST_F(ClosedForms, OfFiniteQueuesHold) {
    for (const FiniteStation& station :
         {FiniteStation{0.8, 10}, FiniteStation{1.0, 10}, FiniteStation{1.5, 10}, FiniteStation{0.9, 20},
          FiniteStation{2.0, 100}})
        gather(compare_mm1k(station, thorough()));
}

TEST_F(ClosedForms, OfGeneralServiceHold) {
    for (const Service service : {Service::kConstant, Service::kErlang2, Service::kExponential,
                                  Service::kLognormal1, Service::kHyperexponential, Service::kLognormal4})
        gather(compare_mg1(service, thorough()));
}

TEST_F(ClosedForms, OfClosedUsersHold) {
    for (const int users : {1, 5, 10, 11, 15, 20, 50})
        gather(compare_closed(users, thorough()));
}

TEST_F(ClosedForms, OfTheTandemHold) { gather(compare_tandem(thorough())); }

class ProcessorSharing : public testing::Test {
  protected:
    static void TearDownTestSuite() { table_.write_if_complete(); }
    static inline PageTable table_{"processor sharing"};
};

TEST_F(ProcessorSharing, DependsOnTheMeanOfServiceAlone) {
    for (const Service service : {Service::kConstant, Service::kErlang2, Service::kExponential,
                                  Service::kLognormal1, Service::kHyperexponential, Service::kLognormal4})
        table_.gather(compare_mg1_sharing(service, thorough()));
}

class ForksAndRetries : public testing::Test {
  protected:
    static void gather(const ComparisonList& comparisons) { table_.gather(comparisons); }
    static void TearDownTestSuite() { table_.write_if_complete(); }

  private:
    static inline PageTable table_{"forks and retries"};
};

TEST_F(ForksAndRetries, LastAsTheLongestOfTheirCalls) {
    for (const int branches : {2, 5, 10, 100, 1000})
        gather(compare_fork_join({.branches = branches}, thorough()));
}

TEST_F(ForksAndRetries, MeetASlowCallAsOftenAsChanceSays) {
    gather(compare_fan_out({.calls = 100, .slow = 0.01}, thorough()));
    gather(compare_fan_out({.calls = 1000, .slow = 0.001}, thorough()));
    Effort affordable = thorough(); // already some 700 million calls
    affordable.tolerance = 1.0;
    gather(compare_fan_out({.calls = 2000, .slow = 0.0001}, affordable));
}

TEST_F(ForksAndRetries, TakeAsManyAttemptsAsChanceSays) {
    gather(compare_attempts({.failure = 0.1, .attempts = 3}, thorough()));
    gather(compare_attempts({.failure = 0.5, .attempts = 4}, thorough()));
    gather(compare_attempts({.failure = 0.9, .attempts = 4}, thorough()));
}

TEST_F(ForksAndRetries, MultiplyOverALeafThatIsDownAndHardlyOverOneThatIsUp) {
    gather(compare_layers({.layers = 3, .attempts = 4}, thorough()));
    gather(compare_layers({.layers = 5, .attempts = 3}, thorough()));
    for (const int layers : {1, 2, 3})
        gather(compare_layers({.layers = layers, .attempts = 3, .failure = 0.5}, thorough()));
}

class Policies : public testing::Test {
  protected:
    static void TearDownTestSuite() { table_.write_if_complete(); }
    static inline PageTable table_{"policies"};
};

TEST_F(Policies, FeedBackThroughRetriesAsJacksonSays) { table_.gather(compare_feedback(thorough())); }

TEST_F(Policies, ChooseAmongReplicasAsTheSupermarketModelSays) {
    for (const int choices : {2, 3, 1})
        for (const double load : {0.5, 0.7, 0.8, 0.9})
            table_.gather(compare_power_of_d({.choices = choices, .load = load}, thorough()));
    for (const int choices : {2, 3})
        table_.gather(compare_power_of_d({.choices = choices, .load = 0.95}, thorough()));
    table_.gather(compare_power_of_d_tail({.choices = 2, .load = 0.9}, 5, thorough()));
}

TEST_F(Policies, ThrottleToKTimesTheCapacity) {
    for (const double k : {2.0, 1.1})
        table_.gather(compare_throttling(k, thorough()));
}

struct Shares {
    double lowest = 1e9;
    double highest = 0.0;
};

Shares shares_of(const std::string& variant) {
    Shares shares;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const double share = retry_storm(variant, seed).share();
        shares.lowest = std::min(shares.lowest, share);
        shares.highest = std::max(shares.highest, share);
    }
    return shares;
}

std::string row_of(const std::string& variant, const std::string& expected, const Shares& shares) {
    char text[160];
    std::snprintf(text, sizeof text, "| %s | %s | %.1f %% | %.1f %% |\n", variant.c_str(), expected.c_str(),
                  100.0 * shares.lowest, 100.0 * shares.highest);
    return text;
}

TEST(RetryStorm, HasTheSameVerdictAtTwentySeeds) {
    const Shares naive = shares_of("naive");
    const Shares jitter = shares_of("full-jitter");
    const Shares single = shares_of("single-attempt");
    EXPECT_LT(naive.highest, 0.5);
    EXPECT_LT(jitter.highest, 0.5);
    EXPECT_GE(single.lowest, 0.95);
    if (writes_physics())
        rewrite_section("retry storm",
                        "| variant | expected | lowest of 20 seeds | highest |\n|---|---|---:|---:|\n" +
                            row_of("naive", "below 50 %", naive) +
                            row_of("full-jitter", "below 50 %", jitter) +
                            row_of("single-attempt", "at least 95 %", single));
}

std::string broken_of(const analysis::Result& result) {
    std::string text;
    for (const analysis::ExpectationResult& expectation : result.expectations)
        if (!expectation.holds)
            text += expectation.name + ": " + expectation.expected + ", was " + expectation.measured + "\n";
    return text;
}

TEST(Library, DoesInEachVariantWhatItExpectsAtTwentySeeds) {
    for (const scenarios::LibraryEntry& entry :
         scenarios::library_entries(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library")) {
        const auto file = scenarios::load_file(entry.path);
        ASSERT_TRUE(file.ok()) << entry.path;
        for (const std::string_view variant : file.value().variant_names()) {
            const auto scenario = scenarios::compile(file.value(), variant);
            ASSERT_TRUE(scenario.ok()) << entry.path;
            for (std::uint64_t seed = 1; seed <= 20; ++seed) {
                const analysis::Result result = analysis::run_variant(scenario.value(), {.seed = seed});
                EXPECT_TRUE(result.meets_expectations())
                    << entry.name << " " << variant << ", seed " << seed << "\n"
                    << broken_of(result);
            }
        }
    }
}

} // namespace
} // namespace shaketable::theory
