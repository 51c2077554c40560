// std::map and std::set keyed by a pointer: their order is the order of addresses, another at each run.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace shaketable::tidy {

[[nodiscard]] std::vector<Finding> find_address_order(const SourceFile& file);

} // namespace shaketable::tidy
