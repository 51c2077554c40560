// Whose cores count where an autoscaler adds replicas and takes them away.
#pragma once

#include "models/scenario.hpp"

#include <algorithm>

namespace shaketable::analysis {

/// Mean numbers in the same span of time.
struct ReplicaFigures {
    double present = 0.0;
    double not_serving = 0.0; // of those: down, starting, or not ready
    double busy_cores = 0.0;
};

/// How many replicas of a service that is scaled serve: those that start have nothing to compute yet, and
/// would make it look half idle in the middle of an overload. One that is not offered any more, and computes
/// what it has, counts as far as it does.
[[nodiscard]] inline double replicas_at_work(const models::Component& of, const ReplicaFigures& figures) {
    const double cores = of.versions.front().capacity.cores;
    const double at_least = cores > 0.0 ? figures.busy_cores / cores : 0.0;
    return std::max(figures.present - figures.not_serving, at_least);
}

} // namespace shaketable::analysis
