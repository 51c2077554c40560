// How queries find their rows: tables, indexes and joins by name.
#include "models/compiler.hpp"
#include "models/contradictions.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr std::int64_t kBlocksMost = 10'000'000;
constexpr std::size_t kIndexesMost = 32;

Compiler::Names names_of(const Named<IndexConfig>& indexes) {
    Compiler::Names names;
    for (const auto& [name, index] : indexes)
        names.emplace(name, static_cast<std::uint32_t>(names.size()));
    return names;
}

} // namespace

std::uint32_t find_table(Compiler& compiler, const DatabaseConfig& config, const std::string& name,
                         const std::string& at) {
    Compiler::Names names;
    for (const auto& [table, rest] : config.tables)
        names.emplace(table, static_cast<std::uint32_t>(names.size()));
    if (const auto found = names.find(name); found != names.end())
        return found->second;
    compiler.unknown_name(at, "table", name, names);
    return kNone;
}

std::uint32_t find_index(Compiler& compiler, const TableConfig& table, const std::optional<std::string>& name,
                         const std::string& at) {
    if (!name)
        return kNone;
    const Compiler::Names names = names_of(table.indexes);
    if (const auto found = names.find(*name); found != names.end())
        return found->second;
    compiler.unknown_name(at, "index of the table", *name, names);
    return kNone;
}

void fill_storage(Compiler& compiler, const DatabaseConfig& config, DatabasePlan& plan,
                  const std::string& at) {
    const StorageConfig& storage = config.storage;
    const auto ns_of = [](Rate rate) { return 1e9 / rate.per_second; };
    plan.page_read_ns = static_cast<double>(storage.page_read.ns());
    plan.device_page_ns = ns_of(storage.reads);
    plan.scanned_page_ns = ns_of(storage.scanned_pages);
    plan.row_cpu_ns = static_cast<double>(storage.row_cpu.ns());
    plan.match_cpu_ns = static_cast<double>(storage.match_cpu.ns());
    if (storage.memory_gib && !compiler.unread.touches(at + "/storage")) {
        const double blocks =
            *storage.memory_gib * 1024.0 * 1024.0 * 1024.0 / static_cast<double>(storage.page_bytes);
        if (blocks > static_cast<double>(kBlocksMost))
            compiler.problem(at + "/storage/memory_gib",
                             "is more than " + std::to_string(kBlocksMost) + " pages of " +
                                 std::to_string(storage.page_bytes) + " bytes",
                             "less memory, or larger pages");
        else
            plan.memory_pages = std::max(1U, static_cast<std::uint32_t>(blocks));
    }
    for (const auto& [name, table] : config.tables) {
        if (table.indexes.size() > kIndexesMost)
            compiler.problem(child_pointer(at + "/tables", name) + "/indexes",
                             "has " + std::to_string(table.indexes.size()) + " indexes",
                             "at most " + std::to_string(kIndexesMost));
        TablePlan made{.rows = table.rows,
                       .row_bytes = static_cast<double>(table.row_bytes),
                       .page_bytes = static_cast<double>(storage.page_bytes)};
        for (std::size_t index = 0; index < std::min(kIndexesMost, table.indexes.size()); ++index)
            made.built |= table.indexes.entries[index].second.built ? 1U << index : 0U;
        plan.tables.push_back(made);
    }
}

std::optional<std::uint32_t> add_access(Compiler& compiler, const DatabaseConfig& config,
                                        const QueryConfig& query, const std::string& at) {
    if (!query.access)
        return std::nullopt;
    const AccessConfig& access = *query.access;
    check_access(compiler, access, at + "/access");
    if (!query.table) {
        compiler.problem(at + "/access", "is of a query that is about no table", "a table, too");
        return std::nullopt;
    }
    const TableConfig* const about = config.tables.find(*query.table);
    if (about == nullptr)
        return std::nullopt; // reported already
    AccessPlan plan;
    plan.parts.push_back({.table = find_table(compiler, config, *query.table, at + "/table"),
                          .index = find_index(compiler, *about, access.index, at + "/access/index"),
                          .matches = static_cast<double>(access.rows),
                          .share = access.share.value_or(0.0),
                          .estimated = static_cast<double>(access.estimated_rows.value_or(0)),
                          .hot_rows = static_cast<double>(query.hot_rows),
                          .hot_share = query.hot_share});
    for (std::size_t place = 0; place < access.joins.size(); ++place) {
        const JoinConfig& join = access.joins[place];
        const std::string join_at = at + "/access/joins/" + std::to_string(place);
        const std::uint32_t table = find_table(compiler, config, join.table, join_at + "/table");
        if (table == kNone)
            continue;
        const TableConfig& joined = config.tables.entries[table].second;
        plan.parts.push_back({.table = table,
                              .index = find_index(compiler, joined, join.index, join_at + "/index"),
                              .matches = static_cast<double>(join.rows)});
    }
    compiler.scenario.accesses.push_back(std::move(plan));
    return static_cast<std::uint32_t>(compiler.scenario.accesses.size() - 1);
}

} // namespace shaketable::models
