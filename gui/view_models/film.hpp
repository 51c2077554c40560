// A run as a film: copies of the simulation at instants on the way, from which any other instant is reached
// by running on for a little while.
//
// One thread adds keyframes while others look. A keyframe never changes once it is there.
#pragma once

#include "models/simulation.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace shaketable::gui {

using Keyframe = std::shared_ptr<const models::Simulation>;

class Film {
  public:
    struct Budget {
        std::size_t bytes = std::size_t{768} << 20U;
        std::uint64_t events_between = 40'000; // keyframes, until the bytes are used up; then twice as many
    };

    explicit Film(Budget budget) : budget_(budget), events_between_(budget.events_between) {}

    /// Runs the simulation to the scenario's end and keeps keyframes. `keep_going` is asked now and then.
    [[nodiscard]] engine::StopReason shoot(models::Simulation simulation,
                                           const std::function<bool()>& keep_going);

    /// The last keyframe that is not after `at`, or else the first. nullptr: there is none yet.
    [[nodiscard]] Keyframe nearest(engine::Time at) const;
    /// Up to when there is something to see.
    [[nodiscard]] engine::Time until() const;
    [[nodiscard]] std::size_t keyframes() const;
    [[nodiscard]] std::size_t bytes() const;

  private:
    void add(const models::Simulation& simulation);
    void thin_out();

    const Budget budget_;
    std::uint64_t events_between_; // of the shooting thread
    mutable std::mutex mutex_;     // of what follows
    std::vector<Keyframe> keyframes_;
    std::size_t bytes_ = 0;
    engine::Time until_;
};

/// Runs a copy of a keyframe on to an instant, which is not before it.
void run_on(models::Simulation& simulation, engine::Time to);

} // namespace shaketable::gui
