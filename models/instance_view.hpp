// What can be seen of one instance at an instant, for those who show it: plain figures, nothing that could
// change the simulation.
#pragma once

#include "models/simulation.hpp"

#include <string>
#include <vector>

namespace shaketable::models {

/// An instance's end of a connection pool.
struct PoolView {
    std::string callee;
    std::uint32_t in_use = 0; // checked out, or being opened
    std::uint32_t size = 0;
    std::uint32_t waiting = 0; // requests without a connection
};

/// How its life stands, of a replica that somebody runs (models/lifecycle/); of all others: kServes.
enum class LifeStage : std::uint8_t {
    kServes,
    kAbsent, // an autoscaler has not let it come, or has let it go
    kStarting,
    kWarmingUp,
    kLeaving, // it serves what it has
};

struct InstanceView {
    std::string kind;
    std::uint32_t replica = 0;
    std::uint32_t replicas = 0; // that the component has
    LifeStage stage = LifeStage::kServes;
    bool crashed = false;           // its process, or its host
    double speed = 1.0;             // of its cores: below 1 while something slows it down
    std::uint32_t queued = 0;       // requests that wait to be served
    std::uint32_t in_service = 0;   // requests being served; of a client: journeys in flight
    std::uint32_t workers_busy = 0; // of a database: connections open
    std::uint32_t workers = 0;      // as many as there are; 0: it has none
    std::uint32_t computing = 0;    // on its cores
    double cores = 0.0;
    std::vector<PoolView> pools = {};
};

/// Requires that the component has this replica.
[[nodiscard]] InstanceView instance_view(const Simulation& simulation, std::uint32_t component,
                                         std::uint32_t replica);

/// That others wait for locks that transactions of the component hold, directly or behind each other.
struct LockHold {
    std::uint32_t component = 0; // whose steps the transaction is made of
    std::uint32_t database = 0;  // the component that has the locks
    std::uint32_t waiting = 0;   // statements
};
/// By component and database. Of those who wait for locks, each is told once: of whoever, in the end, waits
/// for no lock; not those that a migration holds up itself, or that wait in a circle.
[[nodiscard]] std::vector<LockHold> lock_holds(const Simulation& simulation);

} // namespace shaketable::models
