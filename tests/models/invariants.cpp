#include "tests/models/invariants.hpp"

#include "models/transaction_step.hpp"

#include <sstream>

namespace shaketable::models {

namespace {

class Census {
  public:
    explicit Census(const Simulation& simulation)
        : scenario_(simulation.scenario()), world_(simulation.world()), frames_(world_.frames) {}

    std::string first_broken() {
        check_frames();
        for (std::uint32_t index = 0; index < world_.instances.size(); ++index)
            check_instance(index);
        for (std::uint32_t index = 0; index < world_.instances.size(); ++index)
            check_locks(index);
        for (std::uint32_t index = 0; index < world_.instances.size(); ++index)
            check_pooler(index);
        for (std::uint32_t index = 0; index < world_.instances.size(); ++index)
            check_isolation(index);
        for (std::uint32_t index = 0; index < world_.databases.size(); ++index)
            check_dead_rows(index);
        for (const Edge& edge : scenario_.edges)
            check_edge(edge);
        for (std::uint32_t group = 0; group < world_.groups.size(); ++group)
            check_group(scenario_.groups[group], world_.groups[group]);
        return words_.str();
    }

    std::string first_left_behind() {
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
        for (const DatabaseState& database : world_.databases) {
            expect("locks", database.locks.locks(), 0);
            expect("waiting to be connected", database.connecting.length, 0);
            expect("transactions that changed rows", database.changes.writers(), 0);
            expect("vacuums", database.autovacuum.workers.size(), 0);
            expect("rows that are dying", database.autovacuum.dying.size(), 0);
        }
        for (const Transaction& transaction : world_.transactions)
            require("a transaction is left", transaction.instance == kNone);
        for (const GroupState& group : world_.groups)
            for (const MemberState& member : group.members)
                expect("applied", member.applied, group.log.end());
        return words_.str();
    }

  private:
    [[nodiscard]] const Component& component_of(const Instance& here) const {
        return scenario_.components[here.component];
    }

    template <class Found, class Wanted>
    void expect(const std::string& what, Found found, Wanted wanted) {
        if (words_.tellp() == 0 && static_cast<std::uint64_t>(found) != static_cast<std::uint64_t>(wanted))
            words_ << where_ << what << ": " << +found << " kept, " << +wanted << " counted";
    }
    void require(const std::string& what, bool holds) {
        if (words_.tellp() == 0 && !holds)
            words_ << where_ << what;
    }

    template <class Matches>
    std::uint32_t count(Matches matches) const {
        std::uint32_t found = 0;
        for (const Frame& frame : frames_)
            found += frame.state != FrameState::kFree && matches(frame) ? 1U : 0U;
        return found;
    }

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

    void check_locks(std::uint32_t index) {
        const Instance& here = world_.instances[index];
        if (!component_of(here).model->pooled || component_of(here).model_index == kNone)
            return;
        const LockManager& locks = world_.databases[component_of(here).model_index].locks;
        std::uint32_t waiting = 0; // one that has just been granted its lock does not wait any more
        for (std::uint32_t frame = 0; frame < frames_.size(); ++frame)
            if (frames_[frame].instance == index && frames_[frame].state == FrameState::kWaitingForLock)
                waiting += locks.waits(world_.transaction_of[frame]) ? 1U : 0U;
        std::uint32_t queued = 0;
        for (std::uint32_t of = 0; of < world_.transactions.size(); ++of)
            queued += locks.waits(of) ? 1U : 0U;
        expect("waiting for locks", queued, waiting);
        for (std::uint32_t of = 0; of < world_.transactions.size(); ++of)
            if (world_.transactions[of].instance == kNone)
                require("a transaction that is over waits", !locks.waits(of));
    }

    void check_pooler(std::uint32_t index) {
        const Instance& here = world_.instances[index];
        if (!component_of(here).model->pooled || component_of(here).model_index == kNone)
            return;
        const DatabasePlan& plan = scenario_.databases[component_of(here).model_index];
        const DatabaseState& database = world_.databases[component_of(here).model_index];
        if (plan.backends == 0)
            return;
        std::uint32_t held = 0;
        for (const Transaction& of : world_.transactions)
            held += of.instance == index && of.has_backend ? 1U : 0U;
        expect("backends", database.backends_busy, plan.backend_for_session ? here.workers_busy : held);
        require("idle backends beside those who wait",
                database.backends_busy >= plan.backends || database.will_dispatch ||
                    here.queue.length + database.connecting.length == 0);
    }

