// What a result tells of databases without a core to spare, and of what kept them busy.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <string>

namespace shaketable::analysis {

struct CapacityEvidence {
    std::string of = {}; // the database; empty: no sentence
    Evidence evidence = {};
};

/// Of the database that was full in most of the windows that are marked harmed. Of the component whose cores
/// are `told` of elsewhere only with what kept them busy.
[[nodiscard]] CapacityEvidence capacity_evidence(const Json& entry, const std::string& told);

} // namespace shaketable::analysis
