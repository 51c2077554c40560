#include "tests/models/database_census.hpp"

#include "models/process.hpp"

#include <algorithm>
#include <utility>

namespace shaketable::models {

namespace {

class DatabaseCensus : public Census {
  public:
    using Census::Census;

    void look_for_broken() {
        for (std::uint32_t index = 0; index < world_.databases.size(); ++index) {
            const std::uint32_t component = scenario_.databases[index].component;
            const std::uint32_t instance = scenario_.components[component].first_instance;
            where_ = scenario_.components[component].name + ": ";
            check_locks(instance);
            check_pooler(instance);
            check_isolation(instance);
            check_dead_rows(index);
        }
        for (std::uint32_t group = 0; group < world_.groups.size(); ++group)
            check_group(scenario_.groups[group], world_.groups[group]);
        for (std::uint32_t move = 0; move < world_.moves.size(); ++move)
            check_move(scenario_.moves[move], world_.moves[move], move);
    }

    void look_for_leftovers() {
        for (std::uint32_t index = 0; index < world_.databases.size(); ++index)
            if (!is_kept_in_doubt(scenario_.components[scenario_.databases[index].component].first_instance))
                look_for_leftovers_of(world_.databases[index]);
        for (const Transaction& transaction : world_.transactions)
            require("a transaction is left", transaction.instance == kNone || is_orphan(transaction));
        for (const GroupState& group : world_.groups)
            for (const MemberState& member : group.members)
                expect("applied", member.applied, group.log.end());
        for (const MoveState& move : world_.moves)
            require("a move is left", !is_under_way(move));
        expect("moves in line", world_.moves_in_line.size(), 0);
    }

  private:
    void look_for_leftovers_of(const DatabaseState& database) {
        expect("locks", database.locks.locks(), 0);
        expect("waiting to be connected", database.connecting.length, 0);
        expect("transactions that changed rows", database.changes.writers(), 0);
        expect("vacuums", database.autovacuum.workers.size(), 0);
        expect("rows that are dying", database.autovacuum.dying.size(), 0);
    }

    /// In doubt for ever: its coordinator's process dies before it serves, each time, or is scaled away.
    [[nodiscard]] bool is_orphan(const Transaction& transaction) const {
        return transaction.in_doubt && !is_up(world_.instances[transaction.coordinator]);
    }
    [[nodiscard]] bool is_kept_in_doubt(std::uint32_t instance) const {
        return std::any_of(world_.transactions.begin(), world_.transactions.end(),
                           [&](const Transaction& of) { return of.instance == instance && is_orphan(of); });
    }

    void check_locks(std::uint32_t index) {
        const Instance& here = world_.instances[index];
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

    [[nodiscard]] static bool is_under_way(const MoveState& move) {
        return move.phase != MovePhase::kNotBegun && move.phase != MovePhase::kInLine &&
               move.phase != MovePhase::kOver;
    }

    [[nodiscard]] bool share_a_database(const MovePlan& one, const MovePlan& other) const {
        const auto databases = [&](const MovePlan& move) {
            const std::vector<std::uint32_t>& all = scenario_.shards[move.shards].databases;
            return std::pair(all[move.keys.from], all[move.keys.to]);
        };
        const auto [from, to] = databases(one);
        const auto [other_from, other_to] = databases(other);
        return from == other_from || from == other_to || to == other_from || to == other_to;
    }

    /// Frames at the instance that are at one of these operations.
    [[nodiscard]] std::uint32_t frames_at(std::uint32_t instance, std::uint32_t first_op,
                                          std::uint32_t last_op) const {
        return count([&](const Frame& frame) {
            return frame.instance == instance && frame.op >= first_op && frame.op <= last_op;
        });
    }

    void check_move(const MovePlan& plan, const MoveState& move, std::uint32_t index) {
        where_ = scenario_.timeline[plan.entry].name + ": ";
        const auto times_in = [&](const std::vector<std::uint32_t>& list) {
            return static_cast<std::uint32_t>(std::count(list.begin(), list.end(), index));
        };
        const bool is_in_line = move.phase == MovePhase::kInLine;
        const Placement& placement = world_.placements[plan.shards];
        expect("in line", times_in(world_.moves_in_line), is_in_line ? 1 : 0);
        expect("held", times_in(placement.held), move.phase == MovePhase::kCuttingOver ? 1 : 0);
        expect("active", world_.active[plan.entry], is_in_line || is_under_way(move) ? 1 : 0);
        std::uint32_t of_its_databases = 0;
        for (std::uint32_t other = 0; other < world_.moves.size(); ++other)
            of_its_databases +=
                is_under_way(world_.moves[other]) && share_a_database(plan, scenario_.moves[other]) ? 1U : 0U;
        require("waits in line for nobody", !is_in_line || of_its_databases > 0);
        require("keys that it moved are where they were",
                move.phase != MovePhase::kOver || move.failed ||
                    std::any_of(placement.moved.begin(), placement.moved.end(),
                                [&](const KeyMove& done) { return done.salt == plan.keys.salt; }));
        if (!is_under_way(move))
            return;
        expect("moves of its databases", of_its_databases, 1);
        for (const std::int64_t rows : move.left)
            require("less than no rows are left", rows >= 0);
        require("rows are left at the cut-over",
                move.phase != MovePhase::kCuttingOver ||
                    std::all_of(move.left.begin(), move.left.end(), [](auto rows) { return rows == 0; }));
        require("cut off by nothing", !move.is_cut_off || world_.disturbed[plan.edge] > 0);
        if (move.phase == MovePhase::kReading)
            expect("frames that read", frames_at(move.source, plan.read_op, plan.read_op + 1), 1);
        if (move.phase == MovePhase::kWriting)
            expect("frames that write", frames_at(move.target, plan.write_op, plan.write_op), 1);
        for (const std::uint32_t server : {move.source, move.target})
            require("goes on at a server that is down",
                    world_.instances[server].crashes == 0 && world_.instances[server].host_crashes == 0);
    }
};

} // namespace

std::string broken_database_invariant(const Simulation& simulation) {
    DatabaseCensus census(simulation);
    census.look_for_broken();
    return census.found();
}

std::string left_in_databases(const Simulation& simulation) {
    DatabaseCensus census(simulation);
    census.look_for_leftovers();
    return census.found();
}

} // namespace shaketable::models
