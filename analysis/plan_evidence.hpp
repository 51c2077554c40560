// Which query of a database looked at most rows, and by which plan: a scan for want of an index, or one that
// its statistics made it choose.
#pragma once

#include "analysis/sentence.hpp"

#include <string>

namespace shaketable::analysis {

/// Goes on in a sentence that ends with all rows that the database looked at; adds nothing if no query looked
/// at most of them.
void say_whose_rows(Sentence& sentence, const Json& entry, const std::string& database);

} // namespace shaketable::analysis
