// Steps that are calls: of endpoints, of databases with replicas or in shards, and transactions.
#include "models/call.hpp"
#include "models/component_tables.hpp"
#include "models/contradictions.hpp"
#include "models/program_compiler.hpp"
#include "models/server_metrics.hpp"
#include "models/transaction_step.hpp"
#include "models/two_phase.hpp"

#include <algorithm>
#include <bit>
#include <tuple>

namespace shaketable::models {

void ProgramCompiler::compile_verb(const StepConfig& config, const CallStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "call " + verb.target.name, at);
    const std::uint32_t policy = policy_of(verb.policy, at + "/policy");
    const std::size_t dot = verb.target.name.find('.');
    const auto shards = compiler_.shards.find(verb.target.name.substr(0, dot));
    if (shards != compiler_.shards.end() && dot != std::string::npos) {
        call_shards(verb, shards->second, {.policy = policy, .id = id, .at = at});
        return;
    }
    if (!verb.key.empty() || verb.all_shards)
        compiler_.problem(at + (verb.all_shards ? "/all_shards" : "/key"),
                          "is about shards, and \"" + verb.target.name + "\" is none of theirs",
                          "a query of shards");
    call_target(verb, verb.target.name, {.policy = policy, .id = id, .at = at});
}

std::uint32_t ProgramCompiler::policy_of(const std::optional<PolicyRef>& policy, const std::string& at) {
    if (!policy)
        return 0;
    const auto found = compiler_.policies.find(policy->name);
    if (found != compiler_.policies.end())
        return found->second;
    if (!compiler_.unread.may_hide(child_pointer("/policies", policy->name)))
        compiler_.unknown_name(at, "policy", policy->name, compiler_.policies);
    return 0;
}

void ProgramCompiler::call_target(const CallStepConfig& verb, const std::string& target, const CallAt& call) {
    const std::string& at = call.at;
    const auto found = compiler_.endpoints.find(target);
    if (found == compiler_.endpoints.end()) {
        if (endpoint_may_be_unread(target))
            compiler_.unread.add(at + "/call");
        else
            compiler_.unknown_name(at + "/call", "endpoint or query class", target, compiler_.endpoints);
        return;
    }
    const std::uint32_t endpoint = found->second;
    const std::uint32_t callee = compiler_.scenario.endpoints[endpoint].component;
    if (owner_.endpoint == kNone && compiler_.scenario.components[callee].model->pooled)
        compiler_.problem(at + "/call",
                          "is a call from a client to the database \"" +
                              compiler_.scenario.components[callee].name + "\"",
                          "an endpoint of a service: only services have connection pools");
    if (owner_.endpoint != kNone)
        compiler_.calls[owner_.endpoint].push_back({endpoint, at + "/call"});
    const bool is_statement = callee == database_;
    check_reads(compiler_, verb, is_statement, at);
    if (is_statement && in_parallel_)
        compiler_.problem(at + "/call", "is a statement of the transaction inside a parallel step",
                          "statements one after the other: they share a connection");
    if (is_statement) {
        emit_call(site_at(server_, {.endpoint = endpoint, .policy = call.policy, .in_transaction = true}),
                  call.id);
        return;
    }
    const CallSite site = {.edge = edge_between(compiler_, owner_.component, callee),
                           .endpoint = endpoint,
                           .policy = call.policy};
    const auto route = add_route(compiler_, verb, callee, at);
    if (!route) {
        emit_call(site, call.id);
        return;
    }
    for_each_server(*route, [&](std::uint32_t server) {
        CallSite routed = site_at(server, site);
        routed.route = *route;
        emit_call(routed, call.id);
    });
}

void ProgramCompiler::call_shards(const CallStepConfig& verb, std::uint32_t shards, const CallAt& call) {
    const std::string query = verb.target.name.substr(verb.target.name.find('.'));
    const auto target = [&](std::uint32_t database) {
        return compiler_.scenario.components[database].name + query;
    };
    if (shards == shards_) {
        if (!verb.key.empty() || verb.all_shards)
            compiler_.problem(call.at + (verb.all_shards ? "/all_shards" : "/key"),
                              "is of a statement, which goes where its transaction is",
                              "a statement without a key");
        call_target(verb, target(database_), call);
        return;
    }
    const std::vector<std::uint32_t> databases = compiler_.scenario.shards[shards].databases;
    if (!verb.all_shards) {
        const bool writes_there =
            std::any_of(databases.begin(), databases.end(), [&](std::uint32_t database) {
                return writes(compiler_, compiler_.scenario.components[database], query.substr(1));
            });
        const ShardKey key{.shards = shards, .name = verb.key, .writes = writes_there};
        for_each_shard(key, call.id,
                       [&](std::uint32_t database) { call_target(verb, target(database), call); });
        return;
    }
    std::vector<std::uint32_t> programs;
    const std::uint32_t fork = begin_fork(call.id);
    for (const std::uint32_t database : databases) {
        programs.push_back(here());
        call_target(verb, target(database), call);
        emit(answer_and_end_op());
    }
    end_fork(fork, std::move(programs));
}

