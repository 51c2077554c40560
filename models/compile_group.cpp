// Groups of databases: replicas and their primaries by name, and how calls find their server.
#include "models/compiler.hpp"
#include "models/component_tables.hpp"
#include "models/database/replication.hpp"
#include "models/frames.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

const DatabaseConfig* find_database(const ScenarioConfig& config, const std::string& name) {
    const ComponentConfig* found = config.components.find(name);
    return found == nullptr ? nullptr : std::get_if<DatabaseConfig>(&found->kind);
}

/// Of a component that is a database with tables; else nothing.
DatabasePlan* plan_of(Scenario& scenario, std::uint32_t component) {
    const Component& found = scenario.components[component];
    return found.model != nullptr && found.model->pooled && found.model_index != kNone
               ? &scenario.databases[found.model_index]
               : nullptr;
}

void add_member(Scenario& scenario, std::uint32_t group, std::uint32_t component,
                const std::optional<ReplicaConfig>& replica) {
    GroupPlan& plan = scenario.groups[group];
    DatabasePlan& database = *plan_of(scenario, component);
    database.group = group;
    database.member = static_cast<std::uint32_t>(plan.members.size());
    GroupMember& member = plan.members.emplace_back(GroupMember{.component = component});
    if (replica) {
        member.workers = static_cast<std::uint32_t>(replica->apply_workers);
        member.synchronous = replica->synchronous;
    }
    add_metrics(scenario.components[component], group_metrics());
}

std::uint32_t make_group(Scenario& scenario, std::uint32_t primary, const DatabaseConfig& config) {
    const auto group = static_cast<std::uint32_t>(scenario.groups.size());
    GroupPlan& plan = scenario.groups.emplace_back();
    scenario.has_sessions = true;
    plan.fails_over = config.failover.has_value();
    const FailoverConfig failover = config.failover.value_or(FailoverConfig{});
    plan.detection = failover.detection;
    plan.promotion = failover.promotion;
    plan.rejoin = failover.rejoin;
    add_member(scenario, group, primary, {});
    return group;
}

void join_group(Compiler& compiler, std::uint32_t component, const DatabaseConfig& config,
                const std::string& at) {
    Scenario& scenario = compiler.scenario;
    const auto primary = find_component(compiler, config.replica->of.name, at + "/replica/of");
    if (!primary)
        return;
    const DatabaseConfig* const owner = find_database(scenario.config, config.replica->of.name);
    DatabasePlan* const plan = plan_of(scenario, *primary);
    if (owner == nullptr || owner->replica || plan == nullptr) {
        compiler.problem(at + "/replica/of",
                         "is \"" + config.replica->of.name +
                             "\", which is no database with tables of its own",
                         "a database with tables that is not a replica itself");
        return;
    }
    if (plan->tables.size() > kTablesMost) {
        compiler.problem(at + "/replica/of",
                         "is \"" + config.replica->of.name + "\", which has " +
                             std::to_string(plan->tables.size()) + " tables",
                         "a database with at most " + std::to_string(kTablesMost) + " tables");
        return;
    }
    const std::uint32_t group = plan->group != kNone ? plan->group : make_group(scenario, *primary, *owner);
    add_member(scenario, group, component, config.replica);
}

std::uint32_t push_route(Scenario& scenario, const RoutePlan& route) {
    GroupPlan& group = scenario.groups[route.group];
    group.longest_pin = std::max(group.longest_pin, route.pin);
    scenario.routes.push_back(route);
    return static_cast<std::uint32_t>(scenario.routes.size() - 1);
}

} // namespace

bool writes(const Compiler& compiler, const Component& database, const std::string& query) {
    const DatabaseConfig* const config = find_database(compiler.scenario.config, database.name);
    const QueryConfig* const found = config == nullptr ? nullptr : config->queries.find(query);
    return found != nullptr && found->table && found->statement != StatementKind::kSelect;
}

DatabaseConfig configured(const ScenarioConfig& config, const DatabaseConfig& database) {
    if (!database.replica)
        return database;
    const DatabaseConfig* const primary = find_database(config, database.replica->of.name);
    if (primary == nullptr || primary->replica)
        return database;
    DatabaseConfig whole = database;
    whole.tables = primary->tables;
    whole.queries = primary->queries;
    whole.autovacuum = primary->autovacuum;
    whole.deadlock_timeout = primary->deadlock_timeout;
    whole.lock_timeout = primary->lock_timeout;
    whole.statement_timeout = primary->statement_timeout;
    whole.idle_in_transaction_session_timeout = primary->idle_in_transaction_session_timeout;
    return whole;
}

