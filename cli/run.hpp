// Runs a scenario, or variants of it, and shows what came of it.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_run(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
