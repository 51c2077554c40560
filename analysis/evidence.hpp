// What a result says of a failure, in plain English: when it began, how deep it went, who was hurt, where,
// what kept it alive, and how it ended.
//
// Every number in a sentence was read from the result, at a JSON Pointer that goes with it. A sentence about
// a cause is there only where the figures show that cause at work: take it away, and the sentence goes.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace shaketable::analysis {

struct EvidenceNumber {
    std::string text;    // as it stands in the sentence
    std::string pointer; // in the result's entry
};

struct Evidence {
    double at_s = 0.0; // what it is about
    std::string text;
    std::vector<EvidenceNumber> numbers; // in the order of the sentence
};

/// Ordered by time. `entry` is the JSON form of one result; nothing without a twin, as nothing happened.
[[nodiscard]] std::vector<Evidence> evidence_of(const nlohmann::ordered_json& entry);

} // namespace shaketable::analysis
