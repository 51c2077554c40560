// What a result tells of the timeline's entries: what each is, and what somebody did against the failure.
#pragma once

#include "analysis/evidence.hpp"
#include "analysis/figures_json.hpp"
#include "analysis/sentence.hpp"

#include <string>
#include <vector>

namespace shaketable::analysis {

/// "timed out waiting" of "timed_out_waiting".
[[nodiscard]] std::string words_of(std::string name);

/// "spike (load users, factor 8)", of the record at that place in the timeline.
void name_entry(Sentence& sentence, const Json& entry, std::size_t record);

/// What people or their automation did, in the order in which it began.
[[nodiscard]] std::vector<Evidence> response_evidence(const Json& entry);

} // namespace shaketable::analysis
