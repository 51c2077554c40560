#include "analysis/storage_result.hpp"

#include "models/compiler.hpp"

#include <variant>

namespace shaketable::analysis {

std::optional<StorageResult> storage_result(const models::Scenario& scenario, std::uint32_t component) {
    const auto* const stated =
        std::get_if<models::DatabaseConfig>(&scenario.config.components.entries[component].second.kind);
    if (stated == nullptr)
        return std::nullopt;
    const models::DatabaseConfig config = models::configured(scenario.config, *stated);
    StorageResult storage{.memory_gib = config.storage.memory_gib};
    for (const auto& [name, query] : config.queries) {
        if (!query.access)
            continue;
        QueryAccess access{.query = name, .table = *query.table, .index = query.access->index};
        if (access.index)
            access.is_built = config.tables.find(access.table)->indexes.find(*access.index)->built;
        storage.accesses.push_back(std::move(access));
    }
    return storage.accesses.empty() ? std::nullopt : std::optional(std::move(storage));
}

} // namespace shaketable::analysis
