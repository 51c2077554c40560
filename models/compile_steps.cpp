#include "models/budgets.hpp"
#include "models/call.hpp"
#include "models/compiler.hpp"
#include "models/frames.hpp"
#include "models/steps.hpp"
#include "models/transaction_step.hpp"

#include <set>
#include <tuple>
#include <utility>

namespace shaketable::models {

namespace {

/// What the models' own draws are called: see the labels in frames.cpp, call.cpp and client.cpp.
bool is_reserved(std::string_view id) {
    return id == "back-off" || id == "choice" || id == "error" || id == "leg" || id == "throttle" ||
           id == "balance" || id == "commit" || id == "rollback" || id == "route" || id == "apply" ||
           id == "stream";
}

class ProgramCompiler {
  public:
    ProgramCompiler(Compiler& compiler, const StepOwner& owner) : compiler_(compiler), owner_(owner) {}

    std::uint32_t compile(const StepsConfig& steps, const std::string& at) {
        const auto first = here();
        steps_at_top(steps, at);
        if (after_reply_.empty()) {
            emit(answer_and_end_op()).probability = owner_.error_probability;
            return first;
        }
        emit(answer_op()).probability = owner_.error_probability;
        for (const auto& [after, after_at] : after_reply_)
            steps_inside(after->steps, after_at + "/after_reply");
        emit(end_op());
        return first;
    }

  private:
    [[nodiscard]] std::uint32_t here() const {
        return static_cast<std::uint32_t>(compiler_.scenario.ops.size());
    }
    Op& emit(const Op& op) { return compiler_.scenario.ops.emplace_back(op); }
    Op& op_at(std::uint32_t index) { return compiler_.scenario.ops[index]; }

    void steps_at_top(const StepsConfig& steps, const std::string& at) {
        for (std::size_t index = 0; index < steps.size(); ++index) {
            const std::string step_at = at + "/" + std::to_string(index);
            if (const auto* after = std::get_if<AfterReplyStepConfig>(&steps[index].verb)) {
                if (owner_.endpoint == kNone)
                    compiler_.problem(step_at, "is after_reply in a journey, which answers nobody",
                                      "after_reply in the steps of an endpoint");
                (void)id_of(steps[index], "after_reply", step_at);
                after_reply_.emplace_back(after, step_at);
            } else {
                step(steps[index], step_at);
            }
        }
    }

    void steps_inside(const StepsConfig& steps, const std::string& at) {
        for (std::size_t index = 0; index < steps.size(); ++index)
            step(steps[index], at + "/" + std::to_string(index));
    }

    void step(const StepConfig& config, const std::string& at) {
        if (!compiler_.unread.covers(at))
            std::visit([&](const auto& verb) { compile_verb(config, verb, at); }, config.verb);
    }

    void compile_verb(const StepConfig& config, const WorkStepConfig& verb, const std::string& at) {
        if (owner_.endpoint == kNone)
            compiler_.problem(at, "is work in a journey, and a client has no cores",
                              "wait, call, parallel or branch");
        const std::uint32_t distribution = add_distribution(compiler_, verb.work, at + "/work");
        emit(work_op(distribution, verb.draw, id_of(config, "work", at)));
    }

    void compile_verb(const StepConfig& config, const WaitStepConfig& verb, const std::string& at) {
        const std::uint32_t distribution = add_distribution(compiler_, verb.wait, at + "/wait");
        emit(wait_op(distribution, id_of(config, "wait", at)));
    }

