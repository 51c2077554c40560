// Assertions that stay on in release: a broken invariant is a bug of ours, and the run says where it broke.
#pragma once

#include <cstdint>

namespace shaketable::engine {

/// What an assertion prints beside the condition. The run loop keeps it up to date; one per thread.
struct RunPosition {
    std::uint64_t seed = 0;
    std::int64_t time_ns = 0;
    std::uint64_t event_number = 0;
};

/// Sets the position that a failed assertion of this thread prints; nullptr: none. Not owned.
void set_run_position(const RunPosition* position);

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

} // namespace shaketable::engine

#define SHAKETABLE_ASSERT(condition)                                                                         \
    (__builtin_expect(static_cast<bool>(condition), 1)                                                       \
         ? static_cast<void>(0)                                                                              \
         : ::shaketable::engine::assertion_failed(#condition, __FILE__, __LINE__))
