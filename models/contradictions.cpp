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

void check_participants(Compiler& compiler, const TwoPhaseStepConfig& step, const std::string& at) {
    const auto name_of = [](const TransactionStepConfig& one) { return one.database.name; };
    for (std::size_t place = 1; place < step.transactions.size(); ++place) {
        const std::string& name = step.transactions[place].database.name;
        // Of shards, each may have a key of its own.
        if (!compiler.shards.contains(name) && is_named_before(step.transactions, place, name_of))
            compiler.problem(at + "/two_phase/" + std::to_string(place) + "/transaction",
                             "is \"" + name + "\" once more",
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
