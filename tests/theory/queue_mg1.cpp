#include "tests/theory/formulas.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/services.hpp"
#include "tests/theory/settings.hpp"

namespace shaketable::theory {

namespace {

constexpr double kLoad = 0.8;

/// What converges slowly is simulated for longer, and not as narrowly judged.
struct Precision {
    double units = 6e6;
    double mean_tolerance = 0.02;
    double deviation_tolerance = 0.04;
};

Precision precision_of(Service service) {
    switch (service) {
    case Service::kConstant:
        return {.units = 4e6};
    case Service::kErlang2:
        return {.units = 5e6};
    case Service::kExponential:
        return {};
    case Service::kHyperexponential:
        return {.units = 8e6, .mean_tolerance = 0.04, .deviation_tolerance = 0.08};
    case Service::kLognormal1:
        return {.mean_tolerance = 0.03, .deviation_tolerance = 0.06};
    case Service::kLognormal4:
        return {.units = 8e6, .mean_tolerance = 0.05, .deviation_tolerance = 0.12};
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

ComparisonList compare_mg1(Service service, const Effort& effort) {
    const ServiceFamily family = family_of(service);
    const Precision precision = precision_of(service);
    const Wait exact = mg1_wait(kLoad, family.moments);
    const std::string as = service == Service::kExponential ? " as M/G/1" : "";
    Comparisons comparisons("M/" + family.symbol + "/1" + family.variation + as + ", load 0.8",
                            {.scenario = "station",
                             .settings = {with_arrivals(kLoad), with_service(family.work)},
                             .watched = "station",
                             .units = precision.units},
                            effort);
    comparisons.compare({"mean wait", exact.mean, precision.mean_tolerance}, mean_wait)
        .compare({"standard deviation of the wait", exact.deviation, precision.deviation_tolerance},
                 wait_deviation);
    if (service == Service::kConstant) {
        comparisons.compare({"wait p50", md1_wait_quantile(kLoad, 0.50), 0.02}, wait_quantile(0.50))
            .compare({"wait p95", md1_wait_quantile(kLoad, 0.95), 0.02}, wait_quantile(0.95))
            .compare({"wait p99", md1_wait_quantile(kLoad, 0.99), 0.03}, wait_quantile(0.99));
    }
    return comparisons.list();
}

} // namespace shaketable::theory
