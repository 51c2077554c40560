#include "analysis/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace shaketable::analysis {
namespace {

// Values of published tables of Student's t at 0.975.
TEST(StudentT, IsThatOfTheTables) {
    EXPECT_NEAR(student_t_975(1), 12.7062, 5e-5);
    EXPECT_NEAR(student_t_975(5), 2.5706, 5e-5);
    EXPECT_NEAR(student_t_975(10), 2.228139, 1e-5);
    EXPECT_NEAR(student_t_975(19), 2.093024, 1e-5);
    EXPECT_NEAR(student_t_975(30), 2.042272, 1e-5);
    EXPECT_NEAR(student_t_975(120), 1.979930, 1e-5);
    EXPECT_NEAR(student_t_975(1'000'000), 1.959966, 1e-5);
}

TEST(StudentT, FallsWithTheDegrees) {
    for (std::size_t degrees = 1; degrees < 200; ++degrees)
        EXPECT_GT(student_t_975(degrees), student_t_975(degrees + 1)) << degrees;
}

TEST(Summary, OfNothingIsNone) { EXPECT_FALSE(summary_of({})); }

TEST(Summary, OfOneValueHasNoInterval) {
    const auto summary = summary_of({3.0});
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->mean, 3.0);
    EXPECT_FALSE(summary->half_width);
}

TEST(Summary, HasMeanIntervalAndBounds) {
    const auto summary = summary_of({1.0, 2.0, 3.0, 4.0, 5.0});
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->count, 5U);
    EXPECT_DOUBLE_EQ(summary->mean, 3.0);
    EXPECT_EQ(summary->least, 1.0);
    EXPECT_EQ(summary->most, 5.0);
    EXPECT_NEAR(*summary->half_width, 2.776445 * std::sqrt(2.5 / 5.0), 1e-5);
}

TEST(Summary, OfEqualValuesIsExact) {
    const auto summary = summary_of({0.1, 0.1, 0.1});
    EXPECT_EQ(summary->mean, 0.1);
    EXPECT_EQ(*summary->half_width, 0.0);
}

} // namespace
} // namespace shaketable::analysis
