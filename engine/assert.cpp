#include "engine/assert.hpp"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

namespace shaketable::engine {

namespace {
thread_local const RunPosition* current_position = nullptr;
}

void set_run_position(const RunPosition* position) { current_position = position; }

void assertion_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
    if (current_position != nullptr)
        std::fprintf(stderr, "  seed %" PRIu64 ", simulated time %" PRId64 " ns, event %" PRIu64 "\n",
                     current_position->seed, current_position->time_ns, current_position->event_number);
    std::fprintf(stderr,
                 "  This is a bug in Shaketable, not in your file. Please report it with the file and "
                 "the line above.\n");
    std::fflush(stderr);
    std::abort();
}

} // namespace shaketable::engine
