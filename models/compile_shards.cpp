// Shards by name, and the ways to them.
#include "models/compiler.hpp"
#include "models/component_model.hpp"
#include "models/component_tables.hpp"
#include "models/contradictions.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

/// The names of its queries, in order; of anything else: none.
std::vector<std::string> queries_of(const Scenario& scenario, std::uint32_t component) {
    std::vector<std::string> names;
    const Component& database = scenario.components[component];
    if (database.model != nullptr && database.model->pooled)
        for (std::uint32_t n = 0; n < database.endpoints; ++n)
            names.push_back(scenario.endpoints[database.first_endpoint + n].name);
    return names;
}

void find_databases(Compiler& compiler, const ShardsConfig& config, const std::string& at, ShardPlan& plan) {
    for (std::size_t index = 0; index < config.of.size(); ++index) {
        const std::string one_at = at + "/of/" + std::to_string(index);
        const auto component = find_component(compiler, config.of[index].name, one_at);
        if (!component)
            continue;
        const std::vector<std::string> queries = queries_of(compiler.scenario, *component);
        if (queries.empty())
            compiler.problem(one_at, "is \"" + config.of[index].name + "\", which is no database",
                             "a database");
        else if (!plan.databases.empty() && queries != queries_of(compiler.scenario, plan.databases.front()))
            compiler.problem(one_at,
                             "is \"" + config.of[index].name + "\", which has other queries than the first",
                             "databases with the same queries, in the same order");
        plan.databases.push_back(*component);
    }
    if (config.of.empty())
        compiler.problem(at + "/of", "has no databases", "at least one database");
}

/// Where each range begins.
void find_ranges(Compiler& compiler, const ShardsConfig& config, const std::string& at, ShardPlan& plan) {
    plan.by_range = config.by == ShardBy::kRange;
    if (!config.splits.empty() && (!plan.by_range || config.splits.size() + 1 != config.of.size() ||
                                   !std::is_sorted(config.splits.begin(), config.splits.end())))
        compiler.problem(at + "/splits",
                         "are " + std::to_string(config.splits.size()) + " splits of " +
                             std::to_string(config.of.size()) +
                             (plan.by_range ? " ranges" : " shards by hash"),
                         "one less than ranges, in increasing order, and only where shards are by range");
    for (std::size_t range = 0; range < config.of.size(); ++range) {
        double share = static_cast<double>(range) / static_cast<double>(config.of.size());
        if (range > 0 && range <= config.splits.size())
            share = config.splits[range - 1];
        plan.begins.push_back(static_cast<std::uint64_t>(share * static_cast<double>(config.keys)));
    }
}

} // namespace

void declare_shards(Compiler& compiler) {
    const Named<ShardsConfig> all = compiler.scenario.config.shards;
    for (const auto& [name, config] : all) {
        const std::string at = child_pointer("/shards", name);
        if (compiler.unread.covers(at))
            continue;
        if (compiler.components.find(name) != compiler.components.end()) {
            compiler.problem(at, "has the name of a component", "a name of its own");
            continue;
        }
        ShardPlan plan{.keys = static_cast<std::uint64_t>(config.keys),
                       .hot_keys = static_cast<std::uint64_t>(std::min(config.hot_keys, config.keys)),
                       .hot_share = config.hot_share};
        check_shards(compiler, config, at);
        find_databases(compiler, config, at, plan);
        find_ranges(compiler, config, at, plan);
        compiler.shards.emplace(name, static_cast<std::uint32_t>(compiler.scenario.shards.size()));
        compiler.scenario.shards.push_back(std::move(plan));
    }
}

void add_hot_key_metrics(Scenario& scenario) {
    for (const ShardPlan& plan : scenario.shards) {
        if (plan.hot_share <= 0.0)
            continue;
        for (const std::uint32_t database : plan.databases) {
            Component& of = scenario.components[database];
            if (of.hot_key_metric != kNone)
                continue;
            of.hot_key_metric = static_cast<std::uint32_t>(of.metrics.size());
            add_metrics(of, hot_key_metrics());
        }
    }
}

std::uint32_t add_shard_route(Compiler& compiler, const ShardKey& key) {
    Scenario& scenario = compiler.scenario;
    scenario.has_sessions = scenario.has_sessions || !key.name.empty();
    scenario.shard_routes.push_back({.shards = key.shards,
                                     .key = key.name.empty() ? engine::Label() : engine::label(key.name),
                                     .writes = key.writes});
    return static_cast<std::uint32_t>(scenario.shard_routes.size() - 1);
}

} // namespace shaketable::models
