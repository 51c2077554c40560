#include "tests/theory/formulas.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

ComparisonList compare_mm1k(const FiniteStation& station, const Effort& effort) {
    const FiniteQueue exact = mm1k(station.load, station.capacity);
    Comparisons comparisons(
        "M/M/1/" + std::to_string(station.capacity) + ", load " + std::to_string(station.load).substr(0, 3),
        {.scenario = "station",
         .settings = {with_arrivals(station.load), with_queue_limit(station.capacity - 1)},
         .watched = "station",
         .units = 3e6},
        effort);
    comparisons.compare({"probability of being rejected", exact.blocked, 0.015, 5e-4}, share_rejected)
        .compare({"mean number in the system", exact.number, 0.015}, mean_number)
        .compare({"mean sojourn of the accepted", exact.sojourn, 0.015}, mean_sojourn);
    return comparisons.list();
}

} // namespace shaketable::theory
