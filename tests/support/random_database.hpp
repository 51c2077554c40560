// The parts of random scenarios that are about the tables "t" and "u" of their databases.
#pragma once

#include "tests/support/die.hpp"

namespace shaketable::models {

/// What a `migrate` entry of the timeline states beside when it begins.
[[nodiscard]] std::string random_migration(Die& die, const std::string& database);
/// How a query finds its rows, as a member behind others; or nothing.
[[nodiscard]] std::string random_access(Die& die);

/// Knobs of a primary, behind others.
[[nodiscard]] std::string random_primary(Die& die);
/// Entries of the timeline: it dies, perhaps when its replica has been cut off for a while; or neither.
[[nodiscard]] std::string random_failover(Die& die, const std::string& primary, const std::string& replica);
/// Beside a database of the name: a replica of it.
[[nodiscard]] std::string random_replica(Die& die, const std::string& primary);
/// A read that replicas may answer; queries named "s" are such.
[[nodiscard]] std::string random_read(Die& die, const std::string& primary, const std::string& policy);

} // namespace shaketable::models
