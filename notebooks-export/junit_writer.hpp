// Expectations as a JUnit report, in the form that Jenkins' xunit plugin reads (its junit-10.xsd): a suite
// for each variant, a case for each expectation. A variant without any has one case: that it ran.
#pragma once

#include "analysis/result.hpp"

#include <string>
#include <vector>

namespace shaketable::notebooks_export {

[[nodiscard]] std::string junit_text(const std::vector<const analysis::Result*>& results);

} // namespace shaketable::notebooks_export
