#include "tests/theory/formulas.hpp"
#include "tests/theory/policies.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

namespace {

constexpr double kStations = 500.0;

/// Half of it at least is how far 500 stations are from the infinitely many of the formula, which no effort
/// makes less: with 125, 250, 500 and 1000 stations the mean is off by as much as docs/physics.md says.
double tolerance(const Choosing& choosing) { return choosing.load > 0.9 ? 0.02 : 0.01; }

/// So that the standard error is below half of the tolerance: relaxation grows with the load, most without a
/// choice.
double units(const Choosing& choosing) {
    const double idle = 1.0 - choosing.load;
    const double length = choosing.choices == 1 ? 300.0 : 130.0;
    return length * std::pow(0.01 / tolerance(choosing), 2.0) / (idle * idle);
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
    comparisons.compare({"mean sojourn", supermarket_sojourn(choosing.choices, choosing.load),
                         tolerance(choosing) / effort.tolerance},
                        mean_sojourn);
    return comparisons.list();
}

} // namespace shaketable::theory
