// `default:` in a switch over an enum: with it the compiler no longer warns of a value that was forgotten.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

/// A switch counts as one over an enum when a case label is qualified: `case Kind::kFull:`.
[[nodiscard]] std::vector<Finding> find_switch_defaults(const SourceFile& file);

} // namespace shaketable::tidy
