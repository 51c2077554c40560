// Compiles the step list of an endpoint or a journey: see models/compiler.hpp, compile_program.
#pragma once

#include "models/cache_config.hpp"
#include "models/compiler.hpp"
#include "models/frames.hpp"
#include "models/shards.hpp"
#include "models/steps.hpp"

#include <array>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shaketable::models {

/// A cache's operations on the keys of a space, as it is configured for a time.
struct KeyServer {
    std::uint32_t component = 0;
    std::uint32_t space = 0; // in CachePlans::spaces
    std::uint32_t life = 0;  // in CachePlans::lives
    std::uint32_t time = 0;  // of an operation, in Scenario::distributions
};
/// The programs by which it looks up, stores, deletes and puts.
[[nodiscard]] std::array<std::uint32_t, 4> compile_key_space(Compiler& compiler, const KeyServer& server,
                                                             const KeySpaceConfig& config,
                                                             const std::string& at);

class ProgramCompiler {
  public:
    ProgramCompiler(Compiler& compiler, const StepOwner& owner) : compiler_(compiler), owner_(owner) {}

    std::uint32_t compile(const StepsConfig& steps, const std::string& at);

    // The programs of a cache's server: see models/cache/serving.hpp.
    std::uint32_t compile_operation(const KeyServer& server, const Op& operation);
    std::uint32_t compile_look_up(const KeyServer& server, const KeySpaceConfig& config,
                                  const std::string& at);
    std::uint32_t compile_put(const KeyServer& server, const KeySpaceConfig& config, const std::string& at);

  private:
    [[nodiscard]] std::uint32_t here() const {
        return static_cast<std::uint32_t>(compiler_.scenario.ops.size());
    }
    Op& emit(const Op& op) { return compiler_.scenario.ops.emplace_back(op); }
    Op& op_at(std::uint32_t index) { return compiler_.scenario.ops[index]; }

    void steps_at_top(const StepsConfig& steps, const std::string& at);

    void steps_inside(const StepsConfig& steps, const std::string& at);

    void step(const StepConfig& config, const std::string& at);

    void compile_verb(const StepConfig& config, const WorkStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const WaitStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const CallStepConfig& verb, const std::string& at);

    /// What steps are called so far.
    using Ids = std::pair<std::map<std::string, int>, std::set<std::string>>;

    struct CallAt {
        std::uint32_t policy = 0;
        engine::Label id = {};
        std::string at = {};
    };

    /// Calls the endpoint of this name: the one that the file names, or that of one of its shards.
    void call_target(const CallStepConfig& verb, const std::string& target, const CallAt& call);

    /// Calls the shard of the key, or all of them; within a transaction of theirs: the one that it is in.
    void call_shards(const CallStepConfig& verb, std::uint32_t shards, const CallAt& call);

    /// A fork whose programs follow, and a jump over them, which has still to learn where to.
    std::uint32_t begin_fork(engine::Label id, std::uint32_t copies = 1) {
        const auto fork = static_cast<std::uint32_t>(compiler_.scenario.forks.size());
        compiler_.scenario.forks.push_back(Fork{.programs = {}, .copies = copies});
        const std::uint32_t place = here();
        emit(fork_op(fork, id));
        emit(jump_op(0));
        return place;
    }

    /// Its programs begin at these operations, and the last of them ends here.
    void end_fork(std::uint32_t place, std::vector<std::uint32_t> programs) {
        compiler_.scenario.forks[op_at(place).a].programs = std::move(programs);
        op_at(place + 1).a = here();
    }

    /// Emits the choice by the key and one way for each shard.
    template <class Emit>
    void for_each_shard(const ShardKey& key, engine::Label id, const Emit& emit_way) {
        const std::uint32_t route = add_shard_route(compiler_, key);
        emit(shard_op(route, id));
        const std::vector<std::uint32_t> databases = compiler_.scenario.shards[key.shards].databases;
        for_each_way(databases, compiler_.scenario.shard_routes, route, emit_way);
    }

    /// What calls the endpoint, or the one of the same name, at this server of its group.
    [[nodiscard]] CallSite site_at(std::uint32_t server, CallSite site);

    /// Emits one way for each server of the route's group, all of which lead to what comes behind them.
    template <class Emit>
    void for_each_server(std::uint32_t route, const Emit& emit_way) {
        std::vector<std::uint32_t> servers;
        for (const GroupMember& member :
             compiler_.scenario.groups[compiler_.scenario.routes[route].group].members)
            servers.push_back(member.component);
        for_each_way(servers, compiler_.scenario.routes, route, emit_way);
    }

    /// Emits a way to each component, which all lead to what comes behind; where each begins is noted in the
    /// ops of routes[route].
    template <class Routes, class Emit>
    void for_each_way(const std::vector<std::uint32_t>& components, Routes& routes, std::uint32_t route,
                      const Emit& emit_way) {
        std::vector<std::uint32_t> jumps;
        for (const std::uint32_t component : components) {
            routes[route].ops.push_back(here());
            emit_way(component);
            jumps.push_back(here());
            emit(jump_op(0));
        }
        for (const std::uint32_t jump : jumps)
            op_at(jump).a = here();
    }

