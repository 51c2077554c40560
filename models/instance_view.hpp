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

struct InstanceView {
    std::string kind;
    std::uint32_t replica = 0;
    std::uint32_t replicas = 0;     // that the component has
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

} // namespace shaketable::models
