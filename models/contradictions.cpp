#include "models/contradictions.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

std::string rows_of(const std::string& table, const TableConfig& config) {
    return " rows of the table \"" + table + "\", which has " + std::to_string(config.rows);
}

/// Whether one of the places before `place` has the same name.
template <class List, class Name>
bool is_named_before(const List& list, std::size_t place, const Name& name_of) {
    const auto end = list.begin() + static_cast<std::ptrdiff_t>(place);
    return std::any_of(list.begin(), end,
                       [&](const auto& one) { return name_of(one) == name_of(list[place]); });
}

} // namespace

void check_rows(Compiler& compiler, const QueryConfig& query, const TableConfig& table, const std::string& at,
                const std::string& tables_at) {
    if (compiler.unread.touches(child_pointer(tables_at, *query.table)))
        return;
    const bool locks = query.statement != StatementKind::kSelect && query.statement != StatementKind::kInsert;
    if (locks && query.rows > table.rows)
        compiler.problem(at + "/rows", "locks " + std::to_string(query.rows) + rows_of(*query.table, table),
                         "at most as many rows as the table has");
    if (query.hot_rows > table.rows)
        compiler.problem(at + "/hot_rows",
                         "is " + std::to_string(query.hot_rows) + rows_of(*query.table, table),
                         "at most as many rows as the table has");
}

void check_access(Compiler& compiler, const AccessConfig& access, const std::string& at) {
    if (access.share && access.rows != AccessConfig{}.rows)
        compiler.problem(at + "/share", "stands beside rows, which says the same otherwise",
                         "rows, or a share of the table");
    if (access.estimated_rows && !access.index && !compiler.unread.may_hide(at + "/index"))
        compiler.problem(at + "/estimated_rows", "is of a query that has no index to choose",
                         "an index, too; without one the table is scanned whatever is believed");
}

void check_pooler(Compiler& compiler, const DatabaseConfig& database, const std::string& at) {
    if (database.pooler && database.pooler->pool_size > database.max_connections &&
        !compiler.unread.may_hide(at + "/max_connections"))
        compiler.problem(at + "/pooler/pool_size",
                         "is " + std::to_string(database.pooler->pool_size) +
                             " connections to a server that accepts " +
                             std::to_string(database.max_connections),
                         "at most max_connections");
}

void check_pool_ages(Compiler& compiler, const PoolConfig& pool, const std::string& at) {
    if (pool.minimum_idle.value_or(0) > pool.size)
        compiler.problem(at + "/minimum_idle",
                         "is " + std::to_string(*pool.minimum_idle) + " of " + std::to_string(pool.size) +
                             " connections",
                         "at most the pool's size");
    if (pool.minimum_idle && pool.max_lifetime && pool.idle_timeout != PoolConfig{}.idle_timeout &&
        pool.idle_timeout > *pool.max_lifetime)
        compiler.problem(at + "/idle_timeout",
                         "is longer than max_lifetime, so that none is ever idle for so long",
                         "at most max_lifetime");
}

void check_reads(Compiler& compiler, const CallStepConfig& call, bool is_statement, const std::string& at) {
    if (is_statement && call.read_from != ReadFrom::kPrimary)
        compiler.problem(at + "/read_from", "is of a statement, which goes where its transaction is",
                         "a statement without read_from");
}

namespace {

std::vector<std::uint32_t> databases_of(const Compiler& compiler, const std::string& name) {
    if (const auto shards = compiler.shards.find(name); shards != compiler.shards.end())
        return compiler.scenario.shards[shards->second].databases;
    const auto found = compiler.components.find(name);
    return found == compiler.components.end() ? std::vector<std::uint32_t>{}
                                              : std::vector<std::uint32_t>{found->second};
}

bool share_a_database(const Compiler& compiler, const std::string& one, const std::string& other) {
    const std::vector<std::uint32_t> of_other = databases_of(compiler, other);
    const std::vector<std::uint32_t> of_one = databases_of(compiler, one);
    return std::find_first_of(of_one.begin(), of_one.end(), of_other.begin(), of_other.end()) != of_one.end();
}

} // namespace

void check_participants(Compiler& compiler, const TwoPhaseStepConfig& step, const std::string& at) {
    constexpr std::size_t kMost = 16;
    constexpr std::ptrdiff_t kOfShardsMost = 4;
    const auto name_of = [](const TransactionStepConfig& one) { return one.database.name; };
    if (step.transactions.size() > kMost)
        compiler.problem(at + "/two_phase",
                         "has " + std::to_string(step.transactions.size()) + " transactions", "at most 16");
    for (std::size_t place = 1; place < step.transactions.size(); ++place) {
        const std::string& name = step.transactions[place].database.name;
        const std::string place_at = at + "/two_phase/" + std::to_string(place) + "/transaction";
        const auto end = step.transactions.begin() + static_cast<std::ptrdiff_t>(place);
        const bool of_shards = compiler.shards.contains(name); // each may have a key of its own
        if (!of_shards && is_named_before(step.transactions, place, name_of))
            compiler.problem(place_at, "is \"" + name + "\" once more",
                             "another database: what one does in a database is one transaction there");
        if (of_shards && std::count_if(step.transactions.begin(), end, [&](const auto& one) {
                             return one.database.name == name;
                         }) == kOfShardsMost)
            compiler.problem(place_at, "is the fifth of \"" + name + "\"",
                             "at most four keys of the same shards");
        for (auto before = step.transactions.begin(); before != end; ++before)
            if (before->database.name != name && share_a_database(compiler, before->database.name, name))
                compiler.problem(place_at,
                                 "is \"" + name + "\", which may be the same database as \"" +
                                     before->database.name + "\" before it",
                                 "another database: what one does in a database is one transaction there");
    }
}

void check_shards(Compiler& compiler, const ShardsConfig& shards, const std::string& at) {
    for (std::size_t place = 1; place < shards.of.size(); ++place)
        if (is_named_before(shards.of, place, [](const ComponentRef& one) { return one.name; }))
            compiler.problem(at + "/of/" + std::to_string(place),
                             "is \"" + shards.of[place].name + "\" once more", "a database for each shard");
    if (shards.hot_keys > shards.keys && !compiler.unread.may_hide(at + "/keys"))
        compiler.problem(at + "/hot_keys",
                         "is " + std::to_string(shards.hot_keys) + " of " + std::to_string(shards.keys) +
                             " keys",
                         "at most as many as there are keys");
}

} // namespace shaketable::models
