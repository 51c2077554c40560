#include "tests/theory/crowd_probe.hpp"
#include "tests/theory/formulas.hpp"
#include "tests/theory/policies.hpp"
#include "tests/theory/settings.hpp"

#include <array>

namespace shaketable::theory {

namespace {

constexpr double kStations = 500.0;

/// Half of it at least is how far 500 stations are from the infinitely many of the formula, which no effort
/// makes less: with 125, 250, 500 and 1000 stations the mean is off by as much as docs/physics.md says.
double tolerance(const Choosing& choosing) { return choosing.load > 0.9 ? 0.02 : 0.01; }

/// Of the share of stations with at least so many requests: the rarer, the more it varies, and the further
/// are 500 from infinitely many.
double tail_tolerance(int requests) {
    constexpr std::array<double, 5> kTolerances = {0.01, 0.01, 0.025, 0.06, 0.1};
    return kTolerances.at(static_cast<std::size_t>(requests) - 1);
}

/// So that the standard error is below half of the tolerance: relaxation grows with the load, most without a
/// choice.
double units(const Choosing& choosing) {
    const double idle = 1.0 - choosing.load;
    const double length = choosing.choices == 1 ? 300.0 : 130.0;
    return length * std::pow(0.01 / tolerance(choosing), 2.0) / (idle * idle);
}

std::string percent(double share) { return std::to_string(std::lround(100.0 * share)) + " %"; }

Experiment experiment_of(const Choosing& choosing) {
    return {.scenario = "power-of-d",
            .settings = {with_arrivals(kStations * choosing.load),
                         "/policies/choosy/choices=" + std::to_string(choosing.choices)},
            .watched = "station",
            .units = units(choosing),
            .warm_up_units = 200.0};
}

std::string model_of(const Choosing& choosing) {
    return "Least of " + std::to_string(choosing.choices) + " of 500 stations, load " +
           percent(choosing.load);
}

} // namespace

ComparisonList compare_power_of_d(const Choosing& choosing, const Effort& effort) {
    Comparisons comparisons(model_of(choosing), experiment_of(choosing), effort);
    comparisons.compare({"mean sojourn", supermarket_sojourn(choosing.choices, choosing.load),
                         tolerance(choosing) / effort.tolerance},
                        mean_sojourn);
    return comparisons.list();
}

ComparisonList compare_power_of_d_tail(const Choosing& choosing, int most, const Effort& effort) {
    Comparisons<CrowdProbe> comparisons(model_of(choosing), experiment_of(choosing), effort);
    for (int requests = 1; requests <= most; ++requests)
        comparisons.compare({"stations with " + std::to_string(requests) + " or more",
                             supermarket_tail(choosing.choices, choosing.load, requests),
                             tail_tolerance(requests) / effort.tolerance},
                            share_with_at_least(static_cast<std::size_t>(requests), kStations));
    return comparisons.list();
}

} // namespace shaketable::theory
