// JSON Merge Patch (RFC 7396) over nodes: what a variant does to its file.
//
// A member that is patched keeps its place in the order; a new one goes to the end; null removes one. Values
// keep the position they come from, so an error in a variant points at the variant's line.
#pragma once

#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

namespace shaketable::scenarios {

/// Changes `target`, which stands at `pointer`. Beyond the RFC, removing what is not there is an error: it is
/// a misspelt name.
void apply_merge_patch(Node& target, const Node& patch, ErrorList& errors, const std::string& pointer = "");

} // namespace shaketable::scenarios
