// The scenarios of the library: names, titles, variants.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_list(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
