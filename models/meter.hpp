// A meter: one metric of one instance, in total and by window of simulated time.
//
// What a metric changes costs a few additions: the recording closes the windows of all meters as time passes
// a boundary. A gauge's integral over a window is gathered as moments: a rise by one at t takes t away from
// it, a fall adds t, and the window's ends add the level times the time. Sums are whole numbers of 128 bits,
// as a level of a million for a few hours overflows 64, so identities over them hold exactly.
#pragma once

#include "engine/time.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace shaketable::models {

__extension__ using Wide = __int128;

/// What a meter holds for one window, or the whole run. Counter: `sum` = how many. Gauge: `sum` = integral in
/// level x ns, `peak`. Timing: `sum` in ns, `count`, `peak` in ns.
struct MeterSum {
    Wide sum = 0;
    std::int64_t count = 0;
    std::int64_t peak = 0;

    void add(const MeterSum& other) {
        sum += other.sum;
        count += other.count;
        peak = std::max(peak, other.peak);
    }
};

class Meter {
  public:
    void count() { ++open_.sum; }
    void raise(engine::Time now) {
        open_.sum -= now.ns();
        open_.peak = std::max(open_.peak, ++level_);
    }
    void lower(engine::Time now) {
        open_.sum += now.ns();
        --level_;
    }
    void set(engine::Time now, std::int64_t level) {
        open_.sum += Wide{level_ - level} * now.ns();
        open_.peak = std::max(open_.peak, level);
        level_ = level;
    }
    void time(engine::Duration length) {
        open_.sum += length.ns();
        ++open_.count;
        open_.peak = std::max(open_.peak, length.ns());
    }

    /// Takes the memory that closing the open window needs.
    void reserve_window() {
        if (closed_.size() == closed_.capacity())
            closed_.reserve(closed_.empty() ? 1 : closed_.size() * 2);
    }
    /// Ends the open window at `now`, and begins the next.
    void close_window(engine::Time now);
    /// Ends the open window at `now` and forgets it: the warm-up.
    void drop_window(engine::Time now);

    [[nodiscard]] const std::vector<MeterSum>& windows() const { return closed_; }
    [[nodiscard]] MeterSum total() const;

  private:
    MeterSum open_;
    std::int64_t level_ = 0;
    std::vector<MeterSum> closed_;
};

} // namespace shaketable::models
