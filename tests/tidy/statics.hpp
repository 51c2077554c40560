// Mutable static variables: state outside the world, which no copy or fork of it would carry.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

/// `static int calls = 0;` and `static Cache cache;`, not functions, not const or constexpr tables. Variables
/// of a namespace are found in the archives instead: tests/tidy/archives_test.cpp.
[[nodiscard]] std::vector<Finding> find_mutable_statics(const SourceFile& file);

} // namespace shaketable::tidy
