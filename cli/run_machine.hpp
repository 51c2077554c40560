// What a result says of the machine that made it.
#pragma once

#include "analysis/machine.hpp"

namespace shaketable::cli {

[[nodiscard]] analysis::Machine this_machine(double wall_s);

} // namespace shaketable::cli
