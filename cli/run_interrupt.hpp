// Ctrl-C during a run: noticed between events instead of killing the program, so that a partial result is
// shown.
#pragma once

#include <csignal>

namespace shaketable::cli {

/// While it lives, SIGINT waits until it is asked for. One that the parent process had ignored stays ignored.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Whether it has come since; it stays true.
    [[nodiscard]] bool asked();

  private:
    sigset_t before_ = {};
    bool ignored_ = false;
    bool asked_ = false;
};

} // namespace shaketable::cli
