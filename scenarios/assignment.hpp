// One value set from the command line: --set /policies/user/timeout=250ms
//
// The left side is a JSON Pointer into the scenario, the right side JSON or else text; null removes. A member
// that is not there is made where the object that holds it exists.
#pragma once

#include "scenarios/error_list.hpp"
#include "scenarios/node.hpp"

namespace shaketable::scenarios {

/// Changes `root` as "POINTER=VALUE" says, or reports why it can't.
void apply_assignment(Node& root, const std::string& assignment, ErrorList& errors);

} // namespace shaketable::scenarios
