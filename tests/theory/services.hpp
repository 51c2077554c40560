// The distributions of service, all of mean 1, that general closed forms are checked with.
#pragma once

#include "tests/theory/formulas.hpp"

#include <string>

namespace shaketable::theory {

/// Squared coefficients of variation: 0, 1/2, 1, 4, 1, 4.
enum class Service { kConstant, kErlang2, kExponential, kHyperexponential, kLognormal1, kLognormal4 };

struct ServiceFamily {
    std::string symbol;    // in Kendall's notation, where there is one
    std::string variation; // where the symbol does not say
    std::string work;      // as a scenario file states it
    HigherMoments moments;
};
[[nodiscard]] ServiceFamily family_of(Service service);

} // namespace shaketable::theory
