// The shape of a file: at most 400 lines, #pragma once in a header, no `using namespace` there.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

inline constexpr std::size_t kLinesMax = 400;

[[nodiscard]] std::vector<Finding> find_shape_violations(const SourceFile& file);

} // namespace shaketable::tidy
