// The calls of the last moments, as particles: a pure function of what happened and of simulated time.
#pragma once

#include "gui/view_models/snapshot.hpp"
#include "models/simulation.hpp"

#include <deque>

namespace shaketable::gui {

class Flow : public models::Observer {
  public:
    void on_fact(const models::Fact& fact) override;
    /// Forgets what happened until then.
    void forget_until(engine::Time time);
    void clear() { calls_.clear(); }
    /// Adds the particles that are on their way at `at`, and how many calls each stands for.
    void show(Snapshot& snapshot, engine::Time at, engine::Duration span) const;

  private:
    struct Call {
        engine::Time time;
        std::uint64_t who = 0;
        std::uint32_t edge = 0;
        bool ended = false;
        bool bad = false;
        bool retry = false;
    };
    std::deque<Call> calls_; // by time
};

} // namespace shaketable::gui
