#include "models/pool.hpp"

#include "models/call.hpp"
#include "models/frames.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

namespace {

void show(Run& run, const Instance& here, const Edge& edge, const EdgeState& pool) {
    run.meter(here, edge.first_pool_metric + kPoolInUse).set(run.now(), pool.connections - pool.idle);
    run.meter(here, edge.first_pool_metric + kPoolWaiting).set(run.now(), pool.waiting.length);
}

void grant(Run& run, FrameRef caller, bool open) {
    const Op& op = run.op_of(caller);
    op.resume(run, caller, op,
              static_cast<std::uint16_t>(static_cast<unsigned>(Wake::kHasConnection) | (open ? 0x100U : 0U)));
}

} // namespace

void acquire_connection(Run& run, FrameRef caller, const Edge& edge) {
    const Instance& here = run.instance_of(caller);
    EdgeState& pool = edge_state(run, here, edge);
    if (pool.idle > 0 || pool.connections < pool.pool_size) {
        const bool open = pool.idle == 0;
        if (open)
            ++pool.connections;
        else
            --pool.idle;
        run.meter(here, edge.first_pool_metric + kPoolWait).time(engine::Duration());
        show(run, here, edge, pool);
        grant(run, caller, open);
        return;
    }
    caller->state = FrameState::kWaitingForConnection;
    push_back(run, pool.waiting, caller);
    show(run, here, edge, pool);
    wake_at(run, caller, run.now() + run.pool(here, edge.slot).acquire_timeout, Wake::kPoolTimeout);
}

void release_connection(Run& run, FrameRef caller, const Edge& edge, bool keep) {
    const Instance& here = run.instance_of(caller);
    EdgeState& pool = edge_state(run, here, edge);
    SHAKETABLE_ASSERT(pool.connections > pool.idle);
    caller->on_connection = false;
    if (pool.waiting.length > 0) {
        const FrameRef waiter = pop_front(run, pool.waiting);
        run.meter(here, edge.first_pool_metric + kPoolWait).time(run.now() - waiter->tried_at);
        grant(run, waiter, !keep);
    } else if (keep) {
        ++pool.idle;
    } else {
        --pool.connections;
    }
    show(run, here, edge, pool);
}

void stop_waiting(Run& run, FrameRef caller, const Edge& edge) {
    const Instance& here = run.instance_of(caller);
    EdgeState& pool = edge_state(run, here, edge);
    remove(run, pool.waiting, caller);
    show(run, here, edge, pool);
}

void server_closes(Run& run, const Edge& edge, std::uint32_t connections) {
    Instance& server = run.instance(run.scenario.components[edge.callee].first_instance);
    SHAKETABLE_ASSERT(server.workers_busy >= connections);
    server.workers_busy -= connections;
    run.meter(server, kBusyWorkers).set(run.now(), server.workers_busy);
}

void close_pools(Run& run, Instance& here) {
    for (const std::uint32_t edge_index : run.component_of(here).edges) {
        const Edge& edge = run.scenario.edges[edge_index];
        EdgeState& pool = edge_state(run, here, edge);
        if (edge.pooled) {
            server_closes(run, edge, pool.idle);
            pool = EdgeState{.pool_size = pool.pool_size};
            show(run, here, edge, pool);
        }
        pool = EdgeState{.pool_size = pool.pool_size};
    }
}

void drop_idle_connections(Run& run, std::uint32_t server_component) {
    for (const Edge& edge : run.scenario.edges) {
        if (edge.callee != server_component || !edge.pooled)
            continue;
        const Component& caller = run.scenario.components[edge.caller];
        for (std::uint32_t replica = 0; replica < caller.instances; ++replica) {
            const Instance& here = run.instance(caller.first_instance + replica);
            EdgeState& pool = edge_state(run, here, edge);
            pool.connections -= pool.idle;
            pool.idle = 0;
            show(run, here, edge, pool);
        }
    }
}

} // namespace shaketable::models
