// The JSON form of results. Published in docs/results.md and docs/result.schema.json.
#pragma once

#include "analysis/machine.hpp"
#include "analysis/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace shaketable::analysis {

inline constexpr int kResultVersion = 1;

struct Entry {
    Result result = {};
    Machine machine = {};
};

[[nodiscard]] nlohmann::ordered_json json_of(const Entry& entry);
/// One document, one entry a variant.
[[nodiscard]] nlohmann::ordered_json document_of(const std::vector<Entry>& entries);

/// Indented by two; an array of plain values stands on one line. With a line feed at the end.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& document);

} // namespace shaketable::analysis
