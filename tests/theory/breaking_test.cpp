// Each queue with one parameter broken must disagree with its closed form.
#include "tests/theory/broken.hpp"
#include "tests/theory/queues.hpp"
#include "tests/theory/settings.hpp"

#include <gtest/gtest.h>

namespace shaketable::theory {
namespace {

TEST(BrokenMM1, IsSeenWithFivePercentMoreArrivals) {
    expect_disagreement(compare_mm1(0.8, broken({with_arrivals(0.84)})),
                        {"coefficient of variation of departures"});
}

TEST(BrokenMM1, IsSeenInItsDeparturesWithConstantService) {
    expect_disagreement(compare_mm1(0.5, broken({with_service(R"("1ms")")})),
                        {"probability of waiting", "mean busy period"});
}

TEST(BrokenMMc, IsSeenWithOneServerMore) {
    expect_disagreement(compare_mmc(10, broken({with_workers(11), with_cores(11)})));
}

TEST(BrokenLossSystem, IsSeenWithOneServerMore) {
    expect_disagreement(
        compare_erlang_b({.servers = 10, .offered = 10}, broken({with_workers(11), with_cores(11)})));
}

TEST(BrokenLossSystem, IsSeenWithOnePlaceToWait) {
    expect_disagreement(compare_erlang_b({.servers = 10, .offered = 10}, broken({with_queue_limit(1)})));
}

TEST(BrokenMM1K, IsSeenWithOnePlaceMore) {
    expect_disagreement(compare_mm1k({.load = 0.8, .capacity = 10}, broken({with_queue_limit(10)})));
}

TEST(BrokenMG1, IsSeenWithAnotherDistribution) {
    const Effort exponential = broken({with_service(R"({"exponential": "1ms"})")});
    expect_disagreement(compare_mg1(Service::kConstant, exponential));
    expect_disagreement(compare_mg1(Service::kErlang2, exponential));
    expect_disagreement(compare_mg1(Service::kHyperexponential, exponential));
}

TEST(BrokenMG1, IsSeenWithFivePercentMoreArrivals) {
    expect_disagreement(compare_mg1(Service::kExponential, broken({with_arrivals(0.84)})));
    expect_disagreement(compare_mg1(Service::kLognormal1, broken({with_arrivals(0.84)})));
}

TEST(BrokenClosedUsers, AreSeenWithOneUserMore) {
    expect_disagreement(compare_closed(10, broken({"/components/users/users/count=11"})));
}

TEST(BrokenTandem, IsSeenWithFivePercentMoreArrivals) {
    expect_disagreement(compare_tandem(broken({with_arrivals(0.525)})));
}

} // namespace
} // namespace shaketable::theory
