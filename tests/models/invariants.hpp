// What must hold of a world between any two events, counted anew from its frames.
#pragma once

#include "models/simulation.hpp"

#include <string>

namespace shaketable::models {

/// The first broken invariant in words; empty: all hold.
[[nodiscard]] std::string broken_invariant(const Simulation& simulation);

/// The same once all load has ended and drained: nothing is in flight, nothing is held.
[[nodiscard]] std::string left_behind(const Simulation& simulation);

} // namespace shaketable::models
