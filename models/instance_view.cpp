#include "models/instance_view.hpp"

#include "models/lifecycle/lifecycle.hpp"
#include "models/process.hpp"

#include <map>
#include <optional>
#include <utility>

namespace shaketable::models {

namespace {

LifeStage stage_of(const World& world, const Component& of, std::uint32_t replica) {
    if (of.model != &managed_service_model())
        return LifeStage::kServes;
    switch (world.lifecycles[of.model_index].lives[replica].phase) {
    case LifePhase::kAbsent:
        return LifeStage::kAbsent;
    case LifePhase::kStarting:
        return LifeStage::kStarting;
    case LifePhase::kWarming:
        return LifeStage::kWarmingUp;
    case LifePhase::kLeaving:
        return LifeStage::kLeaving;
    case LifePhase::kDown:
    case LifePhase::kReady:
        break;
    }
    return LifeStage::kServes;
}

/// Whoever holds up the holder at the far end: waits for no lock itself. Nothing: they wait in a circle.
std::optional<std::uint32_t> held_up_by(const LockManager& locks, std::uint32_t holder) {
    constexpr int kFurthest = 64; // longer ways are circles, or will be found from further on
    for (int steps = 0; steps < kFurthest; ++steps) {
        if (!locks.waits(holder))
            return holder;
        const std::vector<std::uint32_t> ahead = locks.blockers(holder);
        if (ahead.empty())
            return std::nullopt;
        holder = ahead.front(); // who has it comes before those who wait for it
    }
    return std::nullopt;
}

/// Whose steps the transaction is made of, or who waits for its only statement; nothing: a migration, or
/// nobody any more.
std::optional<std::uint32_t> owner_of(const World& world, const Transaction& transaction) {
    if (transaction.trunk != Transaction::kNobody)
        return world.instances[world.frames[transaction.trunk].instance].component;
    if (transaction.statement == Transaction::kNobody || transaction.migration != Transaction::kNobody)
        return std::nullopt;
    const Frame& statement = world.frames[transaction.statement];
    if (statement.parent == kNone || world.frames[statement.parent].epoch != statement.parent_epoch)
        return std::nullopt;
    return world.instances[world.frames[statement.parent].instance].component;
}

} // namespace

InstanceView instance_view(const Simulation& simulation, std::uint32_t component, std::uint32_t replica) {
    const Scenario& scenario = simulation.scenario();
    const Component& of = scenario.components[component];
    SHAKETABLE_ASSERT(replica < of.instances);
    const Instance& here = simulation.world().instances[of.first_instance + replica];
    const LifeStage stage = stage_of(simulation.world(), of, replica);
    InstanceView view{.kind = of.kind,
                      .replica = replica,
                      .replicas = of.instances,
                      .stage = stage,
                      .crashed = !is_up(here) && stage != LifeStage::kAbsent && stage != LifeStage::kStarting,
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

std::vector<LockHold> lock_holds(const Simulation& simulation) {
    const World& world = simulation.world();
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> waiting;
    for (std::uint32_t index = 0; index < world.transactions.size(); ++index) {
        const Transaction& waits = world.transactions[index];
        if (waits.instance == Transaction::kNobody || waits.statement == Transaction::kNobody)
            continue;
        const std::uint32_t database = world.instances[waits.instance].component;
        const LockManager& locks =
            world.databases[simulation.scenario().components[database].model_index].locks;
        if (!locks.waits(index))
            continue;
        if (const auto by = held_up_by(locks, index))
            if (const auto owner = owner_of(world, world.transactions[*by]))
                ++waiting[{*owner, database}];
    }
    std::vector<LockHold> holds;
    for (const auto& [of, count] : waiting)
        holds.push_back({.component = of.first, .database = of.second, .waiting = count});
    return holds;
}

} // namespace shaketable::models
