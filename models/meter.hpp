// A meter: one metric of one instance, in total and by window of simulated time.
//
// Windows are counted from zero (the end of warm-up); what happens before is forgotten. Integrals are whole
// numbers (level times nanoseconds), so identities over them hold exactly. Memory grows with simulated time
// over window, never with what is measured.
#pragma once

#include "engine/time.hpp"

#include <cstdint>
#include <vector>

namespace shaketable::models {

/// What a meter holds for one window. Counter: `sum` = how many. Gauge: `sum` = integral in level x ns,
/// `peak`. Timing: `sum` in ns, `count`, `peak` in ns.
struct MeterWindow {
    std::int64_t sum = 0;
    std::int64_t count = 0;
    std::int64_t peak = 0;
};

/// The same over the whole run. 128 bits, since a level of a million for a year overflows 64.
struct MeterTotal {
    __extension__ using Wide = __int128;
    Wide sum = 0;
    std::int64_t count = 0;
    std::int64_t peak = 0;
};

class Meter {
  public:
    Meter() = default;
    Meter(engine::Time zero, engine::Duration window) : window_ns_(window.ns()), window_end_ns_(zero.ns()) {}

    void count(engine::Time now, std::int64_t times = 1) {
        roll(now);
        open_.sum += times;
    }
    void set(engine::Time now, std::int64_t level) {
        roll(now);
        open_.sum += level_ * (now.ns() - since_ns_);
        since_ns_ = now.ns();
        level_ = level;
        if (level > open_.peak)
            open_.peak = level;
    }
    void time(engine::Time now, engine::Duration length) {
        roll(now);
        open_.sum += length.ns();
        ++open_.count;
        if (length.ns() > open_.peak)
            open_.peak = length.ns();
    }

    /// Closes every window up to `now`; the last may be shorter than the others.
    void finish(engine::Time now);

    [[nodiscard]] const std::vector<MeterWindow>& windows() const { return closed_; }
    [[nodiscard]] const MeterTotal& total() const { return total_; }

  private:
    void roll(engine::Time now) {
        if (__builtin_expect(now.ns() >= window_end_ns_, 0))
            close_until(now);
    }
    void close_until(engine::Time now);
    void close_window();

    std::int64_t window_ns_ = 1;
    std::int64_t window_end_ns_ = 0; // of the open window; the first ends at zero and is dropped
    std::int64_t since_ns_ = 0;
    std::int64_t level_ = 0;
    MeterWindow open_;
    bool measuring_ = false; // zero is passed
    MeterTotal total_;
    std::vector<MeterWindow> closed_;
};

} // namespace shaketable::models
