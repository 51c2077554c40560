// One scenario as text for people, or resolved as JSON.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_show(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
