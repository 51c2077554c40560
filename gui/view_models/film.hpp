// A run as a film: copies of the simulation at instants on the way, from which any other instant is reached
// by running on for a little while.
//
// One thread adds keyframes while others look. A keyframe never changes once it is there.
#pragma once

#include "models/simulation.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace shaketable::gui {

using Keyframe = std::shared_ptr<const models::Simulation>;

/// What went over an edge in a window.
struct EdgeFigures {
    float attempts_per_s = 0.0F;
    float retry_share = 0.0F;                       // of the attempts
    float failed_share = 0.0F;                      // of those that ended
    models::Outcome failure = models::Outcome::kOk; // how most of the failed ended
};

class Film {
  public:
    struct Budget {
        std::size_t bytes = std::size_t{768} << 20U;
        // Between keyframes, until the bytes are used up; then twice as many.
        std::uint64_t events_between = 40'000;
        std::uint64_t meters_closed_between = 400'000; // at the ends of windows, all meters together
    };

    explicit Film(Budget budget) : budget_(budget) {}

    /// Runs the simulation to the scenario's end and keeps keyframes. `keep_going` is asked now and then,
    /// `look` shown each keyframe.
    [[nodiscard]] engine::StopReason shoot(models::Simulation simulation,
                                           const std::function<bool()>& keep_going,
                                           const std::function<void(const models::Simulation&)>& look = {});

    /// The last keyframe that is not after `at`, or else the first. nullptr: there is none yet.
    [[nodiscard]] Keyframe nearest(engine::Time at) const;
    /// Up to when there is something to see.
    [[nodiscard]] engine::Time until() const;
    /// By edge; empty: the window is not over.
    [[nodiscard]] std::vector<EdgeFigures> edges_in(std::size_t window) const;
    /// The meter of a component in the windows before `end`, at most the last kSparkWindows of them.
    [[nodiscard]] std::vector<float> meters_before(std::size_t end, std::size_t component) const;
    [[nodiscard]] std::size_t keyframes() const;
    /// Of the keyframes, without the history that they share.
    [[nodiscard]] std::size_t bytes() const;

  private:
    [[nodiscard]] engine::StopReason run_by_windows(models::Simulation& simulation, engine::Time to,
                                                    const engine::RunLimits& limits,
                                                    const std::function<bool()>& keep_going);
    void add(const models::Simulation& simulation);
    [[nodiscard]] std::vector<Keyframe> thin_out();

    [[nodiscard]] engine::Duration longest_piece(const models::Simulation& simulation) const;
    void extend_meters(const models::Simulation& simulation);
    void add_edges(const models::Simulation& simulation);

    const Budget budget_;
    std::atomic<std::int64_t> until_ns_ = 0; // whoever draws must not wait for a thread that is nice
    std::uint64_t spacing_ = 1;              // times as far apart as the budget says; of the shooting thread
    std::vector<models::EdgeRecord> last_edges_; // at the end of the last window; of the shooting thread
    mutable std::mutex mutex_;                   // of what follows
    std::vector<Keyframe> keyframes_;
    std::vector<std::size_t> sizes_;              // in bytes, of the keyframes
    std::size_t bytes_ = 0;                       // of all of them
    std::vector<std::vector<float>> meters_;      // of all cards, by window that is settled
    std::vector<std::vector<EdgeFigures>> edges_; // by window
};

/// Runs a copy of a keyframe on to an instant, which is not before it. False: broken off, as `keep_going`
/// asked.
bool run_on(models::Simulation& simulation, engine::Time to, const std::function<bool()>& keep_going = {});

} // namespace shaketable::gui
