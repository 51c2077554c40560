#include "analysis/journey_tally.hpp"

#include "analysis/percentiles.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

/// Whether a frame is a journey of this kind, in the figures, and not answered yet.
bool is_unanswered(const models::Frame& frame, std::uint32_t journey) {
    return frame.state != models::FrameState::kFree && frame.is_journey && frame.counted && !frame.replied &&
           frame.journey == journey;
}

/// Only where the run was stopped early: a run that came to its end recorded none so young.
void take_out_the_young(std::vector<JourneyTally>& windows, const models::World& world,
                        const MeasuredSpan& span, std::uint32_t journey) {
    const engine::Duration good_within = world.scenario->journeys[journey].good_within;
    for (const models::Frame& frame : world.frames) {
        if (!is_unanswered(frame, journey) || world.now() - frame.since >= good_within)
            continue;
        JourneyTally& window =
            windows[static_cast<std::size_t>((frame.since - span.zero).ns() / span.window.ns())];
        --window.outcomes[kUnfinished];
        ++window.pending;
    }
}

} // namespace

void JourneyTally::add(const JourneyTally& other) {
    for (std::size_t reason = 0; reason < kReasons; ++reason)
        outcomes[reason] += other.outcomes[reason];
    pending += other.pending;
    attempts += other.attempts;
    asked += other.asked;
    latency.add(other.latency);
}

void LatencySum::add(const LatencySum& other) {
    sum_ns += other.sum_ns;
    max = std::max(max, other.max);
}

std::vector<JourneyTally> window_tallies(const models::Simulation& simulation, const MeasuredSpan& span,
                                         std::uint32_t journey) {
    const models::SharedList<models::JourneyWindow>& recorded =
        simulation.recording().journeys()[journey].windows;
    const bool judged = simulation.scenario().journeys[journey].has_good_within;
    // A run that was stopped at the very beginning of a window has recorded in it already.
    std::vector<JourneyTally> windows(std::max(span.windows(), recorded.size()));
    for (std::size_t index = 0; index < recorded.size(); ++index) {
        const models::JourneyWindow& from = recorded[index];
        JourneyTally& to = windows[index];
        std::copy(from.outcomes.begin(), from.outcomes.end(), to.outcomes.begin());
        const std::uint64_t unfinished = from.begun - from.ended();
        (judged ? to.outcomes[kUnfinished] : to.pending) = unfinished;
        to.attempts = from.attempts;
        to.asked = from.begun;
        to.latency = from.latency;
    }
    if (judged)
        take_out_the_young(windows, simulation.world(), span, journey);
    return windows;
}

LatencySum latency_sum(const models::JourneyRecord& record) {
    return {.sum_ns = LatencySum::Wide{record.latency_sum_high} << 64U | record.latency_sum_low,
            .max = engine::Duration::from_ns(record.latency_max_ns)};
}

JourneyFigures figures_of(const JourneyTally& tally, const LatencySum& sum) {
    const std::uint64_t offered = tally.offered();
    JourneyFigures figures{.offered = offered,
                           .pending = tally.pending,
                           .completed = tally.completed(),
                           .good = tally.good(),
                           .outcomes = tally.outcomes,
                           .attempts = tally.attempts};
    if (offered > 0)
        figures.availability = static_cast<double>(tally.answered()) / static_cast<double>(offered);
    if (tally.asked > 0)
        figures.attempts_per_journey = static_cast<double>(tally.attempts) / static_cast<double>(tally.asked);
    if (tally.answered() > 0) {
        figures.latency.mean_s =
            static_cast<double>(sum.sum_ns) / static_cast<double>(tally.answered()) / 1e9;
        figures.latency.percentiles = percentiles_of(tally.latency, sum.max);
        figures.latency.max_s = sum.max.seconds();
    }
    return figures;
}

} // namespace shaketable::analysis
