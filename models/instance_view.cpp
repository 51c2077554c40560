#include "models/instance_view.hpp"

namespace shaketable::models {

InstanceView instance_view(const Simulation& simulation, std::uint32_t component, std::uint32_t replica) {
    const Scenario& scenario = simulation.scenario();
    const Component& of = scenario.components[component];
    SHAKETABLE_ASSERT(replica < of.instances);
    const Instance& here = simulation.world().instances[of.first_instance + replica];
    InstanceView view{.kind = of.kind,
                      .replica = replica,
                      .replicas = of.instances,
                      .crashed = here.crashes > 0 || here.host_crashes > 0,
                      .speed = here.speed,
                      .queued = here.unserved,
                      .in_service = here.in_service,
                      .workers_busy = here.workers_busy,
                      .workers = here.capacity.workers,
                      .computing = here.cpu.running,
                      .cores = here.capacity.cores};
    for (const std::uint32_t index : of.edges) {
        const Edge& edge = scenario.edges[index];
        const EdgeState& end = simulation.world().edge_states[here.first_edge_state + edge.slot];
        if (edge.pooled)
            view.pools.push_back({.callee = scenario.components[edge.callee].name,
                                  .in_use = end.connections - end.idle,
                                  .size = end.pool_size,
                                  .waiting = end.waiting.length});
    }
    return view;
}

} // namespace shaketable::models
