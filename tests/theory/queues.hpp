// The queues whose closed forms are checked, each as a list of comparisons. One file each, queue_*.cpp.
#pragma once

#include "tests/theory/comparison.hpp"
#include "tests/theory/services.hpp"

namespace shaketable::theory {

/// M/M/1 at loads 0.5, 0.8, 0.9 and 0.95: number, wait, sojourn and its percentiles, busy period, departures,
/// P(wait).
[[nodiscard]] ComparisonList compare_mm1(double load, const Effort& effort);
/// M/M/c at a load of 0.8.
[[nodiscard]] ComparisonList compare_mmc(int servers, const Effort& effort);

/// M/G/c/c. Service as a scenario file states it; blocking must not depend on it.
struct LossSystem {
    int servers = 1;
    double offered = 0.5;
    std::string service = R"({"exponential": "1ms"})";
};
[[nodiscard]] ComparisonList compare_erlang_b(const LossSystem& system, const Effort& effort);

/// M/M/1/K.
struct FiniteStation {
    double load = 0.8;
    int capacity = 10;
};
[[nodiscard]] ComparisonList compare_mm1k(const FiniteStation& station, const Effort& effort);

/// M/G/1 first come first served at a load of 0.8.
[[nodiscard]] ComparisonList compare_mg1(Service service, const Effort& effort);
/// The same with all requests at once on the core, each at an equal share (M/G/1-PS).
[[nodiscard]] ComparisonList compare_mg1_sharing(Service service, const Effort& effort);

/// Closed: users who think for ten services on average.
[[nodiscard]] ComparisonList compare_closed(int users, const Effort& effort);
/// M/M/1 -> M/M/1, of rates 1 and 0.8, arrivals 0.5.
[[nodiscard]] ComparisonList compare_tandem(const Effort& effort);

} // namespace shaketable::theory
