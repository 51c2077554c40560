// How a failed assertion ends the program: with exit status 3, an internal error.
#pragma once

#include <gtest/gtest.h>

namespace shaketable::engine {

[[nodiscard]] inline auto failed_assertion() { return testing::ExitedWithCode(3); }

} // namespace shaketable::engine
