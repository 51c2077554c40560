#include "tests/theory/policies.hpp"

namespace shaketable::theory {

namespace {

constexpr double kArrivals = 0.4;
constexpr double kFailure = 0.25;
constexpr double kFeedbackTolerance = 0.02;

Experiment experiment(const std::string& watched) {
    return {.scenario = "feedback", .settings = {}, .watched = watched, .units = 2e6};
}

} // namespace

ComparisonList compare_feedback(const Effort& effort) {
    // Kleinrock, Queueing Systems, volume 1, section 4.8: the station is an M/M/1 with the traffic of all
    // attempts, although that is no Poisson process.
    const double attempts = kArrivals / (1.0 - kFailure);
    const double number = attempts / (1.0 - attempts);
    const std::string model = "Feedback through retries, arrivals 0.4, failure 0.25";
    Comparisons station(model, experiment("station"), effort);
    station.compare({"attempts", attempts, kFeedbackTolerance}, throughput)
        .compare({"mean number", number, kFeedbackTolerance}, mean_number);
    Comparisons users(model, experiment("users"), effort);
    users.compare({"mean sojourn, all attempts", number / kArrivals, kFeedbackTolerance}, mean_sojourn);
    return station.list() + users.list();
}

} // namespace shaketable::theory
