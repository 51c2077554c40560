#include "tests/tidy/bans.hpp"

#include <gtest/gtest.h>

#include <set>

namespace shaketable::tidy::bans_test {
namespace {

/// A path that the ban's rule looks at.
std::string path_within(Where where) {
    switch (where) {
    case Where::kSimulated:
    case Where::kLayers:
    case Where::kProgram:
        return "engine/x.cpp";
    case Where::kEverywhere:
        return "tests/engine/x_test.cpp";
    case Where::kBuild:
        return "CMakeLists.txt";
    case Where::kAll:
        return "cmake/x.cmake";
    }
    return "";
}

TEST(Bans, EachWordOfEachBanIsFound) {
    for (const Ban& ban : ban_list())
        for (const std::string_view word : ban.words) {
            const SourceFile file(path_within(ban.where), "a;\n  x = " + std::string(word) + " y;\n");
            const std::vector<Finding> findings = find_banned(ban, file);
            ASSERT_FALSE(findings.empty()) << word;
            EXPECT_EQ(findings.front().line, 2U) << word;
            EXPECT_EQ(findings.front().rule, ban.name);
        }
}

TEST(Bans, IgnoreCommentsAndLiterals) {
    for (const Ban& ban : ban_list()) {
        if (ban.where == Where::kAll || ban.where == Where::kBuild)
            continue;
        const std::string word(ban.words.front());
        const SourceFile file(path_within(ban.where),
                              "// " + word + "\n/* " + word + " */ f(\"" + word + "\");\n");
        EXPECT_TRUE(find_banned(ban, file).empty()) << word;
    }
}

TEST(Bans, OfUnfinishedWorkReachIntoComments) {
    for (const Ban& ban : ban_list())
        if (ban.where == Where::kAll) {
            const SourceFile file("gui/x.cpp", "// " + std::string(ban.words.front()) + ": later\n");
            EXPECT_EQ(find_banned(ban, file).size(), 1U);
        }
}

TEST(Bans, StateReasonAndWhatToUseInsteadAndHaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    for (const Ban& ban : ban_list()) {
        EXPECT_TRUE(names.insert(ban.name).second) << ban.name;
        EXPECT_FALSE(ban.reason.empty()) << ban.name;
        EXPECT_FALSE(ban.instead.empty()) << ban.name;
    }
}

TEST(Where, DrawsTheLinesBetweenTheFolders) {
    const SourceFile model("models/service.cpp", ""), export_("notebooks-export/csv.cpp", "");
    const SourceFile cli("cli/run.cpp", ""), gui("gui/main.cpp", ""), peer("bench/peers/mm1.cpp", "");
    EXPECT_TRUE(covers(Where::kSimulated, model));
    EXPECT_FALSE(covers(Where::kSimulated, export_));
    EXPECT_TRUE(covers(Where::kLayers, export_));
    EXPECT_FALSE(covers(Where::kLayers, cli));
    EXPECT_TRUE(covers(Where::kProgram, cli));
    EXPECT_FALSE(covers(Where::kProgram, gui));
    EXPECT_TRUE(covers(Where::kEverywhere, gui));
    EXPECT_FALSE(covers(Where::kEverywhere, peer));
    EXPECT_FALSE(covers(Where::kBuild, model));
}

} // namespace
} // namespace shaketable::tidy::bans_test
