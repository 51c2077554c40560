// A hash over all that decides a result: the resolved configuration, the seed and the end.
#pragma once

#include "engine/time.hpp"
#include "scenarios/node.hpp"

#include <string>

namespace shaketable::analysis {

/// Of `tree`, variant and settings applied: white space and comments of the file do not matter, the order of
/// its members does (it decides ties). 16 hexadecimal digits; not for adversaries.
[[nodiscard]] std::string inputs_hash(const scenarios::Node& tree, std::uint64_t seed,
                                      engine::Duration until);

} // namespace shaketable::analysis
