// The verdict of scenarios/library/retry-storm.json: does goodput come back after its trigger is gone?
//
// Its mechanism is published: Bronson et al., "Metastable Failures in Distributed Systems" (HotOS 2021): work
// done for callers who have given up and ask again keeps the database as busy as the trigger did.
#pragma once

#include "models/scenario.hpp"

#include <cstdint>
#include <string>

namespace shaketable::theory {

struct StormVerdict {
    double before = 0.0; // goodput of all journeys, a second, in the 60 s before the trigger
    double after = 0.0;  // in the last 60 s that can be judged

    [[nodiscard]] double share() const { return after / before; }
};

[[nodiscard]] StormVerdict retry_storm(const std::string& variant, std::uint64_t seed);

} // namespace shaketable::theory
