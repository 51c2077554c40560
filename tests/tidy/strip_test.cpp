#include "tests/tidy/strip.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::strip_test {
namespace {

TEST(Strip, BlanksCommentsAndKeepsLines) {
    EXPECT_EQ(strip("a; // b\n/* c\nd */ e;", Literals::kKeep), "a;     \n    \n     e;");
}

TEST(Strip, EmptiesLiteralsOnlyWhenAsked) {
    EXPECT_EQ(strip(R"(f("a\"b", 'c');)", Literals::kEmpty), R"(f("    ", ' ');)");
    EXPECT_EQ(strip(R"(f("a\"b", 'c');)", Literals::kKeep), R"(f("a\"b", 'c');)");
}

TEST(Strip, TakesNoCommentFromInsideALiteral) {
    EXPECT_EQ(strip("f(\"// no\"); g();", Literals::kKeep), "f(\"// no\"); g();");
}

TEST(Strip, EmptiesRawLiteralsUpToTheirOwnDelimiter) {
    EXPECT_EQ(strip("R\"x(a)\" b)x\" c", Literals::kEmpty), "R\"x(     )x\" c");
}

TEST(Strip, KeepsThePathOfAnInclude) {
    EXPECT_EQ(strip("#include \"engine/time.hpp\" // why\n", Literals::kEmpty),
              "#include \"engine/time.hpp\"       \n");
}

TEST(Strip, LeavesDigitSeparatorsAlone) {
    EXPECT_EQ(strip("x = 1'000 + 2'000;", Literals::kEmpty), "x = 1'000 + 2'000;");
}

TEST(Strip, BlanksHashCommentsOfScripts) {
    EXPECT_EQ(strip_hash_comments("set(A b) # c\nd"), "set(A b)    \nd");
}

} // namespace
} // namespace shaketable::tidy::strip_test
