// A new scenario file, made from a template.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_new(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