    void compile_verb(const StepConfig& config, const CallStepConfig& verb, const std::string& at) {
        const engine::Label id = id_of(config, "call " + verb.target.name, at);
        const auto endpoint = compiler_.endpoints.find(verb.target.name);
        std::uint32_t policy = 0;
        if (verb.policy) {
            const auto found = compiler_.policies.find(verb.policy->name);
            if (found != compiler_.policies.end())
                policy = found->second;
            else if (!compiler_.unread.may_hide(child_pointer("/policies", verb.policy->name)))
                compiler_.unknown_name(at + "/policy", "policy", verb.policy->name, compiler_.policies);
        }
        if (endpoint == compiler_.endpoints.end()) {
            if (endpoint_may_be_unread(verb.target.name))
                compiler_.unread.add(at + "/call");
            else
                compiler_.unknown_name(at + "/call", "endpoint or query class", verb.target.name,
                                       compiler_.endpoints);
            return;
        }
        const std::uint32_t callee = compiler_.scenario.endpoints[endpoint->second].component;
        if (owner_.endpoint == kNone && compiler_.scenario.components[callee].model->pooled)
            compiler_.problem(at + "/call",
                              "is a call from a client to the database \"" +
                                  compiler_.scenario.components[callee].name + "\"",
                              "an endpoint of a service: only services have connection pools");
        if (owner_.endpoint != kNone)
            compiler_.calls[owner_.endpoint].push_back({endpoint->second, at + "/call"});
        const bool is_statement = callee == database_;
        if (is_statement && in_parallel_)
            compiler_.problem(at + "/call", "is a statement of the transaction inside a parallel step",
                              "statements one after the other: they share a connection");
        if (is_statement) {
            emit_call(
                site_at(server_, {.endpoint = endpoint->second, .policy = policy, .in_transaction = true}),
                id);
            return;
        }
        const CallSite site = {.edge = edge_between(compiler_, owner_.component, callee),
                               .endpoint = endpoint->second,
                               .policy = policy};
        const auto route = add_route(compiler_, verb, callee, at);
        if (!route) {
            emit_call(site, id);
            return;
        }
        for_each_server(*route, [&](std::uint32_t server) {
            CallSite routed = site_at(server, site);
            routed.route = *route;
            emit_call(routed, id);
        });
    }

    /// What calls the endpoint, or the one of the same name, at this server of its group.
    [[nodiscard]] CallSite site_at(std::uint32_t server, CallSite site) {
        const Scenario& scenario = compiler_.scenario;
        const Component& named = scenario.components[scenario.endpoints[site.endpoint].component];
        site.endpoint += scenario.components[server].first_endpoint - named.first_endpoint;
        site.edge = edge_between(compiler_, owner_.component, server);
        return site;
    }

