// Calls of libm in the simulated path, found in the source. tests/tidy/archives_test.cpp finds the same in
// the compiled archives; this one names the line.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

[[nodiscard]] std::vector<Finding> find_libm_calls(const SourceFile& file);

} // namespace shaketable::tidy
