// Two halves of one scenario that nothing connects: whatever is changed in one, the other notices nothing.
#include "tests/models/tiny.hpp"
#include "tests/support/random_scenario.hpp"

#include <gtest/gtest.h>

#include <map>

namespace shaketable::models::halves_test {
namespace {

ScenarioParts with(ScenarioParts parts, const ScenarioParts& more) {
    parts.components = joined(parts.components, more.components);
    parts.shards = joined(parts.shards, more.shards);
    parts.policies = joined(parts.policies, more.policies);
    parts.timeline = joined(parts.timeline, more.timeline);
    return parts;
}

/// The fingerprints of the components whose name begins with `prefix`.
std::map<std::string, std::uint64_t> fingerprints(const ScenarioParts& parts, std::uint64_t seed,
                                                  char prefix) {
    Simulation simulation(compiled(file_of(parts, R"({ "exponential": "1ms" })")), seed);
    EXPECT_EQ(simulation.run_until(at_ns(4 * kSecond)), engine::StopReason::kReachedEnd);
    std::map<std::string, std::uint64_t> found;
    for (std::uint32_t index = 0; index < simulation.scenario().components.size(); ++index)
        if (const std::string& name = simulation.scenario().components[index].name; name.front() == prefix)
            found[name] = simulation.fingerprint_of(index);
    return found;
}

TEST(DisconnectedHalves, DoNotNoticeEachOther) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        const ScenarioParts left = random_parts(seed, {.prefix = "left", .faults = true, .endless = true});
        const ScenarioParts quiet =
            random_parts(1000 + seed, {.prefix = "right", .faults = false, .endless = true});
        const ScenarioParts stormy =
            random_parts(2000 + seed, {.prefix = "right", .faults = true, .endless = true});
        const auto alone = fingerprints(left, seed, 'l');
        ASSERT_GE(alone.size(), 2U);
        ASSERT_EQ(fingerprints(with(left, quiet), seed, 'l'), alone);
        ASSERT_EQ(fingerprints(with(stormy, left), seed, 'l'), alone);
    }
}

TEST(DisconnectedHalves, AreDisturbedByWhatTouchesThem) {
    const ScenarioParts left = random_parts(3, {.prefix = "left", .faults = true, .endless = true});
    const ScenarioParts right = random_parts(4, {.prefix = "right", .faults = true, .endless = true});
    ScenarioParts touched = left;
    touched.timeline =
        joined(touched.timeline, R"("touch": { "at": "500ms", "slow": "lefts0", "factor": 3 })");
    EXPECT_NE(fingerprints(with(touched, right), 7, 'l'), fingerprints(with(left, right), 7, 'l'));
    EXPECT_EQ(fingerprints(with(touched, right), 7, 'r'), fingerprints(with(left, right), 7, 'r'));
    EXPECT_NE(fingerprints(with(left, right), 8, 'l'), fingerprints(with(left, right), 7, 'l'));
}

constexpr const char* kClientsOfBoth =
    R"("u": { "kind": "client", "arrivals": { "rate": "200/s", "pattern": "even" },
    "journeys": { "j": { "steps": [ { "call": "s.e", "policy": "p" } ] } } })";

// The order in which a crash loses what is in flight must not come from where frames happen to be kept.
TEST(DisconnectedHalves, ACrashLosesItsRequestsInAnOrderOfItsOwn) {
    const std::string half =
        joined(kClientsOfBoth, R"("s": { "kind": "service", "endpoints": { "e": { "steps": [
        { "parallel": [ { "call": "t.e" } ], "count": 3 } ] } } }, "t": { "kind": "service", "endpoints": { "e": {
        "steps": [ { "wait": { "uniform": { "min": "0s", "max": "90ms" } } } ] } } })");
    const ScenarioParts left{.components = half,
                             .policies = R"("p": { "retry": { "attempts": 3, "backoff": "none" } })",
                             .timeline = R"("c": { "at": "1s", "for": "20ms", "crash": "t" })",
                             .edges = {}};
    const ScenarioParts right{.components =
                                  R"("xu": { "kind": "client", "arrivals": { "rate": "500/s" }, "journeys":
        { "j": { "steps": [ { "wait": { "exponential": "20ms" } } ] } } })",
                              .policies = {},
                              .timeline = {},
                              .edges = {}};
    for (const char prefix : {'u', 's', 't'})
        EXPECT_EQ(fingerprints(left, 1, prefix), fingerprints(with(left, right), 1, prefix)) << prefix;
}

} // namespace
} // namespace shaketable::models::halves_test
