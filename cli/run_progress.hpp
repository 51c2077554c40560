// How far a run has come: one line on standard error, only where that is a terminal, and gone at the end.
#pragma once

#include "models/simulation.hpp"

#include <chrono>
#include <string>

namespace shaketable::cli {

class Progress {
  public:
    /// `zero`: the end of the warm-up; `end`: of the run; both in the world's time.
    Progress(std::string variant, engine::Time zero, engine::Time end);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Cheap: writes at most ten times a second.
    void show(const models::Simulation& simulation);

  private:
    using Clock = std::chrono::steady_clock;

    std::string variant_;
    engine::Time zero_;
    engine::Time end_;
    bool enabled_ = false;
    bool shown_ = false;
    Clock::time_point began_;
    Clock::time_point last_shown_;
};

} // namespace shaketable::cli
