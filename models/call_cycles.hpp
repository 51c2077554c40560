// An endpoint that in the end calls itself would call for ever: every such cycle is a problem, reported once.
#pragma once

#include "models/compiler.hpp"

namespace shaketable::models {

void find_call_cycles(Compiler& compiler);

} // namespace shaketable::models
