#include "tests/models/invariants.hpp"

#include "models/transaction_step.hpp"
#include "tests/models/database_census.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

class FrameCensus : public Census {
  public:
    using Census::Census;

    void look_for_broken() {
        check_frames();
        for (std::uint32_t index = 0; index < world_.instances.size(); ++index)
            check_instance(index);
        for (const Edge& edge : scenario_.edges)
            check_edge(edge);
    }

    void look_for_leftovers() {
        expect("frames in flight", world_.live_frames, 0);
        for (const Instance& here : world_.instances) {
            expect("in service", here.in_service, 0);
            expect("waiting", here.unserved, 0);
            expect("computing", here.cpu.running, 0);
            if (!component_of(here).model->pooled)
                expect("workers held", here.workers_busy, 0);
        }
        for (const Edge& edge : scenario_.edges)
            for (const EdgeState& pool : pools_of(edge)) {
                expect("connections checked out", pool.connections - pool.idle, 0);
                expect("waiters", pool.waiting.length, 0);
            }
    }

  private:
    void check_frames() {
        where_ = "world: ";
        expect("live frames", world_.live_frames, count([](const Frame&) { return true; }));
        std::uint32_t free = 0;
        for (std::uint32_t index = world_.free_frame; index != kNone; index = frames_[index].next)
            ++free;
        expect("free list", free, frames_.size() - world_.live_frames);
    }

    void check_instance(std::uint32_t index) {
        const Instance& here = world_.instances[index];
        const Component& component = component_of(here);
        where_ = component.name + "[" + std::to_string(here.replica) + "]: ";
        const auto here_is = [index](const Frame& frame) { return frame.instance == index; };
        expect("in service", here.in_service, count([&](const Frame& frame) {
                   return here_is(frame) && (frame.served || frame.is_journey);
               }));
        expect("computing", here.cpu.running, count([&](const Frame& frame) {
                   return here_is(frame) && frame.state == FrameState::kComputing;
               }));
        expect("queued", here.queue.length, count([&](const Frame& frame) {
                   return here_is(frame) && frame.state == FrameState::kQueued;
               }));
        expect("unserved", here.unserved, count([&](const Frame& frame) {
                   return here_is(frame) && frame.state == FrameState::kQueued && !frame.served &&
                          !frame.is_branch;
               }));
        require("more wait than the limit", // a limit that is lowered turns nobody away who waits already
                here.unserved <= here.capacity.queue_limit || !scenario_.setters.empty());
        if (component.kind == JobConfig::kTag)
            check_job(scenario_.jobs[component.model_index], here, index);
        if (component.model->pooled || component.model->arrive == nullptr)
            return;
        expect("workers busy", here.workers_busy,
               count([&](const Frame& frame) { return here_is(frame) && frame.has_worker; }));
        require("more workers than there are", here.workers_busy <= here.capacity.workers);
        require("idle workers beside a queue",
                here.queue.length == 0 || here.workers_busy == here.capacity.workers || here.hangs > 0);
        if (here.crashes > 0)
            expect("frames of a dead process", count([&](const Frame& frame) {
                       return here_is(frame) && frame.state != FrameState::kInTransit;
                   }),
                   0);
    }

    /// A run has a frame of its own, or waits to be tried again.
    void check_job(const JobPlan& job, const Instance& here, std::uint32_t index) {
        std::vector<std::uint32_t> seen;
        for (const JobRun& of : world_.job_hosts[job.first_host + here.replica].runs) {
            if (of.frame == kNone) {
                require("a run waits for what has been", of.next_try >= world_.now() || here.hangs > 0);
                continue;
            }
            const Frame& frame = frames_[of.frame];
            require("a run without a frame", frame.state != FrameState::kFree && frame.instance == index &&
                                                 !frame.is_branch && !frame.cancelled);
            require("two runs with one frame", std::find(seen.begin(), seen.end(), of.frame) == seen.end());
            seen.push_back(of.frame);
        }
    }

    [[nodiscard]] std::vector<EdgeState> pools_of(const Edge& edge) const {
        std::vector<EdgeState> pools;
        const Component& caller = scenario_.components[edge.caller];
        for (std::uint32_t replica = 0; edge.pooled && replica < caller.instances; ++replica)
            pools.push_back(
                world_.edge_states[world_.instances[caller.first_instance + replica].first_edge_state +
                                   edge.slot]);
        return pools;
    }

    [[nodiscard]] bool calls_over(const Frame& frame, const Edge& edge) const {
        if (frame.state != FrameState::kCalling && frame.state != FrameState::kWaitingForConnection)
            return false;
        const Op& op = scenario_.ops[frame.op];
        if (is_transaction(op))
            return &scenario_.edges[scenario_.transactions[op.a].edge] == &edge;
        const CallSite& site = scenario_.call_sites[op.a];
        return site.pooled && &scenario_.edges[site.edge] == &edge;
    }

