// A tree of nodes as an indented outline for people: what fits on a line stands on one.
#pragma once

#include "scenarios/node.hpp"

#include <string>

namespace shaketable::cli {

/// On one line, without brackets of JSON: "kind service, cores 1".
[[nodiscard]] std::string brief(const scenarios::Node& node);

/// The members of an object, each on a line of its own or, where that is too long, with its own members
/// below.
[[nodiscard]] std::string outline(const scenarios::Node& node, int indent);

/// The text in lines of at most 100 characters, each indented.
[[nodiscard]] std::string wrapped(const std::string& text, int indent);

} // namespace shaketable::cli
