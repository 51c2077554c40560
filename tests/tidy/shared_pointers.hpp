// std::shared_ptr to what can change: two holders, and a copy of the world that shares its state. Only a
// shared_ptr<const T>, to what never changes during a run, is allowed outside gui/,
// but for the three files whose classes copy on write.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

[[nodiscard]] std::vector<Finding> find_mutable_sharing(const SourceFile& file);

} // namespace shaketable::tidy
