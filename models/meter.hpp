// A meter: one metric of one instance, in total and by window of simulated time.
//
// What a metric changes costs a few additions: the recording closes the windows of all meters as time passes
// a boundary. A gauge's integral over a window is gathered as moments: a rise by one at t takes t away from
// it, a fall adds t, and the window's ends add the level times the time. Sums are whole numbers of 128 bits,
// as a level of a million for a few hours overflows 64, so identities over them hold exactly.
#pragma once

#include "engine/time.hpp"
#include "models/window_sums.hpp"

#include <algorithm>
#include <cstdint>

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

    /// Takes the memory that closing the open window needs; returns how many bytes more that are.
    std::size_t make_room() { return closed_.make_room(); }
    /// Ends the open window at `now`, and begins the next.
    void close_window(engine::Time now);
    /// The same, and forgets all closed ones but this.
    void close_window_and_forget(engine::Time now);
    void forget_windows() { closed_.forget(); }
    /// Ends the open window at `now` and forgets it: the warm-up.
    void drop_window(engine::Time now);

    [[nodiscard]] const WindowSums& windows() const { return closed_; }
    /// Over the windows that are not forgotten.
    [[nodiscard]] MeterSum total() const;

  private:
    MeterSum open_;
    std::int64_t level_ = 0;
    WindowSums closed_;
};

} // namespace shaketable::models
