#include "tests/theory/retry_storm.hpp"

#include "models/simulation.hpp"
#include "scenarios/compile.hpp"

namespace shaketable::theory {

namespace {

constexpr std::size_t kSpan = 60; // windows of one second

double goodput(const models::Recording& recording, std::size_t first) {
    std::uint64_t good = 0;
    for (const models::JourneyRecord& journey : recording.journeys())
        for (std::size_t window = first; window < first + kSpan; ++window)
            good += journey.windows[window].good;
    return static_cast<double>(good) / static_cast<double>(kSpan);
}

} // namespace

StormVerdict retry_storm(const std::string& variant, std::uint64_t seed) {
    const auto file =
        scenarios::load_file(std::string(SHAKETABLE_SOURCE_DIR) + "/scenarios/library/retry-storm.json");
    SHAKETABLE_ASSERT(file.ok());
    const auto scenario = scenarios::compile(file.value(), variant);
    SHAKETABLE_ASSERT(scenario.ok());
    const models::Scenario& plan = *scenario.value();
    SHAKETABLE_ASSERT(plan.config.window.ns() == engine::kNanosecondsPerSecond);
    models::Simulation simulation(scenario.value(), seed);
    const engine::StopReason reason = simulation.run_until(plan.end);
    SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd);
    simulation.finish_recording();
    const models::Recording& recording = simulation.recording();
    const auto seconds = static_cast<std::size_t>(plan.config.duration.seconds());
    const auto trigger = static_cast<std::size_t>((plan.timeline[0].at - plan.zero).seconds());
    // Journeys of the very last second are in part too young to be judged.
    return StormVerdict{.before = goodput(recording, trigger - kSpan),
                        .after = goodput(recording, seconds - 1 - kSpan)};
}

} // namespace shaketable::theory