    /// Emits one way for each server of the route's group, all of which lead to what comes behind them.
    template <class Emit>
    void for_each_server(std::uint32_t route, const Emit& emit_way) {
        const GroupPlan group = compiler_.scenario.groups[compiler_.scenario.routes[route].group];
        std::vector<std::uint32_t> jumps;
        for (const GroupMember& member : group.members) {
            compiler_.scenario.routes[route].ops.push_back(here());
            emit_way(member.component);
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

    void emit_call(const CallSite& site, engine::Label id) {
        const auto index = static_cast<std::uint32_t>(compiler_.scenario.call_sites.size());
        compiler_.scenario.call_sites.push_back(site);
        emit(call_op(index, id));
    }

    void compile_verb(const StepConfig& config, const TransactionStepConfig& verb, const std::string& at) {
        const engine::Label id = id_of(config, "transaction " + verb.database.name, at);
        const auto component = find_component(compiler_, verb.database.name, at + "/transaction");
        if (!component)
            return;
        if (owner_.endpoint == kNone || database_ != kNone || in_parallel_)
            compiler_.problem(at, "is a transaction in a journey, in another one, or in a parallel step",
                              "a transaction among the steps of an endpoint of a service");
        const Component& database = compiler_.scenario.components[*component];
        if (!database.model->pooled || database.model_index == kNone) {
            compiler_.problem(at + "/transaction", "is \"" + verb.database.name + "\", which has no tables",
                              "a database with tables");
            return;
        }
        const auto route = add_route(compiler_, *component);
        if (!route) {
            emit_transaction(verb, {.database = *component, .server = *component}, id, at);
            return;
        }
        const auto ids = std::pair(repeats_, ids_); // each way has the same steps
        for_each_server(*route, [&](std::uint32_t server) {
            std::tie(repeats_, ids_) = ids;
            emit_transaction(verb, {.database = *component, .server = server, .route = *route}, id, at);
        });
    }

    struct TransactionAt {
        std::uint32_t database = kNone; // as the file names it
        std::uint32_t server = kNone;   // of its group
        std::uint32_t route = kNone;
    };
    void emit_transaction(const TransactionStepConfig& verb, const TransactionAt& where, engine::Label id,
                          const std::string& at) {
        const DatabasePlan plan =
            compiler_.scenario.databases[compiler_.scenario.components[where.server].model_index];
        const std::uint32_t edge = edge_between(compiler_, owner_.component, where.server);
        const auto index = static_cast<std::uint32_t>(compiler_.scenario.transactions.size());
        compiler_.scenario.transactions.push_back(
            {.edge = edge, .route = where.route, .attempts = static_cast<std::uint32_t>(verb.attempts)});
        emit(transaction_op(index, id));
        const std::uint32_t jump = here();
        emit(jump_op(0));
        compiler_.scenario.transactions[index].first_op = here();
        const std::uint32_t outer = std::exchange(database_, where.database);
        server_ = where.server;
        steps_inside(verb.steps, at + "/steps");
        emit_call({.edge = edge, .endpoint = plan.commit, .in_transaction = true}, within(id, "commit"));
        emit(end_of_transaction_op());
        compiler_.scenario.transactions[index].rollback = here();
        emit_call({.edge = edge, .endpoint = plan.rollback, .in_transaction = true}, within(id, "rollback"));
        emit(end_of_transaction_op());
        database_ = outer;
        op_at(jump).a = here();
    }

    [[nodiscard]] bool endpoint_may_be_unread(const std::string& name) const {
        const std::string component = child_pointer("/components", name.substr(0, name.find('.')));
        const std::string endpoint = name.substr(name.find('.') + 1);
        return compiler_.unread.may_hide(child_pointer(component + "/endpoints", endpoint)) ||
               compiler_.unread.may_hide(child_pointer(component + "/queries", endpoint));
    }

    void compile_verb(const StepConfig& config, const ParallelStepConfig& verb, const std::string& at) {
        const engine::Label id = id_of(config, "parallel", at);
        if (verb.steps.empty()) {
            compiler_.problem(at + "/parallel", "has no steps", "at least one step");
            return;
        }
        const auto fork = static_cast<std::uint32_t>(compiler_.scenario.forks.size());
        compiler_.scenario.forks.push_back(
            Fork{.programs = {}, .copies = static_cast<std::uint32_t>(verb.count)});
        emit(fork_op(fork, id));
        const std::uint32_t jump = here();
        emit(jump_op(0));
        std::vector<std::uint32_t> programs;
        const std::uint64_t beside = std::exchange(branches_, 0);
        const bool outer = std::exchange(in_parallel_, true);
        for (std::size_t index = 0; index < verb.steps.size(); ++index) {
            programs.push_back(here());
            step(verb.steps[index], at + "/parallel/" + std::to_string(index));
            emit(answer_and_end_op());
        }
        in_parallel_ = outer;
        compiler_.scenario.forks[fork].programs = std::move(programs);
        op_at(jump).a = here();
        branches_ = beside + branches_of(verb, at);
    }

    /// How many branches the parallel begins, if those inside it, for each copy, are branches_. Too many are
    /// reported, and then count as none, so that the parallels around it are not blamed for them.
    std::uint64_t branches_of(const ParallelStepConfig& verb, const std::string& at) {
        const auto copies = static_cast<std::uint64_t>(verb.count);
        const std::uint64_t all = copies * (verb.steps.size() + branches_);
        if (all <= kBranchBudget.most)
            return all;
        std::string found = "begins " + std::to_string(all) + " branches: " + std::to_string(copies) +
                            (copies == 1 ? " copy of " : " copies of ") + std::to_string(verb.steps.size()) +
                            (verb.steps.size() == 1 ? " step" : " steps");
        if (branches_ > 0)
            found += ", in each of which " + std::to_string(branches_) + " more begin";
        compiler_.problem(at + "/parallel", std::move(found),
                          "at most " + std::to_string(kBranchBudget.most) + " branches");
        return 0;
    }

    void compile_verb(const StepConfig& config, const RepeatStepConfig& verb, const std::string& at) {
        const engine::Label id = id_of(config, "repeat", at);
        if (verb.steps.empty()) {
            compiler_.problem(at + "/repeat", "has no steps", "at least one step");
            return;
        }
        const std::uint32_t repeat = here();
        emit(repeat_op(0, static_cast<std::uint32_t>(verb.count), id));
        const std::uint32_t jump = here();
        emit(jump_op(0));
        op_at(repeat).a = here();
        steps_inside(verb.steps, at + "/repeat");
        emit(answer_and_end_op());
        op_at(jump).a = here();
    }

    void compile_verb(const StepConfig& config, const BranchStepConfig& verb, const std::string& at) {
        const std::uint32_t branch = here();
        emit(branch_op(verb.probability, 0, id_of(config, "branch", at)));
        steps_inside(verb.steps, at + "/branch");
        const std::uint32_t jump = here();
        emit(jump_op(0));
        op_at(branch).a = here();
        steps_inside(verb.otherwise, at + "/otherwise");
        op_at(jump).a = here();
    }

    void compile_verb(const StepConfig&, const AfterReplyStepConfig&, const std::string& at) {
        compiler_.problem(at, "is after_reply inside another step",
                          "after_reply among the steps of the endpoint itself");
    }

    /// The step's id in random draws: stated, or verb and target, with #n for the n-th of the same.
    engine::Label id_of(const StepConfig& config, const std::string& verb_and_target, const std::string& at) {
        std::string id = config.id;
        if (id.empty()) {
            const int repeat = ++repeats_[verb_and_target];
            id = repeat == 1 ? verb_and_target : verb_and_target + "#" + std::to_string(repeat);
        }
        if (is_reserved(id)) // it would share its draws with the models' own
            compiler_.problem(at + "/id", "is \"" + id + "\", which is reserved", "another id");
        if (!ids_.insert(id).second)
            compiler_.problem(at + "/id", "is \"" + id + "\", which another step of this list has too",
                              "an id of its own for each step");
        return engine::label(id);
    }

    Compiler& compiler_;
    StepOwner owner_;
    std::map<std::string, int> repeats_;
    std::set<std::string> ids_;
    std::uint32_t database_ = kNone; // of the transaction that the step is in
    std::uint32_t server_ = kNone;   // to which it goes
    bool in_parallel_ = false;
    std::uint64_t branches_ = 0; // that the steps of the present list begin, so far
    std::vector<std::pair<const AfterReplyStepConfig*, std::string>> after_reply_;
};

} // namespace

std::uint32_t compile_program(Compiler& compiler, const StepsConfig& steps, const StepOwner& owner,
                              const std::string& at) {
    return ProgramCompiler(compiler, owner).compile(steps, at);
}

std::uint32_t add_distribution(Compiler& compiler, const DistributionConfig& config, const std::string& at) {
    std::vector<engine::Distribution>& table = compiler.scenario.distributions;
    table.push_back(compile_distribution(compiler, config, at));
    return static_cast<std::uint32_t>(table.size() - 1);
}

std::uint32_t edge_between(Compiler& compiler, std::uint32_t caller, std::uint32_t callee) {
    Scenario& scenario = compiler.scenario;
    const auto index = static_cast<std::uint32_t>(scenario.edges.size());
    const auto [place, fresh] = compiler.edges.emplace(std::pair(caller, callee), index);
    if (!fresh)
        return place->second;
    std::vector<std::uint32_t>& outgoing = scenario.components[caller].edges;
    scenario.edges.push_back(Edge{.caller = caller,
                                  .callee = callee,
                                  .slot = static_cast<std::uint32_t>(outgoing.size()),
                                  .pooled = scenario.components[callee].model->pooled});
    outgoing.push_back(index);
    compiler.edge_names.emplace(scenario.components[caller].name + "->" + scenario.components[callee].name,
                                index);
    return index;
}

} // namespace shaketable::models
