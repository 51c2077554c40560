// One value of a tree changed by its JSON Pointer. Null removes; a member that is not there is made where the
// object that holds it exists.
//
// The command line says --set /policies/user/timeout=250ms: the right side is JSON or else text.
#pragma once

#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

#include <optional>

namespace shaketable::scenarios {

/// Where a pointer breaks off, and what would have led on.
struct DeadEnd {
    std::string pointer; // of the deepest value on the way
    std::string found;   // a predicate of it
    std::string accepted;
    std::string nearest;
};
/// Changes the value that the names lead to, which are at least one, or tells why it can't.
[[nodiscard]] std::optional<DeadEnd> assign(Node& root, const std::vector<std::string>& names, Node value);

/// Changes `root` as "POINTER=VALUE" says, or reports why it can't.
void apply_assignment(Node& root, const std::string& assignment, ErrorList& errors);

} // namespace shaketable::scenarios