    /// Of what the step with this id does beside what its file says.
    [[nodiscard]] static engine::Label within(engine::Label id, std::string_view what) {
        return engine::Label{engine::Key{id.bits}.child(engine::label(what)).bits};
    }

    void emit_call(const CallSite& site, engine::Label id);

    void compile_verb(const StepConfig& config, const TransactionStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const TwoPhaseStepConfig& verb, const std::string& at);

    /// At the database that the step names, or at the shard of its key.
    void transaction(const TransactionStepConfig& verb, const TransactionPlan& plan, engine::Label id,
                     const std::string& at);

    /// Those of a two-phase commit whose keys may lie in the same shard; `before`: its ids' state before it.
    void join_transactions(const TwoPhaseStepConfig& verb, std::uint32_t plan, const CallAt& step,
                           const Ids& before);

    void transaction_at(const TransactionStepConfig& verb, std::uint32_t component,
                        const TransactionPlan& plan, const CallAt& step);

    struct TransactionAt {
        std::uint32_t database = kNone; // as the file names it
        std::uint32_t server = kNone;   // of its group
        TransactionPlan plan = {};      // what is known of it
    };

    void emit_transaction(const TransactionStepConfig& verb, const TransactionAt& where, engine::Label id,
                          const std::string& at);

    /// Some transaction there is above READ COMMITTED.
    void keep_changes(std::uint32_t database);

    [[nodiscard]] bool endpoint_may_be_unread(const std::string& name) const;

    void compile_verb(const StepConfig& config, const CachedStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const InvalidateStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const ChangeStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const PutStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const SessionStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const PublishStepConfig& verb, const std::string& at);

    /// A step that is about a key, and the space that it is of.
    struct KeyStep {
        std::uint32_t space = 0;
        std::string key = {}; // its name; empty: one of the step's own
        std::int64_t format = 1;
        std::uint32_t policy = 0;
        engine::Label id = {};
        std::string at = {};
    };
    /// Nothing: there is no such key space, which is reported.
    template <class Verb>
    [[nodiscard]] std::optional<KeyStep> key_step(const StepConfig& config, const Verb& verb,
                                                  const std::string& at);
    template <class Emit>
    void with_key(const KeyStep& step, bool coalesces, const Emit& emit_step);
    /// The place of this key space in CachePlans::spaces; its absence is reported at `at`.
    [[nodiscard]] std::optional<std::uint32_t> find_key_space(const std::string& name, const std::string& at);
    void choose_key(const KeyStep& step);
    /// A call that carries the key; its place in Scenario::call_sites.
    std::uint32_t emit_ask(const KeyStep& step, std::uint32_t endpoint, std::string_view what);
    /// The same, and whatever comes of it, it goes on behind.
    void emit_ask_and_forget(const KeyStep& step, std::uint32_t endpoint, std::string_view what);

    struct Fetch {
        std::uint32_t space = 0;
        std::uint32_t look_up = 0; // operation
        bool coalesces = false;
    };
    /// What follows a look-up: nothing more, or the steps that get the value, and its storing.
    void emit_fetch(const Fetch& fetch, engine::Label id, const StepsConfig& steps, const std::string& at,
                    const std::function<void()>& emit_store);
    [[nodiscard]] std::uint32_t begin_operation(const KeyServer& server);

    /// Its position; 0, none, if there is no policy; its absence is reported at `at`.
    [[nodiscard]] std::uint32_t policy_of(const std::optional<PolicyRef>& policy, const std::string& at);

    void compile_verb(const StepConfig& config, const ParallelStepConfig& verb, const std::string& at);

    /// Rounds of what is emitted, each in a frame of its own.
    template <class Emit>
    void emit_rounds(std::uint32_t rounds, engine::Label id, const Emit& emit_round) {
        const std::uint32_t repeat = here();
        emit(repeat_op(0, rounds, id));
        emit(jump_op(0));
        op_at(repeat).a = here();
        emit_round();
        emit(answer_and_end_op());
        op_at(repeat + 1).a = here();
    }

    /// How many branches the parallel begins, if those inside it, for each copy, are branches_. Too many are
    /// reported, and then count as none, so that the parallels around it are not blamed for them.
    std::uint64_t branches_of(const ParallelStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const RepeatStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig& config, const BranchStepConfig& verb, const std::string& at);

    void compile_verb(const StepConfig&, const AfterReplyStepConfig&, const std::string& at);

    /// The step's id in random draws: stated, or verb and target, with #n for the n-th of the same.
    engine::Label id_of(const StepConfig& config, const std::string& verb_and_target, const std::string& at);

    Compiler& compiler_;
    StepOwner owner_;
    std::map<std::string, int> repeats_;
    std::set<std::string> ids_;
    std::uint32_t database_ = kNone; // of the transaction that the step is in
    std::uint32_t server_ = kNone;   // to which it goes
    std::uint32_t shards_ = kNone;   // of which that database is one
    bool in_parallel_ = false;
    bool fetching_ = false;            // the frame's key is in use
    std::vector<std::uint32_t> flown_; // key spaces of which somebody around the step coalesces
    std::uint64_t branches_ = 0;       // that the steps of the present list begin, so far
    std::vector<std::pair<const AfterReplyStepConfig*, std::string>> after_reply_;
};

} // namespace shaketable::models
