// Processor sharing against its closed forms, at one seed, and with a parameter broken, which must be seen.
#include "tests/theory/broken.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

class ProcessorSharing : public testing::TestWithParam<Service> {};
TEST_P(ProcessorSharing, DependsOnTheMeanOfServiceAlone) {
    expect_agreement(compare_mg1_sharing(GetParam(), quick()));
}
INSTANTIATE_TEST_SUITE_P(Service, ProcessorSharing,
                         testing::Values(Service::kConstant, Service::kErlang2, Service::kExponential,
                                         Service::kHyperexponential, Service::kLognormal1,
                                         Service::kLognormal4));

TEST(BrokenProcessorSharing, IsSeenWithFivePercentMoreArrivals) {
    expect_disagreement(compare_mg1_sharing(Service::kErlang2, broken({with_arrivals(0.84)})));
}

// In M/M/1 the number present does not tell who is served first; how long requests of a size stay does.
TEST(BrokenProcessorSharing, IsSeenFirstComeFirstServed) {
    expect_disagreement(compare_mg1_sharing(Service::kExponential, broken({with_workers(1)})),
                        {"mean sojourn", "mean number in the station", "probability of 1 or more in it",
                         "probability of 3 or more in it", "probability of 5 or more in it"});
}

TEST(BrokenProcessorSharing, IsSeenWithTwoCores) {
    expect_disagreement(compare_mg1_sharing(Service::kConstant, broken({with_cores(2)})));
}

} // namespace
} // namespace shaketable::theory
