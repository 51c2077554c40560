// Queues against their closed forms, at one seed and loads up to 0.8: ./dev test. theory_validate_test.cpp
// has the rest. breaking_test.cpp sees each of them fail.
#include "tests/theory/queues.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

TEST(MM1, HasItsClosedFormsAtHalfLoad) { expect_agreement(compare_mm1(0.5, quick())); }
TEST(MM1, HasItsClosedFormsAtEightyPercent) { expect_agreement(compare_mm1(0.8, quick())); }

class MMc : public testing::TestWithParam<int> {};
TEST_P(MMc, WaitsAsErlangCSays) { expect_agreement(compare_mmc(GetParam(), quick())); }
INSTANTIATE_TEST_SUITE_P(Servers, MMc, testing::Values(1, 2, 5, 10, 20, 50, 100));

TEST(LossSystem, BlocksAsErlangBSays) {
    expect_agreement(compare_erlang_b({.servers = 1, .offered = 0.5}, quick()));
    expect_agreement(compare_erlang_b({.servers = 10, .offered = 5}, quick()));
    expect_agreement(compare_erlang_b({.servers = 10, .offered = 10}, quick()));
    expect_agreement(compare_erlang_b({.servers = 15, .offered = 10}, quick()));
    expect_agreement(compare_erlang_b({.servers = 20, .offered = 10}, quick()));
    expect_agreement(compare_erlang_b({.servers = 100, .offered = 90}, quick()));
    expect_agreement(compare_erlang_b({.servers = 100, .offered = 100}, quick()));
}

TEST(LossSystem, BlocksTheSameWhateverTheDistributionOfService) {
    for (const Service service : {Service::kConstant, Service::kLognormal4, Service::kHyperexponential})
        expect_agreement(
            compare_erlang_b({.servers = 10, .offered = 10, .service = family_of(service).work}, quick()));
}

TEST(MM1K, BlocksAndWaitsAsItsChainSays) {
    expect_agreement(compare_mm1k({.load = 0.8, .capacity = 10}, quick()));
    expect_agreement(compare_mm1k({.load = 1.0, .capacity = 10}, quick()));
    expect_agreement(compare_mm1k({.load = 1.5, .capacity = 10}, quick()));
    expect_agreement(compare_mm1k({.load = 2.0, .capacity = 100}, quick()));
}

TEST(MG1, WaitsTwiceWithConstantService) { expect_agreement(compare_mg1(Service::kConstant, quick())); }
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithErlangService) {
    expect_agreement(compare_mg1(Service::kErlang2, quick()));
}
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithExponentialService) {
    expect_agreement(compare_mg1(Service::kExponential, quick()));
}
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithHyperexponentialService) {
    expect_agreement(compare_mg1(Service::kHyperexponential, quick()));
}
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithLognormalService) {
    expect_agreement(compare_mg1(Service::kLognormal1, quick()));
}

class ClosedUsers : public testing::TestWithParam<int> {};
TEST_P(ClosedUsers, AreServedAsMeanValueAnalysisSays) {
    expect_agreement(compare_closed(GetParam(), quick()));
}
INSTANTIATE_TEST_SUITE_P(Count, ClosedUsers, testing::Values(1, 5, 10, 11, 15, 20, 50));

TEST(Tandem, IsTheSumOfTwoIndependentSojourns) { expect_agreement(compare_tandem(quick())); }

} // namespace
} // namespace shaketable::theory
