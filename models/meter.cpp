#include "models/meter.hpp"

namespace shaketable::models {

void Meter::close_window(engine::Time now) {
    set(now, level_);
    closed_.push_back(open_);
    open_ = MeterSum{.peak = level_};
}

void Meter::drop_window(engine::Time now) {
    since_ = now;
    open_ = MeterSum{.peak = level_};
}

MeterSum Meter::total() const {
    MeterSum total;
    for (const MeterSum& window : closed_)
        total.add(window);
    return total;
}

} // namespace shaketable::models
