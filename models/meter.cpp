#include "models/meter.hpp"

namespace shaketable::models {

void Meter::close_window(engine::Time now) {
    open_.sum += Wide{level_} * now.ns();
    closed_.push_back(open_);
    drop_window(now);
}

void Meter::drop_window(engine::Time now) {
    open_ = MeterSum{.sum = -Wide{level_} * now.ns(), .peak = level_};
}

MeterSum Meter::total() const {
    MeterSum total;
    for (const MeterSum& window : closed_)
        total.add(window);
    return total;
}

} // namespace shaketable::models
