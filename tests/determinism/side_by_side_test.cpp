// Simulations that take turns in one thread do not know of each other: each comes to the end of its run
// alone. Two in two threads are in fingerprints_test.cpp.
#include "tests/determinism/library_runs.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::determinism {
namespace {

/// A simulation, and how far it goes each time that it is its turn.
struct Runner {
    models::Simulation simulation;
    engine::Duration stride;

    [[nodiscard]] bool at_end() const { return simulation.world().now() >= simulation.scenario().end; }
    void take_turn() {
        const engine::Time now = simulation.world().now();
        const engine::Time next = std::min(now + stride, simulation.scenario().end);
        ASSERT_EQ(simulation.run_until(next), engine::StopReason::kReachedEnd);
    }
};

engine::Duration milliseconds(std::int64_t count) { return engine::Duration::from_ns(count * 1'000'000); }

/// The identity of each, after all have come to their ends in turns.
std::vector<Identity> in_turns(std::vector<Runner> runners) {
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (Runner& runner : runners) {
            if (runner.at_end())
                continue;
            runner.take_turn();
            goes_on = true;
        }
    }
    std::vector<Identity> identities;
    for (Runner& runner : runners)
        identities.push_back(identity_of(runner.simulation));
    return identities;
}

TEST(SideBySide, TwoScenariosInTurnsRunAsAlone) {
    const std::vector<LibraryRun> runs = base_runs();
    ASSERT_GE(runs.size(), 2U);
    const std::vector<Identity> together =
        in_turns({{start(runs[0]), milliseconds(700)}, {start(runs[1]), milliseconds(1900)}});
    EXPECT_TRUE(together[0] == run_to_end(start(runs[0]))) << runs[0].name;
    EXPECT_TRUE(together[1] == run_to_end(start(runs[1]))) << runs[1].name;
    EXPECT_NE(together[0].fingerprint, together[1].fingerprint);
}

TEST(SideBySide, AllVariantsOfAScenarioInTurnsRunAsAlone) {
    std::vector<LibraryRun> runs = library_runs();
    std::erase_if(runs, [](const LibraryRun& run) { return !run.name.starts_with("hello "); });
    ASSERT_GE(runs.size(), 3U);
    std::vector<Runner> runners;
    for (const LibraryRun& run : runs)
        runners.push_back({start(run), milliseconds(130 + 70 * std::ssize(runners))});
    const std::vector<Identity> together = in_turns(std::move(runners));
    for (std::size_t place = 0; place < runs.size(); ++place)
        EXPECT_TRUE(together[place] == run_to_end(start(runs[place]))) << runs[place].name;
}

TEST(SideBySide, TwoOfTheSameStayTheSameAndRunAsAlone) {
    for (const LibraryRun& run : base_runs()) {
        Runner one{start(run), milliseconds(1300)};
        Runner two = one;
        while (!one.at_end()) {
            one.take_turn();
            EXPECT_NE(one.simulation.fingerprint(), two.simulation.fingerprint()) << run.name;
            two.take_turn();
            ASSERT_EQ(one.simulation.fingerprint(), two.simulation.fingerprint())
                << run.name << ", at " << one.simulation.world().now().ns();
        }
        const Identity alone = run_to_end(start(run));
        EXPECT_TRUE(identity_of(one.simulation) == alone) << run.name;
        EXPECT_TRUE(identity_of(two.simulation) == alone) << run.name;
    }
}

TEST(SideBySide, TwoSeedsOfTheSameScenarioRunAsAlone) {
    for (const LibraryRun& run : base_runs()) {
        const std::uint64_t seed = run.scenario->config.seed;
        const auto other = [&] { return models::Simulation(run.scenario, seed + 1); };
        const std::vector<Identity> together =
            in_turns({{start(run), milliseconds(900)}, {other(), milliseconds(400)}});
        EXPECT_TRUE(together[0] == run_to_end(start(run))) << run.name;
        EXPECT_TRUE(together[1] == run_to_end(other())) << run.name;
        EXPECT_NE(together[0].fingerprint, together[1].fingerprint) << run.name;
    }
}

} // namespace
} // namespace shaketable::determinism
