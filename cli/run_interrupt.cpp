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
    if (sigaction(SIGINT, nullptr, &before_) != 0 || before_.sa_handler == SIG_IGN)
        return;
    struct sigaction once = {};
    once.sa_handler = note;
    once.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &once, nullptr);
}

Interrupt::~Interrupt() { sigaction(SIGINT, &before_, nullptr); }

bool Interrupt::asked() const { return came; }

} // namespace shaketable::cli
