// Whether files can run, and every reason why not.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_validate(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
