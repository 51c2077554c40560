#include "models/meter.hpp"

namespace shaketable::models {

void Meter::close_window(engine::Time now) {
    open_.sum += Wide{level_} * now.ns();
    closed_.push_back(open_);
    drop_window(now);
}

void Meter::close_window_and_forget(engine::Time now) {
    open_.sum += Wide{level_} * now.ns();
    closed_.replace_last(open_);
    drop_window(now);
}

void Meter::drop_window(engine::Time now) {
    open_ = MeterSum{.sum = -Wide{level_} * now.ns(), .peak = level_};
}

MeterSum Meter::total() const {
    MeterSum total;
    closed_.for_each_run([&](std::size_t first, std::size_t end, const MeterSum& window) {
        const auto windows = static_cast<std::int64_t>(end - first);
        total.add({.sum = window.sum * windows, .count = window.count * windows, .peak = window.peak});
    });
    return total;
}

} // namespace shaketable::models
