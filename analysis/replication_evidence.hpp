// What a result tells of replicas: how far they were behind, who read there too early, who took the primary's
// place and at what price, and for whom commits waited.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"

#include <string>
#include <vector>

namespace shaketable::analysis {

/// The one that was the primary in the beginning and lost its place; empty: none did.
[[nodiscard]] std::string primary_before(const Json& entry);

/// Of the new primary: the connections that came to it, and what the old one had committed and it never got.
[[nodiscard]] std::vector<Evidence> failover_evidence(const Json& entry, double at_s);
/// Of the replica that was furthest behind, and of commits that waited.
[[nodiscard]] std::vector<Evidence> replication_evidence(const Json& entry, double at_s);

} // namespace shaketable::analysis
