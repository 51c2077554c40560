// Random small scenarios with faults, loads and roles, beside their twins.
#pragma once

#include "tests/support/seeds.hpp"

namespace shaketable::analysis {

/// Harm is that of two runs from the beginning whose journeys are compared one by one at the end; the verdict
/// has its evidence, and each number in it stands where it is said to.
void expect_all_harm_is_counted_exactly(support::Seeds seeds);

} // namespace shaketable::analysis
