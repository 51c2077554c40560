#include "cli/run_interrupt.hpp"

#include <ctime>

namespace shaketable::cli {

namespace {

sigset_t only_interrupt() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    return set;
}

} // namespace

Interrupt::Interrupt() {
    struct sigaction action = {};
    ignored_ = sigaction(SIGINT, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
    const sigset_t set = only_interrupt();
    if (!ignored_)
        pthread_sigmask(SIG_BLOCK, &set, &before_);
}

Interrupt::~Interrupt() {
    if (ignored_)
        return;
    static_cast<void>(asked()); // one that is still pending would kill the program now
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool Interrupt::asked() {
    const sigset_t set = only_interrupt();
    const timespec at_once = {};
    if (!ignored_ && sigtimedwait(&set, nullptr, &at_once) == SIGINT)
        asked_ = true;
    return asked_;
}

} // namespace shaketable::cli
