#include "tests/tidy/words.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::words_test {
namespace {

TEST(Words, AreNotFoundInsideLongerOnes) {
    EXPECT_TRUE(has_word("a float b", "float"));
    EXPECT_FALSE(has_word("floating", "float"));
    EXPECT_FALSE(has_word("a_float", "float"));
    EXPECT_TRUE(has_word("x(std::hash<int>{})", "std::hash"));
    EXPECT_FALSE(has_word("std::hash_value", "std::hash"));
}

TEST(Words, AreFoundAfterAPartialMatch) { EXPECT_EQ(find_word("floaty float", "float"), 7U); }

TEST(Words, WithAParenthesisAreFreeCalls) {
    EXPECT_TRUE(has_word("y = rand();", "rand("));
    EXPECT_FALSE(has_word("y = dice.rand();", "rand("));
    EXPECT_FALSE(has_word("y = dice->rand();", "rand("));
    EXPECT_FALSE(has_word("y = Dice::rand();", "rand("));
}

} // namespace
} // namespace shaketable::tidy::words_test
