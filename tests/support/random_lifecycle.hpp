// Lives of replicas, as they may stand in a random scenario.
#pragma once

#include "tests/support/die.hpp"

#include <string>

namespace shaketable::models {

struct RandomLife {
    std::string members = {}; // of the service, behind others; empty: nobody runs it
    std::string step = {};    // the first of an endpoint, if it keeps sessions
};
[[nodiscard]] RandomLife random_life(Die& die);

} // namespace shaketable::models
