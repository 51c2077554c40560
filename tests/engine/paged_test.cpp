#include "engine/paged.hpp"

#include <gtest/gtest.h>

namespace shaketable::engine {
namespace {

Paged<std::uint32_t> counting(std::uint32_t count) {
    Paged<std::uint32_t> numbers;
    for (std::uint32_t number = 0; number < count; ++number)
        numbers.add() = number;
    return numbers;
}

TEST(Paged, KeepsItsElementsInOrderAndInPlace) {
    Paged<std::uint32_t> numbers = counting(1);
    const std::uint32_t* const first = &numbers[0];
    for (std::uint32_t number = 1; number < 1000; ++number)
        numbers.add() = number;
    EXPECT_EQ(&numbers[0], first);
    EXPECT_EQ(numbers.size(), 1000U);
    std::uint32_t expected = 0;
    for (const std::uint32_t number : numbers)
        EXPECT_EQ(number, expected++);
    EXPECT_EQ(expected, 1000U);
}

TEST(Paged, ACopyHasElementsOfItsOwn) {
    Paged<std::uint32_t> original = counting(700);
    Paged<std::uint32_t> copy = original;
    copy[5] = 55;
    copy.add() = 7;
    EXPECT_EQ(original[5], 5U);
    EXPECT_EQ(original.size(), 700U);
    original = copy;
    original[6] = 66;
    EXPECT_EQ(original[5], 55U);
    EXPECT_EQ(copy[6], 6U);
    EXPECT_EQ(copy.size(), 701U);
}

TEST(Paged, CountsTheBytesOfItsElements) {
    EXPECT_EQ(counting(0).bytes(), 0U);
    EXPECT_EQ(counting(300).bytes(), 1200U);
}

} // namespace
} // namespace shaketable::engine
