// The world is a value: a copy goes on as the original would, and simulations share nothing.
#include "tests/models/tiny.hpp"
#include "tests/support/random_scenario.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

namespace shaketable::models::world_value_test {
namespace {

const engine::Time kEnd = at_ns(2 * kSecond);

struct Ending {
    explicit Ending(const Simulation& simulation)
        : fingerprint(simulation.fingerprint()),
          recording(digest(simulation.recording())),
          world(digest(simulation.world())) {}
    bool operator==(const Ending&) const = default;

    std::uint64_t fingerprint = 0;
    std::uint64_t recording = 0;
    std::uint64_t world = 0;
};

void finish(Simulation& simulation) {
    ASSERT_EQ(simulation.run_until(kEnd), engine::StopReason::kReachedEnd);
    simulation.finish_recording();
}
Ending ending_of(Simulation simulation) {
    finish(simulation);
    return Ending(simulation);
}

TEST(World, ACopyTakenAfterAnyNumberOfEventsEndsTheSame) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const ScenarioPtr scenario = compiled(random_file(seed, true));
        const Ending expected = ending_of(Simulation(scenario, seed));
        Simulation walking(scenario, seed);
        for (int stops = 0; walking.world().now() < kEnd && stops < 120; ++stops) {
            ASSERT_EQ(ending_of(walking), expected)
                << "seed " << seed << ", after " << walking.world().clockwork.events;
            run_events(walking, kEnd, static_cast<std::uint64_t>(1 + stops * stops / 9));
        }
    }
}

TEST(World, ACopyOutlivesTheOriginal) {
    auto original = std::make_unique<Simulation>(compiled(random_file(7, true)), 7);
    const Ending expected = ending_of(*original);
    run_events(*original, kEnd, 1000);
    Simulation copy = *original;
    original.reset();
    EXPECT_EQ(ending_of(copy), expected);
}

TEST(World, ARunInPiecesIsARunInOne) {
    const ScenarioPtr scenario = compiled(random_file(9, true));
    Simulation pieces(scenario, 9);
    for (std::int64_t end = 0; end <= kEnd.ns(); end += 13 * kMs)
        ASSERT_EQ(pieces.run_until(at_ns(end)), engine::StopReason::kReachedEnd);
    EXPECT_EQ(ending_of(pieces), ending_of(Simulation(scenario, 9)));
}

TEST(World, AnObserverChangesNothingAndIsNotCopied) {
    const ScenarioPtr scenario = compiled(random_file(11, true));
    Facts facts;
    Simulation watched(scenario, 11);
    watched.observe(&facts);
    run_events(watched, kEnd, 500);
    const std::size_t seen = facts.all.size();
    Simulation copy = watched;
    finish(copy);
    EXPECT_EQ(facts.all.size(), seen);
    finish(watched);
    EXPECT_GT(facts.all.size(), seen);
    EXPECT_EQ(Ending(watched), Ending(copy));
}

TEST(World, TwoSimulationsInterleavedRunAsAlone) {
    Simulation one(compiled(random_file(12, true)), 1);
    Simulation two(compiled(random_file(13, true)), 2);
    const Ending one_alone = ending_of(one);
    const Ending two_alone = ending_of(two);
    while (one.world().now() < kEnd || two.world().now() < kEnd)
        for (Simulation* simulation : {&one, &two})
            run_events(*simulation, kEnd, 37);
    EXPECT_EQ(ending_of(one), one_alone);
    EXPECT_EQ(ending_of(two), two_alone);
}

TEST(World, TwoSimulationsInTwoThreadsRunAsAlone) {
    const ScenarioPtr scenario = compiled(random_file(14, true)); // shared by both
    std::vector<Ending> endings(4, Ending(Simulation(scenario, 1)));
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t place = 0; place < 4; ++place)
            threads.emplace_back(
                [&, place] { endings[place] = ending_of(Simulation(scenario, 1 + place % 2)); });
    }
    EXPECT_EQ(endings[0], ending_of(Simulation(scenario, 1)));
    EXPECT_EQ(endings[1], ending_of(Simulation(scenario, 2)));
    EXPECT_EQ(endings[2], endings[0]);
    EXPECT_EQ(endings[3], endings[1]);
    EXPECT_FALSE(endings[0] == endings[1]);
}

// --- common random numbers
// ---------------------------------------------------------------------------------------

std::string shop(const std::string& policy, const std::string& more = "", const std::string& timeline = "") {
    return R"("duration": "2s", "policies": { "p": { )" + policy +
           R"( } }, "components": { "user": { "kind": "client",
        "arrivals": { "rate": "200/s" }, "journeys": { "j": { "steps": [ { "call": "web.e", "policy": "p" } ] } } },
        "web": { "kind": "service", "endpoints": { "e": { "steps": [ { "work": { "exponential": "3ms" } } ] } } } )" +
           more + R"( }, "timeline": { )" + timeline + " }";
}

std::vector<std::uint64_t> fingerprints(const Played& played) {
    return {played.simulation.fingerprint_of(played.component("user")),
            played.simulation.fingerprint_of(played.component("web"))};
}

TEST(CommonRandomNumbers, APolicyThatIsNeverNeededChangesNothing) {
    const auto plain = fingerprints(Played(shop("")));
    EXPECT_EQ(fingerprints(
                  Played(shop(R"("timeout": "10s", "overall_timeout": "60s", "retry": { "attempts": 5 })"))),
              plain);
    EXPECT_NE(fingerprints(Played(shop(R"("timeout": "5ms", "retry": { "attempts": 5 })"))), plain);
}

TEST(CommonRandomNumbers, AnotherComponentChangesNothing) {
    const auto plain = fingerprints(Played(shop("")));
    EXPECT_EQ(fingerprints(Played(
                  shop("", R"(, "other": { "kind": "client", "arrivals": { "rate": "300/s" }, "journeys": {
        "j": { "steps": [ { "wait": { "exponential": "3ms" } } ] } } })"))),
              plain);
}

TEST(CommonRandomNumbers, EverythingBeforeTheFirstDifferenceIsTheSame) {
    const Played plain(shop(""));
    const Played hurt(shop("", "", R"("down": { "at": "1s", "for": "100ms", "slow": "web", "factor": 9 })"));
    const auto before = [](const Played& played) {
        std::vector<std::uint64_t> words;
        for (const Fact& fact : played.facts.all)
            if (fact.time < at_ns(kSecond))
                words.insert(words.end(), {static_cast<std::uint64_t>(fact.time.ns()), fact.who,
                                           static_cast<std::uint64_t>(fact.what)});
        return words;
    };
    EXPECT_EQ(before(hurt), before(plain));
    // Afterwards too, the same users ask at the same times.
    EXPECT_EQ(hurt.facts.times(What::kJourneyBegan), plain.facts.times(What::kJourneyBegan));
    EXPECT_NE(hurt.facts.times(What::kJourneyEnded), plain.facts.times(What::kJourneyEnded));
}

TEST(CommonRandomNumbers, AnotherSeedIsAnotherRun) {
    const ScenarioPtr scenario = scenario_of(shop(""));
    EXPECT_NE(fingerprints(Played(scenario, 1)), fingerprints(Played(scenario, 2)));
}

} // namespace
} // namespace shaketable::models::world_value_test