CallSite ProgramCompiler::site_at(std::uint32_t server, CallSite site) {
    const Scenario& scenario = compiler_.scenario;
    const Component& named = scenario.components[scenario.endpoints[site.endpoint].component];
    site.endpoint += scenario.components[server].first_endpoint - named.first_endpoint;
    site.edge = edge_between(compiler_, owner_.component, server);
    return site;
}

void ProgramCompiler::emit_call(const CallSite& site, engine::Label id) {
    const auto index = static_cast<std::uint32_t>(compiler_.scenario.call_sites.size());
    compiler_.scenario.call_sites.push_back(site);
    emit(call_op(index, id));
}

void ProgramCompiler::compile_verb(const StepConfig& config, const TransactionStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "transaction " + verb.database.name, at);
    if (owner_.endpoint == kNone || database_ != kNone || in_parallel_)
        compiler_.problem(at, "is a transaction in a journey, in another one, or in a parallel step",
                          "a transaction among the steps of an endpoint of a service");
    transaction(verb, {}, id, at);
}

void ProgramCompiler::compile_verb(const StepConfig& config, const TwoPhaseStepConfig& verb,
                                   const std::string& at) {
    const engine::Label id = id_of(config, "two_phase", at);
    if (owner_.endpoint == kNone || database_ != kNone || in_parallel_)
        compiler_.problem(at, "is two_phase in a journey, in a transaction, or in a parallel step",
                          "two_phase among the steps of an endpoint of a service");
    check_participants(compiler_, verb, at);
    const Ids before(repeats_, ids_);
    if (verb.transactions.size() < 2)
        compiler_.problem(at + "/two_phase",
                          "has " + std::to_string(verb.transactions.size()) + " transactions",
                          "at least two: one needs no second phase");
    const auto index = static_cast<std::uint32_t>(compiler_.scenario.two_phases.size());
    compiler_.scenario.two_phases.push_back({.decision = verb.decision});
    emit(two_phase_op(index, id));
    const std::uint32_t jump = here();
    emit(jump_op(0));
    for (std::size_t place = 0; place < verb.transactions.size(); ++place) {
        const std::string number = std::to_string(place);
        compiler_.scenario.two_phases[index].programs.push_back(here());
        transaction(verb.transactions[place], {.two_phase = true, .recovery = verb.recovery},
                    within(id, number), at + "/two_phase/" + number);
        emit(answer_and_end_op());
    }
    if (compiler_.problems.empty()) // else they would be told once more
        join_transactions(verb, index, {.id = id, .at = at}, before);
    op_at(jump).a = here();
}

/// A program for each set of transactions whose keys may lie in the same shard. All of them together need no
/// second phase.
void ProgramCompiler::join_transactions(const TwoPhaseStepConfig& verb, std::uint32_t plan,
                                        const CallAt& step, const Ids& before) {
    const Ids after(repeats_, ids_);
    const std::size_t count = verb.transactions.size();
    for (std::uint32_t which = 1; which < 1U << count; ++which) {
        const auto first = static_cast<std::size_t>(std::countr_zero(which));
        TransactionStepConfig joined = verb.transactions[first];
        bool is_one = std::popcount(which) > 1 && compiler_.shards.contains(joined.database.name);
        for (std::size_t place = first + 1; place < count && is_one; ++place) {
            const TransactionStepConfig& other = verb.transactions[place];
            if ((which >> place & 1U) == 0)
                continue;
            is_one = other.database.name == joined.database.name;
            joined.steps.insert(joined.steps.end(), other.steps.begin(), other.steps.end());
            joined.isolation = std::max(joined.isolation, other.isolation);
        }
        if (!is_one)
            continue;
        std::tie(repeats_, ids_) = before; // as where they are apart
        compiler_.scenario.two_phases[plan].joined.push_back({.which = which, .program = here()});
        const bool is_all = which + 1 == 1U << count;
        transaction(joined, {.two_phase = !is_all, .recovery = verb.recovery},
                    within(step.id, std::to_string(first)), step.at + "/two_phase/" + std::to_string(first));
        emit(answer_and_end_op());
    }
    std::tie(repeats_, ids_) = after;
}

