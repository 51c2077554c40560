#include "engine/assert.hpp"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>

namespace shaketable::engine {

namespace {
thread_local const Runner* current_runner = nullptr;
constexpr int kInternalError = 3;
} // namespace

void set_runner(const Runner* runner) { current_runner = runner; }

void assertion_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
    if (current_runner != nullptr) {
        const RunPosition position = current_runner->position();
        std::fprintf(stderr, "  seed %" PRIu64 ", simulated time %" PRId64 " ns, event %" PRIu64 "\n",
                     position.seed, position.time_ns, position.event_number);
    }
    std::fprintf(stderr,
                 "  This is a bug in Shaketable, not in your file. Please report it with the file and "
                 "the line above.\n");
    std::fflush(stderr);
    std::_Exit(kInternalError);
}

} // namespace shaketable::engine
