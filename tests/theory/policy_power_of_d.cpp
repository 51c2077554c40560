#include "tests/theory/formulas.hpp"
#include "tests/theory/policies.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

namespace {

constexpr double kStations = 500.0;
constexpr double kTolerance = 0.01;

/// So that the standard error is below half of the tolerance: relaxation grows with the load, most without a
/// choice.
double units(const Choosing& choosing) {
    const double idle = 1.0 - choosing.load;
    return (choosing.choices == 1 ? 300.0 : 130.0) / (idle * idle);
}

std::string percent(double share) { return std::to_string(std::lround(100.0 * share)) + " %"; }

} // namespace

ComparisonList compare_power_of_d(const Choosing& choosing, const Effort& effort) {
    const Experiment experiment = {
        .scenario = "power-of-d",
        .settings = {with_arrivals(kStations * choosing.load),
                     "/policies/choosy/choices=" + std::to_string(choosing.choices)},
        .watched = "station",
        .units = units(choosing),
        .warm_up_units = 200.0};
    Comparisons comparisons("Least of " + std::to_string(choosing.choices) + " of 500 stations, load " +
                                percent(choosing.load),
                            experiment, effort);
    comparisons.compare({"mean sojourn", supermarket_sojourn(choosing.choices, choosing.load), kTolerance},
                        mean_sojourn);
    return comparisons.list();
}

} // namespace shaketable::theory
