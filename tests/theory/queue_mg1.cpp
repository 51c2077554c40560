#include "tests/theory/formulas.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

namespace {

constexpr double kLoad = 0.8;

struct Family {
    std::string name;
    std::string service;
    HigherMoments moments;
    double units = 0.0;
    double mean_tolerance = 0.02;
    double deviation_tolerance = 0.04;
};

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

Family family_of(Service service) {
    switch (service) {
    case Service::kConstant:
        return {"M/D/1", R"("1ms")", {.second = 1.0, .third = 1.0}, 4e6};
    case Service::kErlang2:
        return {"M/E2/1", R"({"erlang": {"mean": "1ms", "shape": 2}})", {.second = 1.5, .third = 3.0}, 5e6};
    case Service::kExponential:
        return {"M/M/1 as M/G/1", R"({"exponential": "1ms"})", {.second = 2.0, .third = 6.0}, 6e6};
    case Service::kHyperexponential:
        return {
            "M/H2/1, cv2 4",
            R"({"hyperexponential": [{"mean": "563508ns", "weight": 0.887298}, {"mean": "4436495ns", "weight": 0.112702}]})",
            hyperexponential_moments(),
            8e6,
            0.04,
            0.08};
    case Service::kLognormal1:
        return {"M/lognormal/1, cv2 1",
                R"({"lognormal": {"mean": "1ms", "cv": 1}})",
                lognormal_moments(1.0),
                6e6,
                0.03,
                0.06};
    case Service::kLognormal4:
        return {"M/lognormal/1, cv2 4",
                R"({"lognormal": {"mean": "1ms", "cv": 2}})",
                lognormal_moments(4.0),
                8e6,
                0.05,
                0.12};
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

ComparisonList compare_mg1(Service service, const Effort& effort) {
    const Family family = family_of(service);
    const Wait exact = mg1_wait(kLoad, family.moments);
    Comparisons comparisons(family.name + ", load 0.8",
                            {.scenario = "station",
                             .settings = {with_arrivals(kLoad), with_service(family.service)},
                             .watched = "station",
                             .units = family.units},
                            effort);
    comparisons.compare({"mean wait", exact.mean, family.mean_tolerance}, mean_wait)
        .compare({"standard deviation of the wait", exact.deviation, family.deviation_tolerance},
                 wait_deviation);
    if (service == Service::kConstant) {
        comparisons.compare({"wait p50", md1_wait_quantile(kLoad, 0.50), 0.02}, wait_quantile(0.50))
            .compare({"wait p95", md1_wait_quantile(kLoad, 0.95), 0.02}, wait_quantile(0.95))
            .compare({"wait p99", md1_wait_quantile(kLoad, 0.99), 0.03}, wait_quantile(0.99));
    }
    return comparisons.list();
}

} // namespace shaketable::theory
