#include "analysis/harm_tally.hpp"

#include "models/component_model.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

void add(Reasons& sum, const Reasons& more) {
    for (std::size_t reason = 0; reason < kReasons; ++reason)
        sum[reason] += more[reason];
}

HarmSeries empty_series(std::size_t windows) {
    return {.harmed = std::vector<std::uint64_t>(windows), .helped = std::vector<std::uint64_t>(windows)};
}

void add(HarmSeries& series, const std::vector<HarmCount>& windows) {
    for (std::size_t at = 0; at < windows.size(); ++at) {
        series.harmed[at] += windows[at].harmed;
        series.helped[at] += windows[at].helped;
    }
}

} // namespace

HarmTally::HarmTally(const models::Scenario& scenario)
    : scenario_(scenario), kinds_(scenario.journeys.size()), components_(scenario.components.size()) {}

void HarmTally::add_pair(const JourneyFate& run, const JourneyFate& twin) {
    if (run.good() == twin.good())
        return;
    const bool harmed = twin.good();
    const JourneyFate& bad = harmed ? run : twin;
    Kind& kind = kinds_[run.journey];
    ++(harmed ? kind.harmed_by : kind.helped_by)[bad.reason];
    const HarmCount count{.harmed = harmed ? 1U : 0U, .helped = harmed ? 0U : 1U};
    if (bad.origin != models::kNone)
        components_[bad.origin].add(count);
    const auto window =
        static_cast<std::size_t>((run.asked - scenario_.zero).ns() / scenario_.config.window.ns());
    kind.windows.resize(std::max(kind.windows.size(), window + 1));
    kind.windows[window].add(count);
}

void HarmTally::add_unpaired(Side side, const JourneyFate& alone) {
    Kind& kind = kinds_[alone.journey];
    Unpaired& count = side == Side::kRun ? kind.extra : kind.never_asked;
    ++(alone.good() ? count.good : count.bad);
}

JourneyHarm HarmTally::journey_harm(std::size_t journey, std::size_t windows) const {
    const Kind& kind = kinds_[journey];
    JourneyHarm harm{.name = scenario_.journeys[journey].name,
                     .client = scenario_.components[scenario_.journeys[journey].component].name,
                     .harmed_by = kind.harmed_by,
                     .helped_by = kind.helped_by,
                     .extra = kind.extra,
                     .never_asked = kind.never_asked};
    for (const HarmCount& window : kind.windows)
        harm.count.add(window);
    harm.series = empty_series(windows);
    add(harm.series, kind.windows);
    mark(harm.series);
    return harm;
}

std::size_t HarmTally::windows_until(engine::Time now) const {
    const std::int64_t length = std::max<std::int64_t>((now - scenario_.zero).ns(), 0);
    const std::int64_t window = scenario_.config.window.ns();
    // A run that was stopped at the very beginning of a window has journeys in it already.
    auto windows = static_cast<std::size_t>((length + window - 1) / window);
    for (const Kind& kind : kinds_)
        windows = std::max(windows, kind.windows.size());
    return windows;
}

Harm HarmTally::harm_until(engine::Time now) const {
    const std::size_t windows = windows_until(now);
    Harm harm{.series = empty_series(windows)};
    std::vector<HarmCount> by_component = components_;
    for (std::size_t journey = 0; journey < kinds_.size(); ++journey) {
        JourneyHarm one = journey_harm(journey, windows);
        add(harm.series, kinds_[journey].windows);
        harm.total.add(one.count);
        add(harm.harmed_by, one.harmed_by);
        add(harm.helped_by, one.helped_by);
        harm.extra.add(one.extra);
        harm.never_asked.add(one.never_asked);
        by_component[scenario_.journeys[journey].component].add(one.count);
        harm.journeys.push_back(std::move(one));
    }
    mark(harm.series);
    for (std::size_t index = 0; index < by_component.size(); ++index) {
        const models::Component& component = scenario_.components[index];
        const bool is_client = component.model->arrive == nullptr;
        (is_client ? harm.clients : harm.components)
            .push_back({.name = component.name, .count = by_component[index]});
    }
    return harm;
}

} // namespace shaketable::analysis