std::string owner_of_tables(const DatabaseConfig& database, const std::string& at) {
    return database.replica ? child_pointer("/components", database.replica->of.name) : at;
}

void declare_groups(Compiler& compiler) {
    const Named<ComponentConfig> components = compiler.scenario.config.components;
    std::uint32_t component = 0;
    for (const auto& [name, config] : components) {
        const std::string at = child_pointer("/components", name);
        const auto* const database = std::get_if<DatabaseConfig>(&config.kind);
        if (database != nullptr && database->replica && !compiler.unread.covers(at))
            join_group(compiler, component, *database, at);
        ++component;
    }
    component = 0;
    for (const auto& [name, config] : components) {
        const auto* const database = std::get_if<DatabaseConfig>(&config.kind);
        const DatabasePlan* const plan = plan_of(compiler.scenario, component++);
        if (database == nullptr || !database->failover)
            continue;
        if (database->replica || plan == nullptr || plan->group == kNone)
            compiler.problem(child_pointer("/components", name) + "/failover",
                             "is the failover of \"" + name + "\", of which there is no replica",
                             "failover of a database that another is a replica of");
    }
}

void compile_replication(Compiler& compiler, std::uint32_t component, const DatabaseConfig& database,
                         const std::string& at) {
    Scenario& scenario = compiler.scenario;
    const DatabasePlan* const plan = plan_of(scenario, component);
    if (plan == nullptr || plan->group == kNone || !database.replica ||
        !scenario.components[component].versions.empty())
        return;
    GroupMember& member = scenario.groups[plan->group].members[plan->member];
    member.edge = edge_between(compiler, scenario.groups[plan->group].members.front().component, component);
    scenario.edges[member.edge].pooled = false;
    member.apply = add_distribution(compiler, database.replica->apply, at + "/replica/apply");
    member.program = static_cast<std::uint32_t>(scenario.ops.size());
    scenario.ops.push_back(apply_op());
    GroupMember& primary = scenario.groups[plan->group].members.front();
    if (plan->member == 1) { // once it is a replica, it applies as the first of the others does
        primary.program = member.program;
        primary.apply = member.apply;
        primary.workers = member.workers;
    }
}

std::optional<std::uint32_t> add_route(Compiler& compiler, const CallStepConfig& call, std::uint32_t callee,
                                       const std::string& at) {
    Scenario& scenario = compiler.scenario;
    const DatabasePlan* const plan = plan_of(scenario, callee);
    const bool has_replicas = plan != nullptr && plan->group != kNone && plan->member == 0;
    const bool reads = call.read_from != ReadFrom::kPrimary;
    if (!has_replicas) {
        if (reads && !compiler.unread.touches("/components"))
            compiler.problem(at + "/read_from",
                             "asks replicas of \"" + scenario.components[callee].name + "\", which has none",
                             "a query of a database that others are replicas of");
        return std::nullopt;
    }
    const std::string query = call.target.name.substr(call.target.name.find('.') + 1);
    if (reads && writes(compiler, scenario.components[callee], query))
        compiler.problem(at + "/read_from", "asks replicas for \"" + query + "\", which locks rows",
                         "a query whose statement is select");
    if (call.pin > engine::Duration() && !reads)
        compiler.problem(at + "/pin", "pins to the primary what always asks it", "a pin beside read_from");
    if (!reads && !scenario.groups[plan->group].fails_over)
        return std::nullopt;
    return push_route(scenario, {.group = plan->group, .reads = call.read_from, .pin = call.pin});
}

std::optional<std::uint32_t> add_route(Compiler& compiler, std::uint32_t database) {
    const DatabasePlan* const plan = plan_of(compiler.scenario, database);
    if (plan == nullptr || plan->group == kNone || plan->member != 0 ||
        !compiler.scenario.groups[plan->group].fails_over)
        return std::nullopt;
    return push_route(compiler.scenario, {.group = plan->group});
}

} // namespace shaketable::models