    void check_isolation(std::uint32_t index) {
        const Instance& here = world_.instances[index];
        if (!component_of(here).model->pooled || component_of(here).model_index == kNone)
            return;
        const DatabaseState& database = world_.databases[component_of(here).model_index];
        std::uint32_t snapshots = 0;
        std::uint32_t serializable = 0;
        for (const Transaction& of : world_.transactions) {
            const bool is_open = of.instance == index && of.has_begun;
            snapshots += is_open && of.isolation != Isolation::kReadCommitted ? 1U : 0U;
            serializable += is_open && of.isolation == Isolation::kSerializable ? 1U : 0U;
        }
        expect("snapshots", database.changes.snapshots(), snapshots);
        require("changes that nobody needs", snapshots > 0 || database.changes.kept() == 0);
        require("too few serializable", database.conflicts.transactions() >= serializable);
        require("serializable ones that nobody meets",
                serializable > 0 || database.conflicts.transactions() == 0);
    }

    /// Rows of the table whose transaction, at any server of the group, is not over.
    std::int64_t dying_rows(const DatabasePlan& plan, std::uint32_t table) {
        std::int64_t rows = 0;
        for (std::uint32_t other = 0; other < world_.databases.size(); ++other)
            if (const DatabasePlan& of = scenario_.databases[other];
                &of == &plan || (plan.group != kNone && of.group == plan.group))
                for (const DyingRows& dying : world_.databases[other].autovacuum.dying) {
                    rows += dying.table == table ? dying.rows : 0;
                    require("rows die for nobody", world_.transactions[dying.transaction].has_begun &&
                                                       world_.transactions[dying.transaction].has_changed);
                }
        return rows;
    }

    void check_dead_rows(std::uint32_t index) {
        const DatabasePlan& plan = scenario_.databases[index];
        const DatabaseState& database = world_.databases[index];
        where_ = scenario_.components[plan.component].name + "'s tables: ";
        for (std::uint32_t table = 0; table < database.tables.size(); ++table) {
            const TableState& state = database.tables[table];
            std::int64_t dead = plan.autovacuum ? dying_rows(plan, table) : 0;
            engine::Time before = {};
            for (const Deaths& deaths : state.deaths) {
                require("deaths out of order", before <= deaths.last && deaths.rows > 0);
                before = deaths.last;
                dead += deaths.rows;
            }
            expect("dead rows", state.dead, dead);
            require("rows without room", state.room >= state.rows + state.dead);
            require("room without rows", plan.autovacuum || state.room == state.rows);
        }
        check_vacuums(plan, database);
    }

    void check_vacuums(const DatabasePlan& plan, const DatabaseState& database) {
        const std::vector<VacuumWorker>& workers = database.autovacuum.workers;
        require("more workers than there may be",
                workers.empty() || (plan.autovacuum && static_cast<std::int64_t>(workers.size()) <=
                                                           plan.autovacuum->config.workers));
        for (const VacuumWorker& worker : workers) {
            require("nobody is the worker", frames_[worker.frame].state != FrameState::kFree);
            require("a worker without a table", worker.table != VacuumWorker::kNoTable);
            require("vacuums without its lock",
                    database.locks.holds(worker.transaction, LockTarget::table(worker.table),
                                         static_cast<unsigned>(TableLock::kShareUpdateExclusive)));
            require("beyond the sweep", worker.page <= worker.pages);
            expect("has locks",
                   database.locks
                       .holders(LockTarget::table(worker.table),
                                only(static_cast<unsigned>(TableLock::kShareUpdateExclusive)))
                       .size(),
                   1);
        }
    }

    void check_group(const GroupPlan& plan, const GroupState& group) {
        where_ = scenario_.components[plan.members.front().component].name + "'s group: ";
        std::uint64_t before = 0;
        for (const CommitWait& wait : group.waiting) {
            require("commits wait out of order", wait.position > before);
            before = wait.position;
        }
        require("a commit waits for what is not in the log", before <= group.log.end());
        for (std::uint32_t number = 0; number < group.members.size(); ++number) {
            const MemberState& member = group.members[number];
            require("applied what it has not begun", member.applied <= member.started);
            require("begun what it has not received", member.started <= member.received);
            expect("being applied", member.started - member.applied,
                   member.applying.size() + member.applied_early.size());
            require("more workers than there are", member.applying.size() <= plan.members[number].workers);
            for (const MemberState::Applying& one : member.applying)
                require("nobody applies it", frames_[one.frame].state != FrameState::kFree);
            if (member.has_diverged || member.has_left)
                continue;
            require("received what was never written", member.received <= group.log.end());
            require("the log has lost what it has not applied", group.log.first() <= member.applied + 1);
        }
        const MemberState& primary = group.members[group.primary];
        expect("of the log, at the primary", primary.applied, group.log.end());
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

    const Scenario& scenario_;
    const World& world_;
    const engine::Paged<Frame>& frames_;
    std::string where_;
    std::ostringstream words_;
};

} // namespace

std::string broken_invariant(const Simulation& simulation) { return Census(simulation).first_broken(); }
std::string left_behind(const Simulation& simulation) { return Census(simulation).first_left_behind(); }

} // namespace shaketable::models
