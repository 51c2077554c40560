// What of a database's configuration its evidence needs: the tables that its queries read, their indexes and
// the memory.
#pragma once

#include "analysis/result.hpp"
#include "models/scenario.hpp"

#include <optional>

namespace shaketable::analysis {

/// As in the beginning: what the timeline sets later says nothing here. None if no query has an access.
[[nodiscard]] std::optional<StorageResult> storage_result(const models::Scenario& scenario,
                                                          std::uint32_t component);

} // namespace shaketable::analysis