void ProgramCompiler::transaction(const TransactionStepConfig& verb, const TransactionPlan& plan,
                                  engine::Label id, const std::string& at) {
    if (verb.steps.empty())
        compiler_.problem(at + "/steps", "has no steps", "at least one step");
    if (const auto shards = compiler_.shards.find(verb.database.name); shards != compiler_.shards.end()) {
        const auto ids = std::pair(repeats_, ids_); // each way has the same steps
        const std::uint32_t outer = std::exchange(shards_, shards->second);
        const ShardKey key{.shards = shards->second, .name = verb.key, .writes = true};
        for_each_shard(key, id, [&](std::uint32_t database) {
            std::tie(repeats_, ids_) = ids;
            transaction_at(verb, database, plan, {.id = id, .at = at});
        });
        shards_ = outer;
        return;
    }
    if (!verb.key.empty())
        compiler_.problem(at + "/key", "is of a database that is no shards", "a transaction of shards");
    if (const auto component = find_component(compiler_, verb.database.name, at + "/transaction"))
        transaction_at(verb, *component, plan, {.id = id, .at = at});
}

void ProgramCompiler::transaction_at(const TransactionStepConfig& verb, std::uint32_t component,
                                     const TransactionPlan& plan, const CallAt& step) {
    const Component& database = compiler_.scenario.components[component];
    if (!database.model->pooled || database.model_index == kNone) {
        compiler_.problem(step.at + "/transaction", "is \"" + database.name + "\", which has no tables",
                          "a database with tables");
        return;
    }
    const auto route = add_route(compiler_, component);
    if (!route) {
        emit_transaction(verb, {.database = component, .server = component, .plan = plan}, step.id, step.at);
        return;
    }
    const auto ids = std::pair(repeats_, ids_); // each way has the same steps
    for_each_server(*route, [&](std::uint32_t server) {
        std::tie(repeats_, ids_) = ids;
        TransactionPlan routed = plan;
        routed.route = *route;
        emit_transaction(verb, {.database = component, .server = server, .plan = routed}, step.id, step.at);
    });
}

void ProgramCompiler::emit_transaction(const TransactionStepConfig& verb, const TransactionAt& where,
                                       engine::Label id, const std::string& at) {
    const DatabasePlan plan =
        compiler_.scenario.databases[compiler_.scenario.components[where.server].model_index];
    const std::uint32_t edge = edge_between(compiler_, owner_.component, where.server);
    const auto index = static_cast<std::uint32_t>(compiler_.scenario.transactions.size());
    compiler_.scenario.transactions.push_back(where.plan);
    compiler_.scenario.transactions[index].edge = edge;
    compiler_.scenario.transactions[index].attempts = static_cast<std::uint32_t>(verb.attempts);
    compiler_.scenario.transactions[index].isolation = verb.isolation;
    if (verb.isolation != Isolation::kReadCommitted)
        keep_changes(where.server);
    emit(transaction_op(index, id));
    const std::uint32_t jump = here();
    emit(jump_op(0));
    compiler_.scenario.transactions[index].first_op = here();
    const std::uint32_t outer = std::exchange(database_, where.database);
    server_ = where.server;
    steps_inside(verb.steps, at + "/steps");
    if (where.plan.two_phase) {
        emit_call({.edge = edge, .endpoint = plan.prepare, .in_transaction = true}, within(id, "prepare"));
        emit(await_decision_op());
    }
    emit_call({.edge = edge, .endpoint = plan.commit, .in_transaction = true}, within(id, "commit"));
    emit(end_of_transaction_op());
    compiler_.scenario.transactions[index].rollback = here();
    emit_call({.edge = edge, .endpoint = plan.rollback, .in_transaction = true}, within(id, "rollback"));
    emit(end_of_transaction_op());
    database_ = outer;
    op_at(jump).a = here();
}

void ProgramCompiler::keep_changes(std::uint32_t database) {
    Component& server = compiler_.scenario.components[database];
    DatabasePlan& plan = compiler_.scenario.databases[server.model_index];
    if (plan.keeps_changes())
        return;
    compiler_.scenario.has_isolation = true;
    plan.serialization_failures = static_cast<std::uint32_t>(server.metrics.size());
    add_metrics(server, isolation_metrics());
}

bool ProgramCompiler::endpoint_may_be_unread(const std::string& name) const {
    const std::string component = child_pointer("/components", name.substr(0, name.find('.')));
    const std::string endpoint = name.substr(name.find('.') + 1);
    return compiler_.unread.may_hide(child_pointer(component + "/endpoints", endpoint)) ||
           compiler_.unread.may_hide(child_pointer(component + "/queries", endpoint));
}

} // namespace shaketable::models
