#include "models/recording.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {
constexpr std::size_t kOpenWindows =
    64; // journeys may end this many windows after they began without reopening a settled one
constexpr std::int64_t kClosedAtOnce = 1 << 20; // meters' and journeys' windows; some milliseconds' work
} // namespace

Recording::Recording(const Scenario& scenario)
    : zero_(scenario.zero),
      window_(scenario.config.window),
      window_ends_(scenario.zero),
      meters_(scenario.meters),
      kinds_(scenario.meters),
      closed_(scenario.meters),
      journeys_(scenario.journeys.size()),
      edges_(scenario.edges.size()),
      traces_(scenario.journeys.size(),
              static_cast<std::size_t>((scenario.end - scenario.zero).ns() / scenario.config.window.ns()) +
                  1) {
    for (const Component& component : scenario.components)
        for (std::uint32_t instance = 0; instance < component.instances; ++instance)
            for (std::size_t metric = 0; metric < component.metrics.size(); ++metric)
                kinds_[component.first_meter + instance * component.metrics.size() + metric] =
                    component.metrics[metric].kind;
    judge_until(scenario);
    roll(engine::Time());
}

void Recording::judge_until(const Scenario& scenario) {
    last_asked_.clear();
    for (const Journey& journey : scenario.journeys)
        last_asked_.push_back(journey.has_good_within && scenario.end.ns() > journey.good_within.ns()
                                  ? engine::Time::from_ns(scenario.end.ns() - journey.good_within.ns())
                                  : (journey.has_good_within ? engine::Time() : scenario.end));
}

void Recording::open_window(engine::Time from) {
    measuring_ = true;
    traces_.open_window();
    window_began_ = from;
    window_ends_ = from + window_;
    for (JourneyRecord& journey : journeys_)
        journey.windows.append();
}

/// Takes all memory that closing a window and opening the next needs, so that this can't break off half-way.
void Recording::make_room() {
    if (!forgets_)
        for (WindowSums& closed : closed_)
            series_bytes_ += closed.make_room();
    for (JourneyRecord& journey : journeys_) {
        journey.windows.make_room();
        if (journey.windows.size() < kOpenWindows)
            continue;
        settled_windows_ = journey.windows.size() - kOpenWindows + 1;
        engine::Histogram& old = journey.windows.own(settled_windows_ - 1).latency;
        old.close();
        histogram_bytes_ += old.bytes();
    }
}

void Recording::close_window(engine::Time now) {
    for (std::size_t meter = 0; meter < meters_.size(); ++meter) {
        const MeterSum held = meters_[meter].close_window(kinds_[meter], now);
        if (measuring_ && forgets_)
            closed_[meter].replace_last(held);
        else if (measuring_)
            closed_[meter].push_back(held);
    }
}

void Recording::forget_windows() {
    forgets_ = true;
    series_bytes_ = 0;
    for (WindowSums& closed : closed_)
        closed.forget();
}

void Recording::close_until(engine::Time now) {
    // At the end of all time a window would be empty.
    while (now >= window_ends_ && (!measuring_ || window_ends_ > window_began_)) {
        make_room();
        close_window(window_ends_);
        open_window(window_ends_);
    }
}

std::size_t Recording::window_of(std::uint16_t journey, engine::Time asked) const {
    if (asked >= window_began_)
        return journeys_[journey].windows.size() - 1;
    return static_cast<std::size_t>((asked - zero_).ns() / window_.ns());
}

bool Recording::journey_begins(std::uint16_t journey, engine::Time now) {
    if (!measuring_)
        return false;
    if (now >= last_asked_[journey]) {
        ++journeys_[journey].too_young;
        return false;
    }
    ++journeys_[journey].windows.own_last().begun;
    return true;
}

void Recording::journey_ends(std::uint16_t journey, engine::Time asked, engine::Time now, Outcome outcome) {
    const std::size_t number = window_of(journey, asked);
    JourneyRecord& record = journeys_[journey];
    JourneyWindow& window = record.windows.own(number);
    ++window.outcomes[static_cast<std::size_t>(outcome)];
    if (outcome == Outcome::kOk)
        ++window.good;
    if (!is_answered(outcome))
        return;
    const engine::Duration latency = now - asked;
    if (number < settled_windows_) {
        histogram_bytes_ -= window.latency.bytes();
        window.latency.record(latency);
        histogram_bytes_ += window.latency.bytes();
    } else {
        window.latency.record(latency);
    }
    const auto ns = static_cast<std::uint64_t>(latency.ns());
    record.latency_sum_low += ns;
    record.latency_sum_high += record.latency_sum_low < ns ? 1U : 0U;
    record.latency_max_ns = std::max(record.latency_max_ns, latency.ns());
}

engine::Time Recording::next_pause() const {
    const auto closed_together = static_cast<std::int64_t>(meters_.size() + journeys_.size() + 1);
    const std::int64_t windows =
        std::clamp<std::int64_t>(kClosedAtOnce / closed_together, 1, engine::kLongest.ns() / window_.ns());
    return window_ends_ + window_ * (windows - 1);
}

std::size_t Recording::journey_bytes() const {
    std::size_t sum = histogram_bytes_;
    for (const JourneyRecord& journey : journeys_) {
        sum += journey.windows.bytes();
        for (std::size_t window = settled_windows_; window < journey.windows.size(); ++window)
            sum += journey.windows[window].latency.bytes();
    }
    return sum;
}

std::size_t Recording::history_bytes() const { return journey_bytes() + series_bytes_; }

std::size_t Recording::bytes() const {
    std::size_t sum = sizeof(*this) + history_bytes() + journeys_.size() * sizeof(JourneyRecord) +
                      edges_.size() * sizeof(EdgeRecord) +
                      meters_.size() * (sizeof(Meter) + sizeof(MetricKind) + sizeof(WindowSums));
    for (const EdgeRecord& edge : edges_)
        sum += edge.latency.bytes();
    return sum;
}

void Recording::finish(engine::Time now) {
    roll(now);
    if (!measuring_)
        return;
    if (now > window_began_) {
        make_room();
        close_window(now);
    } else { // the open one is empty
        for (JourneyRecord& journey : journeys_)
            journey.windows.remove_last();
    }
}

} // namespace shaketable::models
