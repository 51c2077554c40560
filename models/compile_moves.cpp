// Moves of keys: which shards, which tables, and the edge between the two databases.
#include "models/compiler.hpp"
#include "models/component_tables.hpp"
#include "models/database/moving.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

const DatabaseConfig& database_named(const Compiler& compiler, std::uint32_t component) {
    return std::get<DatabaseConfig>(compiler.scenario.config.components.entries[component].second.kind);
}

/// The place among the shards of the database of this name, which has tables and is no replica.
std::optional<std::uint32_t> find_shard(Compiler& compiler, std::uint32_t shards, const std::string& name,
                                        const std::string& at) {
    const auto component = find_component(compiler, name, at);
    if (!component)
        return std::nullopt;
    const std::vector<std::uint32_t>& databases = compiler.scenario.shards[shards].databases;
    const auto found = std::find(databases.begin(), databases.end(), *component);
    if (found == databases.end()) {
        std::string all;
        for (const std::uint32_t database : databases)
            all += (all.empty() ? "" : ", ") + compiler.scenario.components[database].name;
        compiler.problem(at, "is \"" + name + "\", which is none of these shards", all);
        return std::nullopt;
    }
    const Component& database = compiler.scenario.components[*component];
    if (database.model == nullptr || !database.model->pooled)
        return std::nullopt; // reported already
    if (database.model_index == kNone) {
        compiler.problem(at, "is \"" + name + "\", which has no tables", "a database with tables");
        return std::nullopt;
    }
    if (compiler.scenario.databases[database.model_index].member > 0) {
        compiler.problem(at, "is \"" + name + "\", which is a replica", "its primary");
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(found - databases.begin());
}

/// Those of both databases, by name.
std::vector<MovedTable> tables_of(Compiler& compiler, std::uint32_t from, std::uint32_t to,
                                  const std::string& at) {
    const Named<TableConfig>& there = database_named(compiler, to).tables;
    std::vector<MovedTable> tables;
    for (const auto& [name, table] : database_named(compiler, from).tables) {
        const auto same =
            std::find_if(there.entries.begin(), there.entries.end(),
                         [&, &wanted = name](const auto& entry) { return entry.first == wanted; });
        if (same == there.entries.end())
            compiler.problem(at + "/to",
                             "is \"" + compiler.scenario.components[to].name + "\", which has no table \"" +
                                 name + "\"",
                             "a database with the tables that the other one has");
        tables.push_back({.source = static_cast<std::uint32_t>(tables.size()),
                          .target = static_cast<std::uint32_t>(same - there.entries.begin())});
    }
    return tables;
}

/// Of the database, and of whoever may take its place.
void add_move_metrics(Scenario& scenario, std::uint32_t component) {
    std::vector<std::uint32_t> servers = {component};
    const DatabasePlan& database = scenario.databases[scenario.components[component].model_index];
    if (database.group != kNone) {
        servers.clear();
        for (const GroupMember& member : scenario.groups[database.group].members)
            servers.push_back(member.component);
    }
    for (const std::uint32_t server : servers) {
        Component& of = scenario.components[server];
        if (of.first_move_metric != kNone)
            continue;
        of.first_move_metric = static_cast<std::uint32_t>(of.metrics.size());
        add_metrics(of, move_metrics());
    }
}

std::uint32_t emit_operation(Scenario& scenario, const Op& op) {
    scenario.ops.push_back(op);
    return static_cast<std::uint32_t>(scenario.ops.size() - 1);
}

/// The entry's plan, if all that it names is there.
std::optional<MovePlan> plan_move(Compiler& compiler, const MoveKeysConfig& config, const std::string& at) {
    const auto shards = compiler.shards.find(config.shards);
    if (shards == compiler.shards.end()) {
        if (!compiler.unread.may_hide(child_pointer("/shards", config.shards)))
            compiler.unknown_name(at + "/move_keys", "entry of shards", config.shards, compiler.shards);
        return std::nullopt;
    }
    const auto from = find_shard(compiler, shards->second, config.from.name, at + "/from");
    const auto to = find_shard(compiler, shards->second, config.to.name, at + "/to");
    if (!from || !to)
        return std::nullopt;
    if (*from == *to) {
        compiler.problem(at + "/to", "is \"" + config.to.name + "\", which has the keys already",
                         "another one of the shards");
        return std::nullopt;
    }
    const std::vector<std::uint32_t> databases = compiler.scenario.shards[shards->second].databases;
    const std::uint32_t source = databases[*from];
    const std::uint32_t target = databases[*to];
    const auto ns_of = [](Rate rate) { return 1e9 / rate.per_second; };
    MovePlan plan{.shards = shards->second,
                  .keys = {.from = *from, .to = *to},
                  .share = config.share,
                  .tables = tables_of(compiler, source, target, at),
                  .edge = edge_between(compiler, source, target),
                  .batch = config.batch,
                  .pause = config.pause,
                  .cutover = config.cutover,
                  .scan_ns = ns_of(database_named(compiler, source).maintenance_rates.scan),
                  .rewrite_ns = ns_of(database_named(compiler, target).maintenance_rates.rewrite),
                  .index_ns = ns_of(database_named(compiler, target).maintenance_rates.index)};
    compiler.scenario.edges[plan.edge].pooled = false;
    return plan;
}

void begin_entry_of_move(Run& run, const TimelineEntry& entry) { begin_move(run, entry); }

} // namespace

void declare_moves(Compiler& compiler) {
    Scenario& scenario = compiler.scenario;
    std::uint32_t entry = 0;
    for (const auto& [name, config] : scenario.config.timeline) {
        const std::uint32_t place = entry++;
        const auto* const moved = std::get_if<MoveKeysConfig>(&config.action);
        if (moved == nullptr)
            continue;
        auto plan = plan_move(compiler, *moved, child_pointer("/timeline", name));
        if (!plan)
            continue;
        const auto index = static_cast<std::uint32_t>(scenario.moves.size());
        plan->entry = place;
        plan->keys.salt = engine::label(name).bits;
        plan->read_op = emit_operation(scenario, read_batch_pages_op(index));
        (void)emit_operation(scenario, read_batch_op(index));
        plan->write_op = emit_operation(scenario, write_batch_op(index));
        for (const std::uint32_t shard : {plan->keys.from, plan->keys.to})
            add_move_metrics(scenario, scenario.shards[plan->shards].databases[shard]);
        scenario.moves.push_back(std::move(*plan));
    }
}

void compile_move(Compiler& compiler, const MoveKeysConfig& config, TimelineEntry& entry,
                  const std::string& at) {
    if (entry.ends)
        compiler.problem(at + "/for", "stands beside move_keys, which ends when it is done", "nothing");
    const std::vector<MovePlan>& moves = compiler.scenario.moves;
    const auto plan = std::find_if(moves.begin(), moves.end(),
                                   [&](const MovePlan& move) { return move.entry == entry.index; });
    if (plan == moves.end())
        return; // it names what is not there
    entry.component = compiler.scenario.shards[plan->shards].databases[plan->keys.from];
    entry.move = static_cast<std::uint32_t>(plan - moves.begin());
    entry.action = TimelineAction{.begin = begin_entry_of_move};
    entry.stated.push_back({.name = "to", .value = config.to.name});
}

} // namespace shaketable::models
