// The reference manual of scenario files in Markdown, made from the descriptions of the knobs.
// docs/reference.md is its output.
#pragma once

#include <string>

namespace shaketable::scenarios {

[[nodiscard]] std::string manual_text();

} // namespace shaketable::scenarios
