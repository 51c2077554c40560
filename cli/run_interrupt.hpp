// Ctrl-C during a run: noticed between events instead of killing the program, so that a partial result is
// shown. A second one kills it.
#pragma once

#include <csignal>

namespace shaketable::cli {

/// While it lives, the first SIGINT waits until it is asked for, and the next does what it did before. One
/// that the parent process had ignored stays ignored. One of these at a time.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Whether it has come since.
    [[nodiscard]] bool asked() const;

  private:
    struct sigaction before_ = {};
};

} // namespace shaketable::cli
