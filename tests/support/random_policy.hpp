// A part of random scenarios: what governs their calls.
#pragma once

#include "tests/support/die.hpp"

namespace shaketable::models {

/// A member of "policies".
[[nodiscard]] std::string random_policy(Die& die);

} // namespace shaketable::models
