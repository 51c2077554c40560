// Calls libm on purpose: tests/tidy/archives_test.cpp proves with it that such a call is found.
#include <cmath>

namespace shaketable::tidy {

double calls_log(double x) { return std::log(x); }

} // namespace shaketable::tidy
