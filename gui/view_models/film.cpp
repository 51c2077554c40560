#include "gui/view_models/film.hpp"

#include "gui/figures.hpp"
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

EdgeFigures figures_between(const models::EdgeRecord& before, const models::EdgeRecord& now,
                            double window_s) {
    const std::uint64_t attempts = now.attempts - before.attempts;
    std::uint64_t ended = 0;
    std::uint64_t most = 0;
    EdgeFigures figures;
    for (std::size_t outcome = 0; outcome < models::kOutcomes; ++outcome) {
        const std::uint64_t count = now.outcomes[outcome] - before.outcomes[outcome];
        ended += count;
        if (outcome > 0 && count > most) {
            most = count;
            figures.failure = static_cast<models::Outcome>(outcome);
        }
    }
    figures.attempts_per_s = static_cast<float>(static_cast<double>(attempts) / window_s);
    figures.retry_share = static_cast<float>(share(now.retries - before.retries, attempts));
    figures.failed_share = static_cast<float>(share(ended - (now.outcomes[0] - before.outcomes[0]), ended));
    return figures;
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
        const engine::StopReason reason = run_by_windows(simulation, to, limits, keep_going);
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

/// Stops at the end of each window on the way, to see what went over the edges.
engine::StopReason Film::run_by_windows(models::Simulation& simulation, engine::Time to,
                                        const engine::RunLimits& limits,
                                        const std::function<bool()>& keep_going) {
    while (true) {
        const auto window_ends = static_cast<std::int64_t>(edges_.size() + 1);
        const engine::Time next =
            simulation.recording().zero() +
            engine::Duration::from_ns(window_ends * simulation.recording().window().ns());
        const engine::StopReason reason = simulation.run_until(
            std::min(to, next), limits, [&](const models::Simulation&) { return keep_going(); });
        if (reason != engine::StopReason::kReachedEnd)
            return reason;
        if (next <= to)
            add_edges(simulation);
        if (to <= next)
            return reason;
    }
}

void Film::add_edges(const models::Simulation& simulation) {
    const std::vector<models::EdgeRecord>& records = simulation.recording().edges();
    last_edges_.resize(records.size());
    const double window_s = simulation.recording().window().seconds();
    std::vector<EdgeFigures> figures;
    for (std::size_t edge = 0; edge < records.size(); ++edge)
        figures.push_back(figures_between(last_edges_[edge], records[edge], window_s));
    last_edges_ = records;
    const std::scoped_lock lock(mutex_);
    edges_.push_back(std::move(figures));
}

std::vector<EdgeFigures> Film::edges_in(std::size_t window) const {
    const std::scoped_lock lock(mutex_);
    return window < edges_.size() ? edges_[window] : std::vector<EdgeFigures>();
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
    extend_meters(simulation);
    auto keyframe = std::make_shared<const models::Simulation>(simulation);
    const std::size_t bytes = own_bytes(simulation);
    std::vector<Keyframe> gone; // freed when nobody has to wait for it
    const std::scoped_lock lock(mutex_);
    keyframes_.push_back(std::move(keyframe));
    sizes_.push_back(bytes);
    bytes_ += bytes;
    until_ns_ = simulation.world().now().ns();
    if (bytes_ > budget_.bytes && keyframes_.size() > 2)
        gone = thin_out();
}

void Film::extend_meters(const models::Simulation& simulation) {
    const std::optional<std::size_t> last = told_windows(simulation, simulation.world().now()).settled;
    const std::size_t end = last ? *last + 1 : 0;
    for (std::size_t window = meters_.size(); window < end; ++window) { // this thread alone makes it longer
        std::vector<float> meters = meters_of(simulation, window);
        const std::scoped_lock lock(mutex_);
        meters_.push_back(std::move(meters));
    }
}

std::vector<float> Film::meters_before(std::size_t end, std::size_t component) const {
    const std::scoped_lock lock(mutex_);
    const std::size_t last = std::min(end, meters_.size());
    std::vector<float> meters;
    for (std::size_t window = last - std::min(last, kSparkWindows); window < last; ++window)
        meters.push_back(meters_[window][component]);
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

engine::Time Film::until() const { return engine::Time::from_ns(until_ns_); }

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
