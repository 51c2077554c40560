// What the sampled traces of a result's entry tell of calls: where figures do not tell which.
#pragma once

#include "analysis/figures_json.hpp"

#include <optional>
#include <string>

namespace shaketable::analysis {

struct TracedCall {
    std::string name = {}; // "orders.reserve"
    std::string caller = {};
    std::string pointer = {}; // of its span
    double length_s = 0.0;
};

/// The longest of the calls of a component that were under way at a time.
[[nodiscard]] std::optional<TracedCall> longest_call_at(const Json& entry, const std::string& callee,
                                                        double at_s);

/// What somebody has asked of a component, and was in service there at some time from `from_s` to `until_s`.
struct RequestsOf {
    std::string caller = {}; // empty: anybody
    std::string callee = {};
    double from_s = 0.0;
    double until_s = 0.0;
};
/// The one that was in service for longest, of those that were answered.
[[nodiscard]] std::optional<TracedCall> longest_in_service(const Json& entry, const RequestsOf& requests);

/// The component that another one calls behind a statement of a transaction and before its commit, for
/// longest; empty: none, as far as traces show.
[[nodiscard]] std::string called_in_transaction(const Json& entry, const std::string& caller,
                                                const std::string& database);

} // namespace shaketable::analysis
