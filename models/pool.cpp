#include "models/pool.hpp"

#include "models/call.hpp"
#include "models/database/events.hpp"
#include "models/database/pooler.hpp"
#include "models/frames.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

void show_in_use(Run& run, const Instance& here, const Edge& edge, const EdgeState& pool) {
    run.meter(here, edge.first_pool_metric + kPoolInUse).set(run.now(), pool.connections - pool.idle);
}
void show_waiting(Run& run, const Instance& here, const Edge& edge, const EdgeState& pool) {
    run.meter(here, edge.first_pool_metric + kPoolWaiting).set(run.now(), pool.waiting.length);
}

constexpr engine::Duration kLookedAtEvery = engine::Duration::from_seconds(30);

PoolAges* ages_of(Run& run, const Instance& here, const Edge& edge) {
    return edge.first_ages == kNone ? nullptr : &run.world.pool_ages[edge.first_ages + here.replica];
}

/// When a connection that is opened now has become too old.
engine::Time retirement(Run& run, const Instance& here, const Edge& edge, PoolAges& ages) {
    const engine::Duration life = run.pool(here, edge.slot).max_lifetime;
    if (life == engine::kLongest)
        return engine::Time::latest();
    const engine::Key pool = run.world.root.child(run.component_of(here).label, here.replica)
                                 .child(run.scenario.components[edge.callee].label, ages.opened++);
    const double less = 0.025 * engine::Draws(pool, engine::label("lifetime")).unit();
    return run.now() + engine::round_to_duration(static_cast<double>(life.ns()) * (1.0 - less));
}

void begin_use(Run& run, const Instance& here, const Edge& edge, bool open) {
    PoolAges* const ages = ages_of(run, here, edge);
    if (ages == nullptr)
        return;
    engine::Time retires_at;
    if (open) {
        retires_at = retirement(run, here, edge, *ages);
    } else {
        retires_at = ages->idle.back().retires_at;
        ages->idle.pop_back();
    }
    std::vector<engine::Time>& used = ages->in_use;
    used.insert(std::upper_bound(used.begin(), used.end(), retires_at, std::greater<>()), retires_at);
}

/// Returns whether the connection is as good as before.
bool end_use(Run& run, const Instance& here, const Edge& edge, bool keep) {
    PoolAges* const ages = ages_of(run, here, edge);
    if (ages == nullptr)
        return keep;
    const engine::Time retires_at = ages->in_use.back();
    ages->in_use.pop_back();
    if (keep && retires_at <= run.now()) {
        server_closes(run, edge, 1);
        return false;
    }
    if (keep)
        ages->idle.push_back({.since = run.now(), .retires_at = retires_at});
    return keep;
}

void schedule_look(Run& run, std::uint32_t edge, std::uint32_t replica) {
    push_database_event(run, run.now() + kLookedAtEvery, run.scenario.edges[edge].callee,
                        DatabaseEvent::kPool, edge, replica);
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
        begin_use(run, here, edge, open);
        run.meter(here, edge.first_pool_metric + kPoolWait).time(engine::Duration());
        show_in_use(run, here, edge, pool);
        grant(run, caller, open);
        return;
    }
    caller->state = FrameState::kWaitingForConnection;
    push_back(run, pool.waiting, caller);
    show_waiting(run, here, edge, pool);
    wake_at(run, caller, run.now() + run.pool(here, edge.slot).acquire_timeout, Wake::kPoolTimeout);
}

void release_connection(Run& run, FrameRef caller, const Edge& edge, bool keep) {
    const Instance& here = run.instance_of(caller);
    EdgeState& pool = edge_state(run, here, edge);
    SHAKETABLE_ASSERT(pool.connections > pool.idle);
    caller->on_connection = false;
    keep = end_use(run, here, edge, keep);
    if (pool.waiting.length > 0) {
        const FrameRef waiter = pop_front(run, pool.waiting);
        show_waiting(run, here, edge, pool);
        run.meter(here, edge.first_pool_metric + kPoolWait).time(run.now() - waiter->tried_at);
        begin_use(run, here, edge, !keep);
        grant(run, waiter, !keep);
    } else if (keep) {
        ++pool.idle;
    } else {
        --pool.connections;
    }
    show_in_use(run, here, edge, pool);
}

void stop_waiting(Run& run, FrameRef caller, const Edge& edge) {
    const Instance& here = run.instance_of(caller);
    EdgeState& pool = edge_state(run, here, edge);
    remove(run, pool.waiting, caller);
    show_waiting(run, here, edge, pool);
}

void server_closes(Run& run, const Edge& edge, std::uint32_t connections) {
    close_connections(run, run.instance(run.scenario.components[edge.callee].first_instance), connections);
}

void close_pools(Run& run, Instance& here) {
    for (const std::uint32_t edge_index : run.component_of(here).edges) {
        const Edge& edge = run.scenario.edges[edge_index];
        EdgeState& pool = edge_state(run, here, edge);
        if (edge.pooled) {
            server_closes(run, edge, pool.idle);
            pool = EdgeState{.pool_size = pool.pool_size};
            if (PoolAges* const ages = ages_of(run, here, edge); ages != nullptr)
                *ages = PoolAges{.opened = ages->opened};
            show_in_use(run, here, edge, pool);
            show_waiting(run, here, edge, pool);
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
            if (PoolAges* const ages = ages_of(run, here, edge); ages != nullptr)
                ages->idle.clear();
        }
    }
}

void watch_ages(Run& run, std::uint32_t server_component) {
    for (std::uint32_t edge = 0; edge < run.scenario.edges.size(); ++edge)
        if (run.scenario.edges[edge].callee == server_component &&
            run.scenario.edges[edge].first_ages != kNone)
            for (std::uint32_t replica = 0;
                 replica < run.scenario.components[run.scenario.edges[edge].caller].instances; ++replica)
                schedule_look(run, edge, replica);
}

void close_old_connections(Run& run, std::uint32_t edge_index, std::uint32_t replica) {
    const Edge& edge = run.scenario.edges[edge_index];
    const Instance& here = run.instance(run.scenario.components[edge.caller].first_instance + replica);
    const Pool& knobs = run.pool(here, edge.slot);
    EdgeState& pool = edge_state(run, here, edge);
    std::vector<PoolAges::Idle>& idle = ages_of(run, here, edge)->idle;
    std::uint32_t left = pool.idle;
    std::erase_if(idle, [&](const PoolAges::Idle& one) {
        const bool is_too_many = knobs.minimum_idle != kNone && left > knobs.minimum_idle &&
                                 run.now() - one.since >= knobs.idle_timeout;
        const bool goes = is_too_many || one.retires_at <= run.now();
        left -= goes ? 1U : 0U;
        return goes;
    });
    const std::uint32_t closed = pool.idle - left;
    pool.idle = left;
    pool.connections -= closed;
    server_closes(run, edge, closed);
    schedule_look(run, edge_index, replica);
}

} // namespace shaketable::models
