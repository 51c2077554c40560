#include "models/window_sums.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace shaketable::models::window_sums_test {
namespace {

void push(WindowSums& windows, std::int64_t value) {
    static_cast<void>(windows.make_room());
    windows.push_back({.sum = value});
}

std::vector<std::int64_t> values(const WindowSums& windows) {
    std::vector<std::int64_t> one_by_one;
    for (std::size_t window = 0; window < windows.size(); ++window)
        one_by_one.push_back(static_cast<std::int64_t>(windows[window].sum));
    std::vector<std::int64_t> by_run;
    windows.for_each_run([&](std::size_t first, std::size_t end, const MeterSum& sum) {
        EXPECT_EQ(first, by_run.size());
        by_run.resize(end, static_cast<std::int64_t>(sum.sum));
    });
    EXPECT_EQ(one_by_one, by_run);
    return one_by_one;
}

TEST(WindowSums, KeepsWhatItWasGiven) {
    WindowSums windows;
    std::vector<std::int64_t> given;
    for (std::int64_t window = 0; window < 200; ++window) {
        given.push_back(window % 7 < 3 ? 5 : window);
        push(windows, given.back());
        EXPECT_EQ(values(windows), given);
    }
}

TEST(WindowSums, ACopyGoesItsOwnWay) {
    WindowSums one;
    std::vector<std::int64_t> of_one;
    for (std::int64_t window = 0; window < 40; ++window) {
        push(one, window);
        of_one.push_back(window);
        WindowSums other = one;
        std::vector<std::int64_t> of_other = of_one;
        for (std::int64_t more = 0; more < 5; ++more) {
            push(other, 1000 + more / 2);
            of_other.push_back(1000 + more / 2);
            if (more == 2) { // both have gone on
                push(one, -window);
                of_one.push_back(-window);
            }
            const WindowSums third = other;
            EXPECT_EQ(values(third), of_other);
        }
        EXPECT_EQ(values(other), of_other);
        EXPECT_EQ(values(one), of_one);
    }
}

TEST(WindowSums, ACopyTakesAPlaceOfItsOwnEvenWhereRoomHasBeenMade) {
    WindowSums one;
    for (std::int64_t window = 0; window < 3; ++window)
        push(one, window);
    static_cast<void>(one.make_room());
    WindowSums other = one;
    push(other, 10);
    push(other, 11);
    push(one, 20);
    push(one, 21);
    EXPECT_EQ(values(one), (std::vector<std::int64_t>{0, 1, 2, 20, 21}));
    EXPECT_EQ(values(other), (std::vector<std::int64_t>{0, 1, 2, 10, 11}));
}

TEST(WindowSums, CopiesGoOnInThreads) {
    WindowSums common;
    for (std::int64_t window = 0; window < 100; ++window)
        push(common, window);
    std::vector<WindowSums> copies(4, common);
    {
        std::vector<std::jthread> threads;
        for (std::size_t index = 0; index < copies.size(); ++index)
            threads.emplace_back([&copies, index] {
                for (std::int64_t window = 0; window < 1000; ++window)
                    push(copies[index], static_cast<std::int64_t>(index) * 10'000 + window);
            });
    }
    for (std::size_t index = 0; index < copies.size(); ++index) {
        const std::vector<std::int64_t> found = values(copies[index]);
        ASSERT_EQ(found.size(), 1100U);
        for (std::int64_t window = 0; window < 1100; ++window)
            ASSERT_EQ(found[static_cast<std::size_t>(window)],
                      window < 100 ? window : static_cast<std::int64_t>(index) * 10'000 + window - 100);
    }
}

TEST(WindowSums, ForgetsAllButTheLast) {
    WindowSums windows;
    for (std::int64_t window = 0; window < 10; ++window)
        push(windows, window);
    const WindowSums whole = windows;
    windows.forget();
    EXPECT_EQ(windows.bytes(), 0U);
    EXPECT_EQ(windows.size(), 10U);
    EXPECT_EQ(windows[9].sum, 9);
    windows.replace_last({.sum = 20});
    windows.replace_last({.sum = 21});
    EXPECT_EQ(windows.size(), 12U);
    EXPECT_EQ(windows[11].sum, 21);
    int visited = 0;
    windows.for_each_run([&](std::size_t first, std::size_t end, const MeterSum& sum) {
        ++visited;
        EXPECT_EQ(first, 11U);
        EXPECT_EQ(end, 12U);
        EXPECT_EQ(sum.sum, 21);
    });
    EXPECT_EQ(visited, 1);
    EXPECT_EQ(values(whole).size(), 10U);
}

TEST(WindowSums, WhatRestsCostsNothing) {
    WindowSums windows;
    for (int window = 0; window < 100'000; ++window)
        push(windows, 3);
    EXPECT_LT(windows.bytes(), 256U);
    EXPECT_EQ(windows.size(), 100'000U);
}

} // namespace
} // namespace shaketable::models::window_sums_test
