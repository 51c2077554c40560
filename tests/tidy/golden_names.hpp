// A test that owns a golden file has Golden in its name: ./dev bless finds it by that.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

[[nodiscard]] std::vector<Finding> find_unnamed_golden_tests(const SourceFile& file);

} // namespace shaketable::tidy
