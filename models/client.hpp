// A population of users.
//
// Open: journeys begin whatever the system does, at the points of a Poisson process (or evenly) whose rate is
// piecewise constant: the n-th gap is one standard exponential draw, used up at the rate of the moment, so a
// change of rate leaves every draw alone. Closed: each of N users thinks, begins a journey, waits for its
// end, thinks again.
//
// A journey's identity is (client, arrival number) or (client, user, that user's n-th journey).
#pragma once

#include "models/component_model.hpp"
#include "models/metric.hpp"

namespace shaketable::models {

/// The metrics of a client; those of calls follow.
enum ClientMetric : std::uint32_t { kJourneysBegun, kJourneysGood, kJourneysInFlight, kClientMetrics };
[[nodiscard]] std::vector<MetricSpec> client_metrics();

[[nodiscard]] const ComponentModel& client_model();

} // namespace shaketable::models
