// Random small scenarios, run to the end with assertions on.
#include "tests/models/invariants.hpp"
#include "tests/models/random_scenario.hpp"
#include "tests/models/tiny.hpp"

#include <gtest/gtest.h>

namespace shaketable::models {
namespace {

constexpr std::uint64_t kScenarios = 300;

/// Runs a few events at a time and looks at the world in between.
void run_watched(Simulation& simulation, engine::Time end, std::uint64_t stride) {
    while (simulation.world().now() < end) {
        run_events(simulation, end, stride + simulation.world().live_frames); // counting costs as much as there is
        const std::string broken = broken_invariant(simulation);
        ASSERT_EQ(broken, "") << "at " << simulation.world().now().ns() << " ns, event "
                              << simulation.world().clockwork.events;
    }
}

TEST(RandomScenarios, KeepTheirInvariantsAndDrain) {
    for (std::uint64_t seed = 1; seed <= kScenarios; ++seed) {
        const std::string file = random_file(seed, false);
        SCOPED_TRACE(testing::Message() << "seed " << seed << "\n" << file);
        Simulation simulation(compiled(file), seed);
        run_watched(simulation, simulation.scenario().end, 1 + seed * 7 % 40);
        if (HasFatalFailure())
            return;
        ASSERT_EQ(left_behind(simulation), "");
    }
}

TEST(RandomScenarios, RunTwiceAndFromACopyAreEqual) {
    for (std::uint64_t seed = 1; seed <= kScenarios; ++seed) {
        const std::string file = random_file(seed, true);
        SCOPED_TRACE(testing::Message() << "seed " << seed << "\n" << file);
        const ScenarioPtr scenario = compiled(file);
        const engine::Time end = at_ns(3 * kSecond);
        Simulation first(scenario, seed);
        ASSERT_EQ(first.run_until(end), engine::StopReason::kReachedEnd);
        Simulation second(scenario, seed);
        run_events(second, end, 1 + first.world().clockwork.events * (seed % 7) / 7);
        Simulation copy = second;
        ASSERT_EQ(digest(copy.world()), digest(second.world()));
        for (Simulation* later : {&second, &copy}) {
            ASSERT_EQ(later->run_until(end), engine::StopReason::kReachedEnd);
            ASSERT_EQ(later->fingerprint(), first.fingerprint());
            ASSERT_EQ(digest(later->world()), digest(first.world()));
            ASSERT_EQ(digest(later->recording()), digest(first.recording()));
        }
    }
}

} // namespace
} // namespace shaketable::models
