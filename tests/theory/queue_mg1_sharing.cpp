#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"
#include "tests/theory/sharing_probe.hpp"

#include <array>

namespace shaketable::theory {

namespace {

/// The more service varies, the slower the number present forgets.
double units_of(Service service) {
    switch (service) {
    case Service::kConstant:
    case Service::kErlang2:
        return 1e6;
    case Service::kExponential:
    case Service::kLognormal1:
        return 2e6;
    case Service::kHyperexponential:
    case Service::kLognormal4:
        return 4e6;
    }
    SHAKETABLE_ASSERT(false);
}

} // namespace

// Only the mean of service matters (Kleinrock, Queueing Systems, vol. 2, chapter 4): the number in the
// station is geometric, and a request of size x stays for x / (1 - load) on average, whatever the
// distribution.
ComparisonList compare_mg1_sharing(Service service, const Effort& effort) {
    constexpr double kLoad = 0.8;
    constexpr double kSlowdown = 1.0 / (1.0 - kLoad);
    constexpr double kTolerance = 0.02;
    const ServiceFamily family = family_of(service);
    Comparisons<SharingProbe> comparisons(
        "M/" + family.symbol + "/1-PS" + family.variation + ", load 0.8",
        {.scenario = "station",
         .settings = {with_arrivals(kLoad), with_workers(kEnough), with_service(family.work)},
         .watched = "station",
         .units = units_of(service)},
        effort);
    comparisons.compare({"mean sojourn", kSlowdown, kTolerance}, shared_sojourn)
        .compare({"mean number in the station", kLoad * kSlowdown, kTolerance}, number_sharing);
    for (const std::size_t number : {1U, 3U, 5U})
        comparisons.compare(
            {"probability of " + std::to_string(number) + " or more in it",
             std::pow(kLoad, static_cast<double>(number)), kTolerance},
            [number](const SharingBatch& batch) { return share_of_time_with(batch, number); });
    if (service == Service::kConstant)
        return comparisons.list(); // of one size
    constexpr std::array kSizes = {"up to 0.5", "from 0.5 to 2", "above 2"};
    for (std::size_t size = 0; size < kSizes.size(); ++size)
        comparisons.compare({std::string("sojourn over size, sizes ") + kSizes[size], kSlowdown, kTolerance},
                            [size](const SharingBatch& batch) { return slowdown(batch, size); });
    return comparisons.list();
}

} // namespace shaketable::theory
