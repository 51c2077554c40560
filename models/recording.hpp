// What a run leaves behind: meters, and figures of journeys and edges. It is not part of the world: nothing
// in it decides what happens next.
//
// Copies share the windows that neither has changed, so that a copy costs little however long the run is.
// Windows are counted from zero (the end of warm-up); what happens before is forgotten. Memory grows at
// most with simulated time over window, never with what is recorded. All meters have the same number of
// windows, and all journeys have, even if memory ends.
#pragma once

#include "engine/histogram.hpp"
#include "models/meter.hpp"
#include "models/scenario.hpp"
#include "models/shared_list.hpp"
#include "models/trace_log.hpp"

#include <array>

namespace shaketable::models {

/// The journeys of one kind that were first asked in one window (attempts: that were made in it).
struct JourneyWindow {
    std::uint64_t begun = 0;
    std::uint64_t good = 0;
    std::uint64_t attempts = 0; // calls begun on their behalf, anywhere
    std::array<std::uint64_t, kOutcomes> outcomes{};
    engine::Histogram latency; // of those answered without error

    [[nodiscard]] std::uint64_t ended() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t count : outcomes)
            sum += count;
        return sum;
    }
};

struct JourneyRecord {
    SharedList<JourneyWindow> windows; // by the window of the first asking, from zero
    std::uint64_t too_young = 0;       // begun so late that good_within reaches beyond the end
    std::uint64_t latency_sum_low = 0; // of those answered without error: 128 bits of ns in two halves
    std::uint64_t latency_sum_high = 0;
    std::int64_t latency_max_ns = 0;
};

/// Calls over one edge since zero.
struct EdgeRecord {
    std::uint64_t attempts = 0;
    std::uint64_t retries = 0;
    std::array<std::uint64_t, kOutcomes> outcomes{}; // of attempts that ended
    engine::Histogram latency;                       // of attempts answered without error
};

class Recording {
  public:
    explicit Recording(const Scenario& scenario);

    /// Time has come to `now`: closes the windows that end by then. To be called before anything is recorded.
    void roll(engine::Time now) {
        if (__builtin_expect(now >= window_ends_, 0))
            close_until(now);
    }

    Meter& meter(std::uint32_t index) { return meters_[index]; }
    /// They stay where they are.
    Meter* meters_begin() { return meters_.data(); }

    /// Whether the journey belongs to the figures: not before zero nor too late to be judged (then counted as
    /// too young).
    [[nodiscard]] bool journey_begins(std::uint16_t journey, engine::Time now);
    void journey_ends(std::uint16_t journey, engine::Time asked, engine::Time now, Outcome outcome);
    void journey_attempt(std::uint16_t journey) { ++journeys_[journey].windows.own_last().attempts; }
    void edge_attempt(std::uint32_t edge, bool retry) {
        if (!measuring_)
            return;
        ++edges_[edge].attempts;
        edges_[edge].retries += retry ? 1U : 0U;
    }
    void edge_ends(std::uint32_t edge, engine::Time asked, engine::Time now, Outcome outcome) {
        if (asked < zero_)
            return;
        ++edges_[edge].outcomes[static_cast<std::size_t>(outcome)];
        if (outcome == Outcome::kOk)
            edges_[edge].latency.record(now - asked);
    }

    /// The run comes to the scenario's end, which is later than it was.
    void judge_until(const Scenario& scenario);

    /// From now on only the last closed window of each meter is kept: for those who look at an instant.
    void forget_windows();

    /// Closes all windows at `now`. Nothing is recorded after.
    void finish(engine::Time now);

    /// To roll no later than then keeps the number of windows that are closed at once within bounds.
    [[nodiscard]] engine::Time next_pause() const;
    /// Bytes of memory in use, shared or not. It takes a look at each edge and each journey's latest windows.
    [[nodiscard]] std::size_t bytes() const;
    /// Of these, of windows: copies share most of them.
    [[nodiscard]] std::size_t history_bytes() const;

    [[nodiscard]] TraceLog& traces() { return traces_; }
    [[nodiscard]] const TraceLog& traces() const { return traces_; }
    /// What each meter held in the windows that are closed.
    [[nodiscard]] const std::vector<WindowSums>& meters() const { return closed_; }
    [[nodiscard]] const std::vector<JourneyRecord>& journeys() const { return journeys_; }
    [[nodiscard]] const std::vector<EdgeRecord>& edges() const { return edges_; }
    /// Journeys of this kind that are asked from then on can't be judged in a run that comes to its end.
    [[nodiscard]] engine::Time last_asked(std::size_t journey) const { return last_asked_[journey]; }
    [[nodiscard]] engine::Time zero() const { return zero_; }
    [[nodiscard]] engine::Duration window() const { return window_; }

  private:
    void close_until(engine::Time now);
    void make_room();
    [[nodiscard]] std::size_t journey_bytes() const;
    void close_window(engine::Time now);
    void open_window(engine::Time from);
    [[nodiscard]] std::size_t window_of(std::uint16_t journey, engine::Time asked) const;

    engine::Time zero_;
    engine::Duration window_;
    bool measuring_ = false;    // zero is passed
    bool forgets_ = false;      // all closed windows of meters but the last
    engine::Time window_began_; // the open one
    engine::Time window_ends_;
    std::vector<engine::Time> last_asked_; // by journey: from then on too young to judge
    std::vector<Meter> meters_;
    std::vector<MetricKind> kinds_;  // of the same
    std::vector<WindowSums> closed_; // by meter
    std::vector<JourneyRecord> journeys_;
    std::vector<EdgeRecord> edges_;
    TraceLog traces_;
    std::size_t settled_windows_ = 0; // of each journey: so many from the first are settled
    std::size_t histogram_bytes_ = 0; // of their histograms
    std::size_t series_bytes_ = 0;    // of the closed windows of all meters
};

} // namespace shaketable::models
