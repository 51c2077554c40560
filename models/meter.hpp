// A meter: one metric of one instance, in the window of simulated time that is open.
//
// What a metric changes costs a few additions: the recording closes the windows of all meters as time passes
// a boundary, and keeps what they held elsewhere, so that the meters of many instances lie close together. A
// gauge's integral over a window is gathered as moments: a rise by one at t takes t away from it, a fall adds
// t, and the window's ends add the level times the time. Sums are whole numbers of 128 bits, as a level of a
// million for a few hours overflows 64, so identities over them hold exactly.
#pragma once

#include "engine/time.hpp"
#include "models/metric.hpp"
#include "models/window_sums.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace shaketable::models {

class Meter {
  public:
    void count() { ++sum_; }
    void count(std::uint64_t times) { sum_ += Wide{times}; }
    void raise(engine::Time now) {
        sum_ -= now.ns();
        peak_ = std::max(peak_, ++level_);
    }
    void lower(engine::Time now) {
        sum_ += now.ns();
        --level_;
    }
    void set(engine::Time now, std::int64_t level) {
        sum_ += Wide{level_ - level} * now.ns();
        peak_ = std::max(peak_, level);
        level_ = level;
    }
    /// Of a gauge: now.
    [[nodiscard]] std::int64_t level() const { return level_; }
    /// Something happened: of the kind that a share is of, or not.
    void count_if(bool is_of_kind) {
        sum_ += is_of_kind ? 1 : 0;
        ++level_;
    }
    void time(engine::Duration length) {
        sum_ += length.ns();
        ++level_;
        peak_ = std::max(peak_, length.ns());
    }

    /// Ends the open window of a metric of this kind at `now`, which is what it held, and begins the next.
    [[nodiscard]] MeterSum close_window(MetricKind kind, engine::Time now) {
        if (kind == MetricKind::kTiming || kind == MetricKind::kShare)
            return {.sum = std::exchange(sum_, 0),
                    .count = std::exchange(level_, 0),
                    .peak = std::exchange(peak_, 0)};
        const Wide since = Wide{level_} * now.ns();
        return {.sum = std::exchange(sum_, -since) + since, .peak = std::exchange(peak_, level_)};
    }

  private:
    Wide sum_ = 0;
    std::int64_t peak_ = 0;
    std::int64_t level_ = 0; // of a timing or a share: how many
};
static_assert(sizeof(Meter) == 32);

} // namespace shaketable::models
