#include "models/meter.hpp"

#include <algorithm>

namespace shaketable::models {

void Meter::close_window() {
    if (level_ != 0)
        open_.sum += level_ * (window_end_ns_ - since_ns_);
    since_ns_ = window_end_ns_;
    if (measuring_) {
        total_.sum += open_.sum;
        total_.count += open_.count;
        total_.peak = std::max(total_.peak, open_.peak);
        closed_.push_back(open_);
    }
    measuring_ = true;
    open_ = MeterWindow{.sum = 0, .count = 0, .peak = level_};
    window_end_ns_ += window_ns_;
}

void Meter::close_until(engine::Time now) {
    while (now.ns() >= window_end_ns_)
        close_window();
}

void Meter::finish(engine::Time now) {
    roll(now);
    const std::int64_t opened_ns = window_end_ns_ - window_ns_;
    if (!measuring_ || now.ns() == opened_ns) // nothing measured, or the open window is empty
        return;
    window_end_ns_ = now.ns();
    close_window();
}

} // namespace shaketable::models
