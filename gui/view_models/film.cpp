#include "gui/view_models/film.hpp"

#include <algorithm>

namespace shaketable::gui {

namespace {

std::size_t bytes_of(const models::Simulation& simulation) {
    return simulation.world().bytes() + simulation.recording().bytes();
}

} // namespace

engine::StopReason Film::shoot(models::Simulation simulation, const std::function<bool()>& keep_going) {
    const engine::Time end = simulation.scenario().end;
    add(simulation);
    while (true) {
        engine::RunLimits limits;
        limits.events = simulation.world().clockwork.events + events_between_;
        const engine::StopReason reason =
            simulation.run_until(end, limits, [&](const models::Simulation&) { return keep_going(); });
        if (reason != engine::StopReason::kTooManyEvents && reason != engine::StopReason::kReachedEnd)
            return reason;
        add(simulation);
        if (reason == engine::StopReason::kReachedEnd)
            return reason;
    }
}

void Film::add(const models::Simulation& simulation) {
    auto keyframe = std::make_shared<const models::Simulation>(simulation);
    const std::size_t bytes = bytes_of(simulation);
    const std::scoped_lock lock(mutex_);
    keyframes_.push_back(std::move(keyframe));
    bytes_ += bytes;
    until_ = simulation.world().now();
    while (bytes_ > budget_.bytes && keyframes_.size() > 2)
        thin_out();
}

/// Every second one goes, but for the first and the last.
void Film::thin_out() {
    std::vector<Keyframe> kept;
    bytes_ = 0;
    for (std::size_t at = 0; at < keyframes_.size(); ++at)
        if (at % 2 == 0 || at + 1 == keyframes_.size()) {
            bytes_ += bytes_of(*keyframes_[at]);
            kept.push_back(std::move(keyframes_[at]));
        }
    keyframes_ = std::move(kept);
    events_between_ *= 2;
}

Keyframe Film::nearest(engine::Time at) const {
    const std::scoped_lock lock(mutex_);
    if (keyframes_.empty())
        return nullptr;
    const auto after =
        std::upper_bound(keyframes_.begin(), keyframes_.end(), at,
                         [](engine::Time time, const Keyframe& one) { return time < one->world().now(); });
    return after == keyframes_.begin() ? keyframes_.front() : *std::prev(after);
}

engine::Time Film::until() const {
    const std::scoped_lock lock(mutex_);
    return until_;
}

std::size_t Film::keyframes() const {
    const std::scoped_lock lock(mutex_);
    return keyframes_.size();
}

std::size_t Film::bytes() const {
    const std::scoped_lock lock(mutex_);
    return bytes_;
}

void run_on(models::Simulation& simulation, engine::Time to) {
    SHAKETABLE_ASSERT(simulation.world().now() <= to);
    const engine::StopReason reason = simulation.run_until(to);
    SHAKETABLE_ASSERT(reason == engine::StopReason::kReachedEnd);
}

} // namespace shaketable::gui
