// printf of a double: the user's locale decides between 0.5 and 0,5. Use std::to_chars.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

[[nodiscard]] std::vector<Finding> find_printed_floats(const SourceFile& file);

} // namespace shaketable::tidy
