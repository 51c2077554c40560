#include "tests/theory/forks.hpp"

#include "tests/theory/formulas.hpp"
#include "tests/theory/journey_probe.hpp"
#include "tests/theory/settings.hpp"

#include <array>
#include <cstdio>

namespace shaketable::theory {

namespace {

constexpr double kForkTolerance = 0.01;

/// Of an estimated 99th percentile from one journey, over the percentile.
double percentile_deviation(int branches) {
    return std::sqrt(0.99 * 0.01) / longest_density(branches, 0.99) / longest_quantile(branches, 0.99);
}

} // namespace

ComparisonList compare_fork_join(const Fork& fork, const Effort& effort) {
    const Longest longest = longest_of(fork.branches);
    const double deviation =
        fork.percentile ? percentile_deviation(fork.branches) : std::sqrt(longest.variance) / longest.mean;
    Comparisons comparisons("Longest of " + std::to_string(fork.branches) + " exponential calls",
                            {.scenario = "fork",
                             .settings = {with_calls(fork.branches)},
                             .watched = "users",
                             .units = units_for(deviation, kForkTolerance, effort)},
                            effort);
    comparisons.compare({"mean", longest.mean, kForkTolerance}, mean_sojourn);
    if (fork.percentile)
        comparisons.compare({"p99", longest_quantile(fork.branches, 0.99), kForkTolerance},
                            sojourn_quantile(0.99));
    return comparisons.list();
}

ComparisonList compare_fan_out(const FanOut& fan_out, const Effort& effort) {
    const double expected = 1.0 - std::pow(1.0 - fan_out.slow, fan_out.calls);
    const double deviation = std::sqrt((1.0 - expected) / expected);
    std::array<char, 16> slow{};
    std::snprintf(slow.data(), slow.size(), "%g", fan_out.slow);
    Comparisons<JourneyProbe> comparisons(
        std::to_string(fan_out.calls) + " calls, each slow with probability " + slow.data(),
        {.scenario = "fork",
         .settings = {with_calls(fan_out.calls), with_slow_leaves(slow.data())},
         .watched = "leaf",
         .units = units_for(deviation, kForkTolerance, effort)},
        effort);
    comparisons.compare({"share of slow journeys", expected, kForkTolerance},
                        share_of(models::Outcome::kSlow));
    return comparisons.list();
}

} // namespace shaketable::theory
