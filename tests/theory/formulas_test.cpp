// The formulas against values computed elsewhere.
#include "tests/theory/formulas.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::theory {
namespace {

TEST(Formulas, GiveErlangsBlockingProbabilities) {
    EXPECT_NEAR(erlang_b(1, 0.5), 0.333333, 1e-6);
    EXPECT_NEAR(erlang_b(10, 5), 0.018385, 1e-6);
    EXPECT_NEAR(erlang_b(10, 10), 0.214582, 1e-6);
    EXPECT_NEAR(erlang_b(15, 10), 0.036497, 1e-6);
    EXPECT_NEAR(erlang_b(20, 10), 0.001869, 1e-6);
    EXPECT_NEAR(erlang_b(100, 90), 0.026957, 1e-6);
    EXPECT_NEAR(erlang_b(100, 100), 0.075700, 1e-6);
}

TEST(Formulas, GiveErlangsWaitingProbabilitiesAndQuantiles) {
    EXPECT_NEAR(erlang_c(1, 0.8), 0.8, 1e-9);
    EXPECT_NEAR(erlang_c(10, 8), 0.409180, 1e-6);
    EXPECT_NEAR(erlang_c(100, 80), 0.019646, 1e-6);
    EXPECT_NEAR(mmc_wait_quantile(2, 1.6, 0.99), 10.661, 1e-3);
    EXPECT_NEAR(mmc_wait_quantile(10, 8, 0.99), 1.8558, 1e-4);
    EXPECT_NEAR(mmc_wait_quantile(100, 80, 0.99), 0.03377, 1e-5);
}

TEST(Formulas, GiveTheFiniteQueue) {
    EXPECT_NEAR(mm1k(0.8, 10).blocked, 0.0234929, 1e-7);
    EXPECT_NEAR(mm1k(1.0, 10).number, 5.0, 1e-9);
    EXPECT_NEAR(mm1k(1.5, 10).sojourn, 8.17648, 1e-5);
    EXPECT_NEAR(mm1k(0.9, 20).number, 6.41989, 1e-5);
    EXPECT_NEAR(mm1k(2.0, 100).sojourn, 99.0, 1e-9);
}

TEST(Formulas, GiveWaitsOfGeneralService) {
    EXPECT_NEAR(mg1_wait(0.8, {.second = 1.0, .third = 1.0}).mean, 2.0, 1e-12);
    EXPECT_NEAR(mg1_wait(0.8, {.second = 1.0, .third = 1.0}).deviation, 2.3094, 1e-4);
    EXPECT_NEAR(mg1_wait(0.8, {.second = 2.0, .third = 6.0}).deviation, 4.8990, 1e-4);
    EXPECT_NEAR(md1_wait_quantile(0.8, 0.50), 1.2759, 1e-4);
    EXPECT_NEAR(md1_wait_quantile(0.8, 0.95), 6.6203, 1e-4);
    EXPECT_NEAR(md1_wait_quantile(0.8, 0.99), 10.3559, 1e-4);
}

TEST(Formulas, GiveClosedStationsAndTandems) {
    EXPECT_NEAR(mean_value_analysis(1, 10).throughput, 0.090909, 1e-6);
    EXPECT_NEAR(mean_value_analysis(11, 10).response, 3.14582, 1e-5);
    EXPECT_NEAR(mean_value_analysis(50, 10).response, 40.0, 1e-4);
    EXPECT_NEAR(hypoexponential_quantile({.first = 0.5, .second = 0.3}, 0.99), 18.3536, 1e-4);
}

TEST(Formulas, GiveTheLongestOfMany) {
    EXPECT_NEAR(longest_of(2).mean, 1.5, 1e-12);
    EXPECT_NEAR(longest_of(10).mean, 2.928968, 1e-6);
    EXPECT_NEAR(longest_of(1000).mean, 7.485471, 1e-6);
    EXPECT_NEAR(longest_of(2).variance, 1.25, 1e-12);
    EXPECT_NEAR(longest_quantile(2, 0.99), 5.2958, 1e-4);
    EXPECT_NEAR(longest_quantile(10, 0.99), 6.9032, 1e-4);
    EXPECT_NEAR(longest_quantile(1000, 0.99), 11.5079, 1e-4);
    EXPECT_NEAR(longest_density(1, 0.99), 0.01, 1e-12);
    const double beyond = longest_quantile(5, 0.9901) - longest_quantile(5, 0.99);
    EXPECT_NEAR(longest_density(5, 0.99) * beyond, 1e-4, 1e-6);
}

TEST(Formulas, GiveAttemptsAndTheirSuccess) {
    EXPECT_NEAR((Trying{.failure = 0.1, .attempts = 3}.mean_attempts()), 1.11, 1e-12);
    EXPECT_NEAR((Trying{.failure = 0.1, .attempts = 3}.success()), 0.999, 1e-12);
    EXPECT_NEAR((Trying{.failure = 0.5, .attempts = 4}.mean_attempts()), 1.875, 1e-12);
    EXPECT_NEAR((Trying{.failure = 0.5, .attempts = 4}.success()), 0.9375, 1e-12);
    EXPECT_NEAR((Trying{.failure = 0.9, .attempts = 4}.mean_attempts()), 3.439, 1e-12);
    EXPECT_NEAR((Trying{.failure = 0.9, .attempts = 4}.success()), 0.3439, 1e-12);
}

} // namespace
} // namespace shaketable::theory
