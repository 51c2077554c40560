// Assertions that stay on in release: a broken invariant is a bug of ours, and the run says where it broke.
#pragma once

#include <cstdint>

namespace shaketable::engine {

/// What an assertion prints beside the condition.
struct RunPosition {
    std::uint64_t seed = 0;
    std::int64_t time_ns = 0;
    std::uint64_t event_number = 0;
};

/// Something that runs, and knows where it is.
class Runner {
  public:
    virtual ~Runner() = default;
    [[nodiscard]] virtual RunPosition position() const = 0;
};

/// Sets whose position a failed assertion of this thread prints; nullptr: none. Not owned.
void set_runner(const Runner* runner);

/// Says what failed and where the run stood, and ends the program with exit status 3, an internal error, at
/// once: no destructor runs on a state that is known to be broken.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

} // namespace shaketable::engine

#define SHAKETABLE_ASSERT(condition)                                                                         \
    (__builtin_expect(static_cast<bool>(condition), 1)                                                       \
         ? static_cast<void>(0)                                                                              \
         : ::shaketable::engine::assertion_failed(#condition, __FILE__, __LINE__))
