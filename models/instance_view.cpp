#include "models/instance_view.hpp"

#include "models/process.hpp"

namespace shaketable::models {

namespace {

/// Whether an autoscaler has not let it come.
bool is_absent(const World& world, const Component& of, std::uint32_t replica) {
    return of.present_metric != kNone &&
           world.lifecycles[of.model_index].lives[replica].phase == LifePhase::kAbsent;
}

} // namespace

InstanceView instance_view(const Simulation& simulation, std::uint32_t component, std::uint32_t replica) {
    const Scenario& scenario = simulation.scenario();
    const Component& of = scenario.components[component];
    SHAKETABLE_ASSERT(replica < of.instances);
    const Instance& here = simulation.world().instances[of.first_instance + replica];
    InstanceView view{.kind = of.kind,
                      .replica = replica,
                      .replicas = of.instances,
                      .crashed = !is_up(here) && !is_absent(simulation.world(), of, replica),
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
