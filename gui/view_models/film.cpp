#include "gui/view_models/film.hpp"

#include "gui/view_models/cards.hpp"

#include <algorithm>
#include <numeric>

namespace shaketable::gui {

namespace {

constexpr std::uint64_t kEventsBetweenQuestions = 4096; // some milliseconds' work

/// Without what it shares with the keyframe before it.
std::size_t own_bytes(const models::Simulation& simulation) {
    return simulation.world().bytes() + simulation.recording().bytes() -
           simulation.recording().history_bytes();
}

} // namespace

engine::StopReason Film::shoot(models::Simulation simulation, const std::function<bool()>& keep_going,
                               const std::function<void(const models::Simulation&)>& look) {
    const engine::Time end = simulation.scenario().end;
    add(simulation);
    while (true) {
        engine::RunLimits limits;
        limits.events = simulation.world().clockwork.events + budget_.events_between * spacing_;
        const engine::Time to = std::min(end, simulation.world().now() + longest_piece(simulation));
        const engine::StopReason reason =
            simulation.run_until(to, limits, [&](const models::Simulation&) { return keep_going(); });
        if (reason != engine::StopReason::kTooManyEvents && reason != engine::StopReason::kReachedEnd)
            return reason;
        simulation.close_windows();
        add(simulation);
        if (look)
            look(simulation);
        if (reason == engine::StopReason::kReachedEnd && to == end)
            return reason;
    }
}

engine::Duration Film::longest_piece(const models::Simulation& simulation) const {
    const std::uint64_t meters = std::max<std::uint64_t>(simulation.recording().meters().size(), 1);
    const std::uint64_t windows =
        std::max<std::uint64_t>(budget_.meters_closed_between * spacing_ / meters, 1);
    const std::int64_t window_ns = simulation.recording().window().ns();
    return engine::Duration::from_ns(
        static_cast<std::int64_t>(std::min<std::uint64_t>(windows, std::uint64_t{1} << 20U)) * window_ns);
}

void Film::add(const models::Simulation& simulation) {
    extend_strip(simulation);
    auto keyframe = std::make_shared<const models::Simulation>(simulation);
    const std::size_t bytes = own_bytes(simulation);
    std::vector<Keyframe> gone; // freed when nobody has to wait for it
    const std::scoped_lock lock(mutex_);
    keyframes_.push_back(std::move(keyframe));
    sizes_.push_back(bytes);
    bytes_ += bytes;
    until_ = simulation.world().now();
    if (bytes_ > budget_.bytes && keyframes_.size() > 2)
        gone = thin_out();
}

void Film::extend_strip(const models::Simulation& simulation) {
    const bool is_over = simulation.world().now() >= simulation.scenario().end;
    const ToldWindows windows = told_windows(simulation);
    const auto last = is_over ? windows.last : windows.settled;
    const std::size_t end = last ? *last + 1 : 0;
    for (std::size_t window = strip_.size(); window < end; ++window) { // this thread alone makes it longer
        std::vector<float> meters = meters_of(simulation, window);
        const std::scoped_lock lock(mutex_);
        strip_.push_back(std::move(meters));
    }
}

std::vector<float> Film::meters_before(std::size_t end, std::size_t component) const {
    const std::scoped_lock lock(mutex_);
    const std::size_t last = std::min(end, strip_.size());
    std::vector<float> meters;
    for (std::size_t window = last - std::min(last, kSparkWindows); window < last; ++window)
        meters.push_back(strip_[window][component]);
    return meters;
}

/// Every second one goes, but for the first and the last. Returns those that have gone.
std::vector<Keyframe> Film::thin_out() {
    std::vector<Keyframe> kept;
    std::vector<Keyframe> gone;
    std::vector<std::size_t> sizes;
    for (std::size_t at = 0; at < keyframes_.size(); ++at) {
        const bool stays = at % 2 == 0 || at + 1 == keyframes_.size();
        (stays ? kept : gone).push_back(std::move(keyframes_[at]));
        if (stays)
            sizes.push_back(sizes_[at]);
    }
    keyframes_ = std::move(kept);
    sizes_ = std::move(sizes);
    bytes_ = std::accumulate(sizes_.begin(), sizes_.end(), std::size_t{0});
    spacing_ *= 2;
    return gone;
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

bool run_on(models::Simulation& simulation, engine::Time to, const std::function<bool()>& keep_going) {
    SHAKETABLE_ASSERT(simulation.world().now() <= to);
    while (true) {
        engine::RunLimits limits;
        if (keep_going)
            limits.events = simulation.world().clockwork.events + kEventsBetweenQuestions;
        const engine::StopReason reason = simulation.run_until(to, limits);
        if (reason == engine::StopReason::kReachedEnd)
            return true;
        SHAKETABLE_ASSERT(keep_going && reason == engine::StopReason::kTooManyEvents);
        if (!keep_going())
            return false;
    }
}

} // namespace shaketable::gui
