#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

namespace {

/// Long enough for the standard errors, which grow as 1/(1-load)^2; found by trial.
double units_at(double load) {
    if (load > 0.9)
        return 1.2e7;
    return load > 0.5 ? 8e6 : 4e6;
}

double mean_busy_period(const Batch& batch) { return batch.busy_periods_ns.mean() / kUnitNs; }
double busy_period_variance(const Batch& batch) {
    return batch.busy_periods_ns.variance() / (kUnitNs * kUnitNs);
}
double departure_variation(const Batch& batch) {
    return std::sqrt(batch.departure_gaps_ns.variance()) / batch.departure_gaps_ns.mean();
}

} // namespace

ComparisonList compare_mm1(double load, const Effort& effort) {
    const double tolerance = load > 0.9 ? 0.05 : load > 0.8 ? 0.03 : load > 0.5 ? 0.02 : 0.01;
    const double relaxation = 1.0 / std::pow(1.0 - std::sqrt(load), 2.0);
    const double rate = 1.0 - load; // of the sojourn, which is exponential
    Comparisons comparisons("M/M/1, load " + std::to_string(load).substr(0, 4),
                            {.scenario = "station",
                             .settings = {with_arrivals(load)},
                             .watched = "station",
                             .units = units_at(load),
                             .warm_up_units = 15.0 * relaxation},
                            effort);
    comparisons.compare({"mean number in the system", load / rate, tolerance}, mean_number)
        .compare({"mean number waiting", load * load / rate, tolerance}, mean_queue)
        .compare({"mean sojourn", 1.0 / rate, tolerance}, mean_sojourn)
        .compare({"mean wait", load / rate, tolerance}, mean_wait)
        .compare({"sojourn p50", std::log(2.0) / rate, tolerance}, sojourn_quantile(0.5))
        .compare({"sojourn p95", std::log(20.0) / rate, 1.5 * tolerance}, sojourn_quantile(0.95))
        .compare({"sojourn p99", std::log(100.0) / rate, 1.5 * tolerance}, sojourn_quantile(0.99))
        .compare({"sojourn p99.9", std::log(1000.0) / rate, 3.0 * tolerance}, sojourn_quantile(0.999))
        .compare({"mean busy period", 1.0 / rate, tolerance}, mean_busy_period)
        .compare({"variance of the busy period", (1.0 + load) / std::pow(rate, 3.0), 4.0 * tolerance},
                 busy_period_variance)
        .compare({"coefficient of variation of departures", 1.0, 0.01}, departure_variation)
        .compare({"probability of waiting", load, 0.01}, share_waiting);
    return comparisons.list();
}

} // namespace shaketable::theory
