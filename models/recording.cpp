#include "models/recording.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {
constexpr std::size_t kOpenWindows =
    64; // journeys may end this many windows after they began without reopening one
}

Recording::Recording(const Scenario& scenario)
    : zero_(scenario.zero),
      window_(scenario.config.window),
      present_begins_(scenario.zero),
      journeys_(scenario.journeys.size()),
      edges_(scenario.edges.size()) {
    meters_.assign(scenario.meters, Meter(zero_, window_));
    for (const Journey& journey : scenario.journeys)
        last_asked_.push_back(journey.has_good_within && scenario.end.ns() > journey.good_within.ns()
                                  ? engine::Time::from_ns(scenario.end.ns() - journey.good_within.ns())
                                  : (journey.has_good_within ? engine::Time() : scenario.end));
}

std::size_t Recording::window_index(engine::Time at) {
    const std::int64_t into = (at - present_begins_).ns();
    if (into >= 0 && into < window_.ns())
        return present_;
    const std::int64_t index = (at - zero_).ns() / window_.ns();
    present_ = static_cast<std::size_t>(index);
    present_begins_ = zero_ + window_ * index;
    return present_;
}

JourneyWindow& Recording::window_of(std::uint16_t journey, engine::Time asked) {
    const std::size_t index = window_index(asked);
    std::vector<JourneyWindow>& windows = journeys_[journey].windows;
    while (windows.size() <= index) {
        if (windows.size() >= kOpenWindows)
            windows[windows.size() - kOpenWindows].latency.close();
        windows.emplace_back();
    }
    return windows[index];
}

bool Recording::journey_begins(std::uint16_t journey, engine::Time asked) {
    if (asked < zero_)
        return false;
    if (asked >= last_asked_[journey]) {
        ++journeys_[journey].too_young;
        return false;
    }
    ++window_of(journey, asked).begun;
    return true;
}

void Recording::journey_attempt(std::uint16_t journey, engine::Time now) {
    ++window_of(journey, now).attempts;
}

void Recording::journey_ends(std::uint16_t journey, engine::Time asked, engine::Time now, Outcome outcome) {
    JourneyWindow& window = window_of(journey, asked);
    JourneyRecord& record = journeys_[journey];
    ++window.outcomes[static_cast<std::size_t>(outcome)];
    if (outcome == Outcome::kOk)
        ++window.good;
    if (outcome != Outcome::kOk && outcome != Outcome::kSlow)
        return;
    const engine::Duration latency = now - asked;
    window.latency.record(latency);
    const auto ns = static_cast<std::uint64_t>(latency.ns());
    record.latency_sum_low += ns;
    record.latency_sum_high += record.latency_sum_low < ns ? 1U : 0U;
    record.latency_max_ns = std::max(record.latency_max_ns, latency.ns());
}

void Recording::finish(engine::Time now) {
    for (Meter& meter : meters_)
        meter.finish(now);
}

} // namespace shaketable::models
