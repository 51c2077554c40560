// The layers: engine <- models <- scenarios <- analysis <- notebooks-export <- cli, gui, bench.
//
// An include goes leftwards or stays in its folder, and is written by its full path from the root. engine/
// and models/ include the standard library only; Qt belongs to gui/. tests/ may include everything.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

[[nodiscard]] std::vector<Finding> find_layer_violations(const SourceFile& file);

} // namespace shaketable::tidy
