// What depends on the machine and the moment: kept apart, since everything else of a result is the same
// everywhere.
#pragma once

#include <string>

namespace shaketable::analysis {

struct Machine {
    double wall_s = 0.0;
    std::string version = {}; // of Shaketable
    std::string compiler = {};
    std::string os = {};
};

} // namespace shaketable::analysis
