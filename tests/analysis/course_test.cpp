#include "analysis/course.hpp"

#include <gtest/gtest.h>

namespace shaketable::analysis {
namespace {

/// Windows of one second, in which the twin gets so many good answers, and the run these.
Course course_of(std::uint64_t usual, const std::vector<std::uint64_t>& good) {
    Course course{.window = engine::Duration::from_seconds(1)};
    for (const std::uint64_t count : good) {
        const std::uint64_t bad = usual - std::min(usual, count);
        course.run.push_back({.good = count, .bad = bad, .varies = bad});
        course.twin.push_back({.good = usual});
    }
    return course;
}

/// So many windows of `first`, then so many of `then`.
std::vector<std::uint64_t> steps(const std::vector<std::pair<std::size_t, std::uint64_t>>& list) {
    std::vector<std::uint64_t> good;
    for (const auto& [windows, count] : list)
        good.insert(good.end(), windows, count);
    return good;
}

TEST(Course, RecoversWhereTheLastDownWindowEnds) {
    const Course course = course_of(100, steps({{10, 100}, {20, 0}, {50, 100}}));
    EXPECT_EQ(course.recovered_from(10), 30U);
    EXPECT_EQ(course.recovered_from(35), 35U);
}

TEST(Course, RecoversOnlyWhereItStaysUp) {
    EXPECT_EQ(course_of(100, steps({{10, 0}, {20, 100}, {10, 0}, {40, 100}})).recovered_from(5), 40U);
    EXPECT_EQ(course_of(100, steps({{10, 0}, {60, 100}, {10, 0}})).recovered_from(5), std::nullopt);
}

TEST(Course, DoesNotRecoverWithFewerThanThirtySecondsLeft) {
    EXPECT_EQ(course_of(100, steps({{10, 0}, {30, 100}})).recovered_from(5), 10U);
    EXPECT_EQ(course_of(100, steps({{10, 0}, {28, 100}})).recovered_from(5), std::nullopt);
    EXPECT_TRUE(course_of(100, steps({{40, 100}})).can_be_judged(10));
    EXPECT_FALSE(course_of(100, steps({{40, 100}})).can_be_judged(11));
}

TEST(Course, TakesNinetyFivePercentForRecovered) {
    EXPECT_EQ(course_of(1000, steps({{60, 950}})).recovered_from(0), 0U);
    EXPECT_EQ(course_of(1000, steps({{60, 949}})).recovered_from(0), std::nullopt);
}

TEST(Course, LeavesChanceItsPart) {
    // 3 of 30 in thirty seconds are missing: 10 %, and less than 4 sqrt(3) = 6.9.
    std::vector<std::uint64_t> good(60, 1);
    good[12] = good[25] = good[38] = 0;
    EXPECT_EQ(course_of(1, good).recovered_from(0), 0U);
    // All of 60 are: more than 4 sqrt(60) = 31.
    EXPECT_EQ(course_of(1, steps({{60, 0}})).recovered_from(0), std::nullopt);
}

TEST(Course, WidensSpansWhereFewAsk) {
    // One good answer in 2 s: thirty seconds hold 15, too few to compare. A hundred seconds hold 50.
    Course course = course_of(1, std::vector<std::uint64_t>(200, 0));
    for (std::size_t window = 0; window < 200; window += 2)
        course.twin[window] = course.run[window] = {};
    EXPECT_EQ(course.recovered_from(0), std::nullopt);
    for (std::size_t window = 90; window < 200; ++window)
        course.run[window] = course.twin[window];
    const auto recovered = course.recovered_from(0);
    ASSERT_TRUE(recovered);
    EXPECT_GE(*recovered, 50U); // so many of the down ones are within chance
    EXPECT_LE(*recovered, 90U);
}

TEST(Course, HasAFloorAndAnArea) {
    const Course course = course_of(100, steps({{10, 100}, {10, 50}, {5, 20}, {5, 90}, {30, 100}}));
    const auto floor = course.floor(0, course.windows());
    ASSERT_TRUE(floor);
    EXPECT_DOUBLE_EQ(floor->share, 0.2);
    EXPECT_EQ(floor->window, 20U);
    EXPECT_EQ(floor->windows, 1U);
    EXPECT_DOUBLE_EQ(course.area_lost_s(0, course.windows()), 10 * 0.5 + 5 * 0.8 + 5 * 0.1);
    EXPECT_DOUBLE_EQ(course.area_lost_s(20, 25), 5 * 0.8);
    EXPECT_DOUBLE_EQ(course.floor(10, 20)->share, 0.5);
    EXPECT_EQ(course.floor(60, 60), std::nullopt);
    EXPECT_EQ(course.area_lost_s(60, 60), 0.0);
}

TEST(Course, JoinsARestTooSmallToCompareToTheStretchBefore) {
    // Twenty a window: three make a stretch, and the two that are left belong to it.
    const auto floor = course_of(20, steps({{3, 20}, {2, 0}})).floor(0, 5);
    ASSERT_TRUE(floor);
    EXPECT_DOUBLE_EQ(floor->share, 0.6);
    EXPECT_EQ(floor->windows, 5U);
    EXPECT_DOUBLE_EQ(course_of(20, steps({{1, 5}})).floor(0, 1)->share, 0.25); // there is no other
}

TEST(Course, TakesGainsOffTheAreaLost) {
    EXPECT_DOUBLE_EQ(course_of(100, steps({{10, 120}, {10, 50}})).area_lost_s(0, 20), 3.0);
    EXPECT_DOUBLE_EQ(course_of(100, steps({{10, 120}})).area_lost_s(0, 10), 0.0);
}

TEST(Course, AddsUp) {
    Course sum;
    sum.add(course_of(100, steps({{10, 100}, {10, 50}})));
    sum.add(course_of(50, steps({{15, 50}})));
    EXPECT_EQ(sum.windows(), 15U);
    EXPECT_EQ(sum.run[12].good, 100U);
    EXPECT_EQ(sum.twin[12].good, 150U);
    EXPECT_EQ(sum.last_share(), (10 * 150 + 5 * 100) / (15 * 150.0));
}

TEST(Course, OfAVeryLongRunIsJudgedInOnePass) {
    EXPECT_EQ(course_of(0, std::vector<std::uint64_t>(2'000'000, 0)).recovered_from(0), 0U);
}

} // namespace
} // namespace shaketable::analysis
