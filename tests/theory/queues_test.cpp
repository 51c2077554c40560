// Queues against their closed forms, at one seed and loads up to 0.8: ./dev test. queues_validate_test.cpp has the rest.
//
// Each was seen to fail with a broken parameter: a wrong rate, one worker more, another place in the queue.
#include "tests/theory/queues.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

TEST(MM1, HasItsClosedFormsAtHalfLoad) { expect_agreement(compare_mm1(0.5, kQuick)); }
TEST(MM1, HasItsClosedFormsAtEightyPercent) { expect_agreement(compare_mm1(0.8, kQuick)); }

class MMc : public testing::TestWithParam<int> {};
TEST_P(MMc, WaitsAsErlangCSays) { expect_agreement(compare_mmc(GetParam(), kQuick)); }
INSTANTIATE_TEST_SUITE_P(Servers, MMc, testing::Values(1, 2, 5, 10, 20, 50, 100));

TEST(LossSystem, BlocksAsErlangBSays) {
    expect_agreement(compare_erlang_b({.servers = 1, .offered = 0.5}, kQuick));
    expect_agreement(compare_erlang_b({.servers = 10, .offered = 5}, kQuick));
    expect_agreement(compare_erlang_b({.servers = 10, .offered = 10}, kQuick));
    expect_agreement(compare_erlang_b({.servers = 15, .offered = 10}, kQuick));
    expect_agreement(compare_erlang_b({.servers = 20, .offered = 10}, kQuick));
    expect_agreement(compare_erlang_b({.servers = 100, .offered = 90}, kQuick));
    expect_agreement(compare_erlang_b({.servers = 100, .offered = 100}, kQuick));
}

TEST(LossSystem, BlocksTheSameWhateverTheDistributionOfService) {
    for (const char* service :
         {R"({"constant": "1ms"})", R"({"lognormal": {"mean": "1ms", "cv": 2}})",
          R"({"hyperexponential": [{"mean": "563508ns", "weight": 0.887298}, {"mean": "4436495ns", "weight": 0.112702}]})"})
        expect_agreement(compare_erlang_b({.servers = 10, .offered = 10, .service = service}, kQuick));
}

TEST(MM1K, BlocksAndWaitsAsItsChainSays) {
    expect_agreement(compare_mm1k({.load = 0.8, .capacity = 10}, kQuick));
    expect_agreement(compare_mm1k({.load = 1.0, .capacity = 10}, kQuick));
    expect_agreement(compare_mm1k({.load = 1.5, .capacity = 10}, kQuick));
    expect_agreement(compare_mm1k({.load = 2.0, .capacity = 100}, kQuick));
}

TEST(MG1, WaitsTwiceWithConstantService) { expect_agreement(compare_mg1(Service::kConstant, kQuick)); }
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithErlangService) { expect_agreement(compare_mg1(Service::kErlang2, kQuick)); }
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithExponentialService) {
    expect_agreement(compare_mg1(Service::kExponential, kQuick));
}
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithHyperexponentialService) {
    expect_agreement(compare_mg1(Service::kHyperexponential, kQuick));
}
TEST(MG1, WaitsAsPollaczekAndKhinchineSayWithLognormalService) {
    expect_agreement(compare_mg1(Service::kLognormal1, kQuick));
}

class ClosedUsers : public testing::TestWithParam<int> {};
TEST_P(ClosedUsers, AreServedAsMeanValueAnalysisSays) { expect_agreement(compare_closed(GetParam(), kQuick)); }
INSTANTIATE_TEST_SUITE_P(Count, ClosedUsers, testing::Values(1, 5, 10, 11, 15, 20, 50));

TEST(Tandem, IsTheSumOfTwoIndependentSojourns) { expect_agreement(compare_tandem(kQuick)); }

} // namespace
} // namespace shaketable::theory
