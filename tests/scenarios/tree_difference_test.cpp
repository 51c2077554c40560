#include "scenarios/tree_difference.hpp"

#include "scenarios/document.hpp"

#include <gtest/gtest.h>

namespace shaketable::scenarios {
namespace {

/// One line a difference: the pointer, and what stands on both sides.
std::string told(const std::string& left_text, const std::string& right_text) {
    ErrorList duplicates;
    const Node left = parse_document(left_text, "left", duplicates).value();
    const Node right = parse_document(right_text, "right", duplicates).value();
    std::string lines;
    for (const TreeDifference& difference : tree_differences(left, right))
        lines += difference.pointer + " " + (difference.left ? shown(*difference.left) : "-") + " " +
                 (difference.right ? shown(*difference.right) : "-") + "\n";
    return lines;
}

TEST(TreeDifferences, AreNoneBetweenEqualTrees) {
    const std::string text = R"({"a": [1, {"b": null}], "c": "x", "d": true})";
    EXPECT_EQ(told(text, text), "");
    EXPECT_EQ(told(R"({"a": 1, "b": 2})", R"({ "b": 2, /* order is no difference */ "a": 1 })"), "");
}

TEST(TreeDifferences, LeadAsDeepAsTheyCan) {
    EXPECT_EQ(told(R"({"a": {"b": {"c": 1, "d": 2}}})", R"({"a": {"b": {"c": 1, "d": 3}}})"), "/a/b/d 2 3\n");
    EXPECT_EQ(told(R"({"a": [1, {"b": 2}, 3]})", R"({"a": [1, {"b": "two"}, 3]})"),
              "/a/1/b 2 \"two\" (text)\n");
}

TEST(TreeDifferences, TellWhatOnlyOneSideHas) {
    EXPECT_EQ(told(R"({"a": 1, "b": {"c": 1}})", R"({"b": {}, "d": null})"), "/a 1 -\n/b/c 1 -\n/d - null\n");
}

TEST(TreeDifferences, TakeListsOfDifferentLengthsAndValuesOfDifferentKindsAsAWhole) {
    EXPECT_EQ(told(R"({"a": [1, 2], "b": {"c": 1}})", R"({"a": [1], "b": 5})"),
              "/a a list a list\n/b an object 5\n");
}

TEST(TreeDifferences, TellTextsApartWhereverTheyDiffer) {
    const std::string common(200, 'x');
    EXPECT_NE(told("[\"" + common + "1\"]", "[\"" + common + "2\"]"), "");
}

TEST(TreeDifferences, EscapeNamesAndLeaveFreeMembersOut) {
    EXPECT_EQ(told(R"({"a->b": 1, "x-note": 1})", R"({"a->b": 2, "x-other": 1})"), "/a->b 1 2\n");
    EXPECT_EQ(told(R"({"a/b": 1})", R"({"a/b": 2})"), "/a~1b 1 2\n");
}

} // namespace
} // namespace shaketable::scenarios
