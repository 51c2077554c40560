// The manual's section on how large a scenario may be.
#pragma once

#include <string>

namespace shaketable::scenarios {

[[nodiscard]] std::string limits_text();

} // namespace shaketable::scenarios
