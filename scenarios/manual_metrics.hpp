// The manual's section on what is measured of each kind of component, made from the lists of MetricSpec.
#pragma once

#include <string>

namespace shaketable::scenarios {

[[nodiscard]] std::string metrics_text();

} // namespace shaketable::scenarios
