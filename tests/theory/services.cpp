#include "tests/theory/services.hpp"

#include "engine/assert.hpp"

#include <cmath>

namespace shaketable::theory {

namespace {

/// E[S^2] and E[S^3] of two exponentials with balanced means and a squared coefficient of variation of 4.
HigherMoments hyperexponential_moments() {
    const double p = 0.887298;
    const double fast = 0.563508;
    const double slow = 4.436495;
    return {.second = 2.0 * (p * fast * fast + (1.0 - p) * slow * slow),
            .third = 6.0 * (p * fast * fast * fast + (1.0 - p) * slow * slow * slow)};
}

/// Lognormal with mean 1: E[S^k] = (1 + cv^2)^(k(k-1)/2).
HigherMoments lognormal_moments(double squared_variation) {
    return {.second = 1.0 + squared_variation, .third = std::pow(1.0 + squared_variation, 3.0)};
}

} // namespace

ServiceFamily family_of(Service service) {
    switch (service) {
    case Service::kConstant:
        return {"D", "", R"({"constant": "1ms"})", {.second = 1.0, .third = 1.0}};
    case Service::kErlang2:
        return {"E2", "", R"({"erlang": {"mean": "1ms", "shape": 2}})", {.second = 1.5, .third = 3.0}};
    case Service::kExponential:
        return {"M", "", R"({"exponential": "1ms"})", {.second = 2.0, .third = 6.0}};
    case Service::kHyperexponential:
        return {
            "H2", ", cv2 4",
            R"({"hyperexponential": [{"mean": "563508ns", "weight": 0.887298}, {"mean": "4436495ns", "weight": 0.112702}]})",
            hyperexponential_moments()};
    case Service::kLognormal1:
        return {"lognormal", ", cv2 1", R"({"lognormal": {"mean": "1ms", "cv": 1}})", lognormal_moments(1.0)};
    case Service::kLognormal4:
        return {"lognormal", ", cv2 4", R"({"lognormal": {"mean": "1ms", "cv": 2}})", lognormal_moments(4.0)};
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace shaketable::theory
