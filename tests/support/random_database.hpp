// The parts of random scenarios that are about the tables "t" and "u" of their databases.
#pragma once

#include "tests/support/die.hpp"

namespace shaketable::models {

/// What a `migrate` entry of the timeline states beside when it begins.
[[nodiscard]] std::string random_migration(Die& die, const std::string& database);
/// How a query finds its rows, as a member behind others; or nothing.
[[nodiscard]] std::string random_access(Die& die);

} // namespace shaketable::models
