// A population of users.
//
// Open: journeys begin whatever the system does, at the points of a Poisson process (or evenly) whose rate is
// piecewise constant: the n-th gap is one standard exponential draw, used up at the rate of the moment, so a
// change of rate leaves every draw alone. Closed: each of N users thinks, begins a journey, waits for its
// end, thinks again.
//
// A journey's identity is (client, arrival number) or (client, user, that user's n-th journey).
//
// A load factor above 1 adds a second stream to an open client, with arrival numbers and gaps of its own,
// whose rate is (factor - 1) times the first's; below 1 each arrival stays away by a draw of its own. To a
// closed client it adds users with numbers of their own, or lets users stay away, each by a draw of its own,
// once the journey that they are on is over. So no change of the load renumbers anybody or moves an arrival
// of the first stream.
#pragma once

#include "models/component_model.hpp"
#include "models/metric.hpp"
#include "models/world.hpp"

namespace shaketable::models {

/// The metrics of a client; those of calls follow.
enum ClientMetric : std::uint32_t { kJourneysBegun, kJourneysGood, kJourneysInFlight, kClientMetrics };
[[nodiscard]] std::vector<MetricSpec> client_metrics();

/// The load of a client becomes `factor` times its usual one, from now on.
void set_load(Run& run, std::uint32_t component, double factor);

/// Whether users wait for their answers before they ask again.
[[nodiscard]] bool is_closed(const Scenario& scenario, std::uint32_t client);
/// The product of the load factors that act, or acted, on the client at a time.
[[nodiscard]] double load_factor_at(const Scenario& scenario, const World& world, std::uint32_t client,
                                    engine::Time at);
/// How many users of a closed client take part under a load factor.
[[nodiscard]] std::uint32_t users_under(const Scenario& scenario, const World& world, std::uint32_t client,
                                        double factor);

[[nodiscard]] const ComponentModel& client_model();

} // namespace shaketable::models
