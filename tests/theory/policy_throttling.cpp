#include "tests/theory/journey_probe.hpp"
#include "tests/theory/policies.hpp"

#include <string>

namespace shaketable::theory {

namespace {

constexpr double kDemand = 10.0; // times the capacity
constexpr double kThrottlingTolerance = 0.05;

double load_of_station(const JourneyBatch& batch) { return batch.calls / (batch.length_ns / kUnitNs); }

} // namespace

ComparisonList compare_throttling(double k, const Effort& effort) {
    // Where accepts are at the capacity, what is let through settles at k times that.
    const std::string k_text =
        std::to_string(std::lround(10.0 * k) / 10) + "." + std::to_string(std::lround(10.0 * k) % 10);
    const Experiment experiment = {.scenario = "throttling",
                                   .settings = {"/policies/modest/adaptive_throttling/k=" + k_text},
                                   .watched = "station",
                                   .units = 40e3,
                                   .warm_up_units = 10e3};
    Comparisons<JourneyProbe> comparisons("Adaptive throttling with k = " + k_text + ", demand 10",
                                          experiment, effort);
    comparisons.compare({"arrivals at the station", k, kThrottlingTolerance}, load_of_station)
        .compare({"held back", 1.0 - k / kDemand, kThrottlingTolerance},
                 share_of(models::Outcome::kThrottled));
    return comparisons.list();
}

} // namespace shaketable::theory
