// Replicas of a database and their failover: what a file says of them. Configuration only.
#pragma once

#include "models/distribution_config.hpp"

#include <array>

namespace shaketable::models {

/// What of a transaction a replica must have done before its commit is answered.
enum class Synchronous : std::uint8_t { kOff, kReceived, kApplied };
constexpr auto enum_names(Synchronous) {
    return std::array<std::string_view, 3>{"off", "received", "applied"};
}

struct ReplicaConfig {
    ComponentRef of;
    DistributionConfig apply = DistributionConfig::constant(engine::Duration::from_ns(5'000));
    std::int64_t apply_workers = 1;
    Synchronous synchronous = Synchronous::kOff;
};
template <class Visitor>
void describe(Visitor& visit, ReplicaConfig& config) {
    visit(Knob{.name = "of",
               .doc = "The primary: it has the same tables and queries, and what is written there is applied "
                      "here, later.",
               .required = true},
          config.of);
    visit(Knob{.name = "apply",
               .doc = "Time of a core that applying one row takes which the primary has written.",
               .origin = "measured: redo of PostgreSQL 15, 5.3 us"},
          config.apply);
    visit(Knob{.name = "apply_workers",
               .doc =
                   "How many transactions are applied side by side; readers see them in the order in which "
                   "they were committed.",
               .unit = "workers",
               .origin = "PostgreSQL: one process",
               .bounds = {1, 1'000}},
          config.apply_workers);
    visit(Knob{.name = "synchronous",
               .doc =
                   "What the primary waits for, with its locks held, before it answers a commit: nothing, "
                   "that the replica has received it, or that it has applied it. A replica that is away is "
                   "waited for.",
               .origin = "PostgreSQL synchronous_standby_names: none"},
          config.synchronous);
}

struct FailoverConfig {
    engine::Duration detection = engine::Duration::from_seconds(30);
    engine::Duration promotion = engine::Duration::from_seconds(5);
    engine::Duration rejoin = engine::Duration::from_seconds(60);
};
template <class Visitor>
void describe(Visitor& visit, FailoverConfig& config) {
    visit(Knob{.name = "detection",
               .doc = "How long a server must be down before it counts as gone: a primary is replaced, a "
                      "replica is read from no more.",
               .origin = "Patroni ttl",
               .bounds = kPositiveLength},
          config.detection);
    visit(Knob{.name = "promotion",
               .doc = "How long the replica that knows most takes to become the primary, and the clients to "
                      "learn of it; at least until it has applied what it has received.",
               .origin = "assumed",
               .bounds = kAnyLength},
          config.promotion);
    visit(Knob{.name = "rejoin",
               .doc = "How long a former primary that has written what the new one never received takes to "
                      "become a replica: it is rewound, or copied anew.",
               .origin = "assumed",
               .bounds = kAnyLength},
          config.rejoin);
}

} // namespace shaketable::models
