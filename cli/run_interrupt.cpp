#include "cli/run_interrupt.hpp"

#include <atomic>

namespace shaketable::cli {

namespace {

std::atomic<bool> came = false; // a signal handler is handed nothing that could hold it
static_assert(std::atomic<bool>::is_always_lock_free);

void note(int) { came = true; }

} // namespace

Interrupt::Interrupt() {
    came = false;
    struct sigaction once = {};
    once.sa_handler = note;
    once.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        if (sigaction(kSignals[i], nullptr, &before_[i]) == 0 && before_[i].sa_handler != SIG_IGN)
            sigaction(kSignals[i], &once, nullptr);
}

Interrupt::~Interrupt() {
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        sigaction(kSignals[i], &before_[i], nullptr);
}

bool Interrupt::asked() const { return came; }

} // namespace shaketable::cli
