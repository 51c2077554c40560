// A test that must hold for many seeds. A failure, an assertion in the simulator too, tells the command that
// repeats its seed.
#pragma once

#include <cstdint>
#include <functional>

namespace shaketable::support {

struct Seeds {
    std::uint64_t first = 1;
    std::uint64_t last = 1;
};

/// Calls `test(seed)` for each, or for the one that SHAKETABLE_SEED names, until one fails.
void for_each_seed(Seeds seeds, const std::function<void(std::uint64_t)>& test);

} // namespace shaketable::support
