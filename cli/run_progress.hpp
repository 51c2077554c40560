// How far a run has come: one line on standard error, only where that is a terminal, and gone at the end.
#pragma once

#include "models/simulation.hpp"

#include <chrono>
#include <string>

namespace shaketable::cli {

/// The line itself: written at most ten times a second.
class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// Whether it is time to show something new.
    [[nodiscard]] bool due();
    void show(const std::string& text);
    /// Since the line was made.
    [[nodiscard]] double wall_s() const;

  private:
    using Clock = std::chrono::steady_clock;

    bool enabled_ = false;
    bool shown_ = false;
    Clock::time_point began_;
    Clock::time_point last_shown_;
};

/// Of one run.
class Progress {
  public:
    /// `zero`: the end of the warm-up; `end`: of the run; both in the world's time.
    Progress(std::string variant, engine::Time zero, engine::Time end);

    /// Cheap where nothing is due. A simulation beyond the end is a copy that goes on, to be judged by.
    void show(const models::Simulation& simulation);

  private:
    std::string variant_;
    engine::Time zero_;
    engine::Time end_;
    ProgressLine line_;
};

} // namespace shaketable::cli
