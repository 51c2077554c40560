// Ctrl-C, or a polite kill, during a run: noticed between events instead of ending the program, so that a
// partial result is shown and nothing half written is left. A second one ends it.
#pragma once

#include <array>
#include <csignal>

namespace shaketable::cli {

/// While it lives, the first SIGINT, SIGTERM or SIGHUP waits until it is asked for, and the next of its kind
/// does what it did before. One that the parent process had ignored stays ignored. One of these at a time.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Whether it has come since.
    [[nodiscard]] bool asked() const;

  private:
    static constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};
    std::array<struct sigaction, kSignals.size()> before_ = {};
};

} // namespace shaketable::cli
