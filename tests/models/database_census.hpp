// The invariants of databases: locks, poolers, isolation, dead rows, groups and moves.
#pragma once

#include "tests/models/census.hpp"

namespace shaketable::models {

/// Of a simulation between two events; empty: none is broken.
[[nodiscard]] std::string broken_database_invariant(const Simulation& simulation);
/// Of one that has drained.
[[nodiscard]] std::string left_in_databases(const Simulation& simulation);

} // namespace shaketable::models
