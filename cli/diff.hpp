// Where two runs part: the first event in which they differ, in words.
#pragma once

#include "cli/verb.hpp"

namespace shaketable::cli {

void add_diff(CLI::App& app, int& exit_status);

} // namespace shaketable::cli
