// The program: parses the command line and hands over to the verb.
#pragma once

namespace shaketable::cli {

/// Returns the exit status. Throws only what is our mistake.
[[nodiscard]] int run_program(int argument_count, const char* const* arguments);

} // namespace shaketable::cli
