// The JSON Schema of scenario files.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_schema(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
