// What a result tells of waits for the locks of a database.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <optional>

namespace shaketable::analysis {

/// Of the database where most statements waited for locks; nothing if few did.
[[nodiscard]] std::optional<Evidence> lock_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
