// A copy of a world is a world of its own: it goes on when its original is gone, and comes to the undisturbed
// run's end. That a copy made after any number of events does, is in fingerprints_test.cpp.
#include "tests/determinism/library_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace shaketable::determinism {
namespace {

/// Of the whole run, warm-up included.
engine::Time at_share(const models::Scenario& scenario, std::int64_t numerator, std::int64_t denominator) {
    return engine::Time::from_ns(scenario.end.ns() / denominator * numerator);
}

void run_until(models::Simulation& simulation, engine::Time end) {
    ASSERT_EQ(simulation.run_until(end), engine::StopReason::kReachedEnd);
}

/// Takes the memory that was given back, and writes to it.
void reuse_memory() {
    LibraryRun other = base_runs().front();
    EXPECT_NE(run_to_end(models::Simulation(other.scenario, 999)).events, 0U);
}

TEST(Copies, OutliveTheirOriginalAndAllElseThatKnewTheScenario) {
    for (LibraryRun& run : base_runs()) {
        const Identity straight = run_to_end(start(run));
        auto original = std::make_unique<models::Simulation>(start(run));
        run_until(*original, at_share(*run.scenario, 1, 2));
        models::Simulation copy = *original;
        original.reset();
        run.scenario.reset();
        EXPECT_EQ(copy.world().scenario.use_count(), 1);
        reuse_memory();
        EXPECT_TRUE(run_to_end(std::move(copy)) == straight) << run.name;
    }
}

TEST(Copies, OfCopiesEachOfWhichOutlivesTheOneBeforeComeToTheSameEnd) {
    constexpr std::int64_t kCopies = 16;
    for (const LibraryRun& run : base_runs()) {
        auto simulation = std::make_unique<models::Simulation>(start(run));
        for (std::int64_t copy = 1; copy < kCopies; ++copy) {
            run_until(*simulation, at_share(*run.scenario, copy, kCopies));
            simulation = std::make_unique<models::Simulation>(*simulation);
        }
        EXPECT_TRUE(run_to_end(std::move(*simulation)) == run_to_end(start(run))) << run.name;
    }
}

TEST(Copies, GoOnFromWhereTheyWereMadeWhateverTheirOriginalDoes) {
    for (const LibraryRun& run : base_runs()) {
        auto original = std::make_unique<models::Simulation>(start(run));
        run_until(*original, at_share(*run.scenario, 1, 3));
        models::Simulation copy = *original;
        const std::uint64_t then = copy.fingerprint();
        run_until(*original, at_share(*run.scenario, 2, 3));
        EXPECT_NE(original->fingerprint(), then) << run.name;
        EXPECT_EQ(copy.fingerprint(), then) << run.name;
        EXPECT_EQ(copy.world().now(), at_share(*run.scenario, 1, 3)) << run.name;
        run_until(copy, at_share(*run.scenario, 2, 3));
        EXPECT_EQ(copy.fingerprint(), original->fingerprint()) << run.name;
        const Identity straight = run_to_end(std::move(*original));
        original.reset();
        EXPECT_TRUE(run_to_end(std::move(copy)) == straight) << run.name;
    }
}

TEST(Copies, ReplaceASimulationInTheMiddleOfSomethingElse) {
    const std::vector<LibraryRun> runs = base_runs();
    ASSERT_GE(runs.size(), 2U);
    for (std::size_t place = 0; place < runs.size(); ++place) {
        const LibraryRun& run = runs[place];
        const LibraryRun& other = runs[(place + 1) % runs.size()];
        auto original = std::make_unique<models::Simulation>(start(run));
        run_until(*original, at_share(*run.scenario, 1, 2));
        models::Simulation replaced = start(other);
        run_until(replaced, at_share(*other.scenario, 1, 4));
        replaced = *original;
        original.reset();
        EXPECT_TRUE(run_to_end(std::move(replaced)) == run_to_end(start(run))) << run.name;
    }
}

} // namespace
} // namespace shaketable::determinism