    /// Transactions within whose steps frames of the instance are, each with a connection of this edge.
    [[nodiscard]] std::uint32_t transactions_over(const Edge& edge, std::uint32_t instance) const {
        std::uint32_t found = 0;
        for (const Transaction& of : world_.transactions)
            found += of.instance != kNone && of.trunk != kNone && frames_[of.trunk].instance == instance &&
                             &scenario_.edges[scenario_.transactions[scenario_.ops[of.op].a].edge] == &edge
                         ? 1U
                         : 0U;
        return found;
    }

    [[nodiscard]] const Transaction* transaction_of(std::uint32_t frame) const {
        if (!frames_[frame].has_transaction)
            return nullptr;
        return &world_.transactions[world_.transaction_of[frame]];
    }

    [[nodiscard]] std::uint32_t connections_of_transactions(std::uint32_t server) const {
        std::uint32_t open = 0;
        for (const Transaction& of : world_.transactions)
            open += of.instance == server && of.of_client && of.is_connected && of.is_open ? 1U : 0U;
        return open;
    }

    void check_edge(const Edge& edge) {
        if (!edge.pooled)
            return;
        where_ =
            scenario_.components[edge.caller].name + "->" + scenario_.components[edge.callee].name + ": ";
        const Component& caller = scenario_.components[edge.caller];
        const std::vector<EdgeState> pools = pools_of(edge);
        for (std::uint32_t replica = 0; replica < pools.size(); ++replica) {
            const EdgeState& pool = pools[replica];
            const std::uint32_t instance = caller.first_instance + replica;
            const auto in = [&](const Frame& frame, FrameState state) {
                return frame.instance == instance && frame.state == state && calls_over(frame, edge);
            };
            require("more connections than the pool may have", pool.connections <= pool.pool_size);
            require("idle exceed connections", pool.idle <= pool.connections);
            require("waiters beside free connections",
                    pool.waiting.length == 0 || (pool.idle == 0 && pool.connections == pool.pool_size));
            expect("checked out", pool.connections - pool.idle, count([&](const Frame& frame) {
                                                                    return in(frame, FrameState::kCalling);
                                                                }) + transactions_over(edge, instance));
            expect("waiting", pool.waiting.length,
                   count([&](const Frame& frame) { return in(frame, FrameState::kWaitingForConnection); }));
        }
        check_server(edge.callee);
    }

    /// A backend belongs to an idle connection, to one in use, or works on for a client that hung up.
    void check_server(std::uint32_t callee) {
        const Component& server = scenario_.components[callee];
        std::uint32_t established = 0;
        for (const Edge& edge : scenario_.edges)
            for (const EdgeState& pool : pools_of(edge))
                established += edge.callee == callee ? pool.idle : 0;
        established += count([&](const Frame& frame) {
            return frame.state == FrameState::kCalling && frame.on_connection && calls_into(frame, callee) &&
                   scenario_.call_sites[scenario_.ops[frame.op].a].pooled;
        });
        established += connections_of_transactions(server.first_instance);
        std::uint32_t hung_up = 0;
        for (std::uint32_t index = 0; index < frames_.size(); ++index) {
            const Frame& frame = frames_[index];
            const Transaction* const of = transaction_of(index);
            hung_up += frame.state != FrameState::kFree && frame.instance == server.first_instance &&
                               frame.state != FrameState::kConnecting && !frame.replied &&
                               frames_[frame.parent].epoch != frame.parent_epoch &&
                               (of == nullptr || !of->was_terminated)
                           ? 1U
                           : 0U;
        }
        where_ = server.name + ": ";
        expect("connections", world_.instances[server.first_instance].workers_busy, established + hung_up);
        require("more connections than it accepts",
                world_.instances[server.first_instance].workers_busy <=
                    world_.instances[server.first_instance].capacity.workers);
    }

    [[nodiscard]] bool calls_into(const Frame& frame, std::uint32_t callee) const {
        return scenario_.edges[scenario_.call_sites[scenario_.ops[frame.op].a].edge].callee == callee;
    }
};

} // namespace

std::string broken_invariant(const Simulation& simulation) {
    FrameCensus census(simulation);
    census.look_for_broken();
    return census.found().empty() ? broken_database_invariant(simulation) : census.found();
}

std::string left_behind(const Simulation& simulation) {
    FrameCensus census(simulation);
    census.look_for_leftovers();
    return census.found().empty() ? left_in_databases(simulation) : census.found();
}

} // namespace shaketable::models
