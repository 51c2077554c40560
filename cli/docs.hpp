// The reference manual of scenario files.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_docs(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
