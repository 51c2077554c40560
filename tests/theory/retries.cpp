#include "tests/theory/retries.hpp"

#include "tests/theory/formulas.hpp"
#include "tests/theory/journey_probe.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

namespace {

constexpr double kRetriesTolerance = 0.01;

std::string percent_of(double failure) { return std::to_string(std::lround(100.0 * failure)) + " %"; }

Experiment layers_experiment(const Layers& layers) {
    return {.scenario = "layers",
            .settings = {with_layers(layers.layers), with_attempts(layers.attempts),
                         with_failure(layers.failure)},
            .watched = "leaf"};
}

} // namespace

ComparisonList compare_attempts(const Tries& tries, const Effort& effort) {
    const Trying exact{.failure = tries.failure, .attempts = static_cast<double>(tries.attempts)};
    const double failures = 1.0 - exact.success();
    // What succeeds nearly always is judged by how often it fails, to a tenth: 1 % of success would let it
    // fail ten times as often.
    const bool rarely_fails = failures < 0.01;
    const double precision = rarely_fails ? 0.1 : kRetriesTolerance;
    const double deviation =
        std::sqrt(rarely_fails ? exact.success() / failures : failures / exact.success());
    Experiment experiment =
        layers_experiment({.layers = 1, .attempts = tries.attempts, .failure = tries.failure});
    // Attempts deviate by less than their mean.
    experiment.units =
        std::fmax(units_for(deviation, precision, effort), units_for(1.0, kRetriesTolerance, effort));
    Comparisons<JourneyProbe> comparisons(std::to_string(tries.attempts) + " attempts that fail at " +
                                              percent_of(tries.failure),
                                          experiment, effort);
    comparisons.compare({"attempts", exact.mean_attempts(), kRetriesTolerance}, calls_per_journey)
        .compare({"success", exact.success(), kRetriesTolerance}, share_of(models::Outcome::kOk));
    if (rarely_fails)
        comparisons.compare({"failure", failures, precision}, share_of(models::Outcome::kError));
    return comparisons.list();
}

ComparisonList compare_layers(const Layers& layers, const Effort& effort) {
    const Trying leaf{.failure = layers.failure, .attempts = std::pow(layers.attempts, layers.layers)};
    const bool down = layers.failure == 1.0;
    Experiment experiment = layers_experiment(layers);
    if (down) { // exact, so that a few journeys do, one after the other
        experiment.settings.push_back(with_arrivals(0.001));
        experiment.units = 40e3;
    } else {
        experiment.units = units_for(1.0, kRetriesTolerance, effort);
    }
    Comparisons<JourneyProbe> comparisons(
        std::to_string(layers.layers) + (layers.layers == 1 ? " layer of " : " layers of ") +
            std::to_string(layers.attempts) + " attempts, leaf fails at " + percent_of(layers.failure),
        experiment, effort);
    comparisons.compare({"calls of the leaf a request", down ? leaf.attempts : leaf.mean_attempts(),
                         down ? 0.0 : kRetriesTolerance},
                        calls_per_journey);
    return comparisons.list();
}

} // namespace shaketable::theory
