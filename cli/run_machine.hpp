// What a result says of the machine that made it, and how much of its memory a run may take.
#pragma once

#include "analysis/machine.hpp"

#include <cstddef>

namespace shaketable::cli {

[[nodiscard]] analysis::Machine this_machine(double wall_s);

/// Half of what the machine has, or the container or the shell allows, whichever is least; at most 16 GiB.
[[nodiscard]] std::size_t memory_share_bytes();

} // namespace shaketable::cli
