// The part of random scenarios that nobody asks for: a job.
#pragma once

#include "tests/support/die.hpp"

namespace shaketable::models {

struct RandomJob {
    std::string component; // as a member's value
    std::string timeline;  // entries about it; the last one: it begins nothing any more after 2.8 s
};
/// `callees`: what its steps may call.
[[nodiscard]] RandomJob random_job(Die& die, const std::string& name, const std::vector<std::string>& callees,
                                   const std::string& policy);

} // namespace shaketable::models
