// A meter: one metric of one instance, in the window of simulated time that is open.
//
// What a metric changes costs a few additions: the recording closes the windows of all meters as time passes
// a boundary, and keeps what they held elsewhere, so that the meters of many instances lie close together. A
// gauge's integral over a window is gathered as moments: a rise by one at t takes t away from it, a fall adds
// t, and the window's ends add the level times the time. Sums are whole numbers of 128 bits, as a level of a
// million for a few hours overflows 64, so identities over them hold exactly.
#pragma once

#include "engine/time.hpp"
#include "models/window_sums.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace shaketable::models {

class Meter {
  public:
    void count() { ++open_.sum; }
    void count(std::uint64_t times) { open_.sum += Wide{times}; }
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

    /// Ends the open window at `now`, which is what it held, and begins the next.
    [[nodiscard]] MeterSum close_window(engine::Time now) {
        open_.sum += Wide{level_} * now.ns();
        return std::exchange(open_, MeterSum{.sum = -Wide{level_} * now.ns(), .peak = level_});
    }

  private:
    MeterSum open_;
    std::int64_t level_ = 0;
};

} // namespace shaketable::models
