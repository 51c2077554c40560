// A list of steps, for what has steps within.
#pragma once

#include <vector>

namespace shaketable::models {

struct StepConfig;
using StepsConfig = std::vector<StepConfig>;

} // namespace shaketable::models
