#include "tests/tidy/statics.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::statics_test {
namespace {

std::size_t statics(std::string_view text) {
    return find_mutable_statics(SourceFile("engine/x.cpp", text)).size();
}

TEST(Statics, ThatCanChangeAreFound) {
    EXPECT_EQ(statics("static int calls = 0;\n"), 1U);
    EXPECT_EQ(statics("    static std::vector<int> cache;\n"), 1U);
    EXPECT_EQ(statics("inline static Cache cache{};\n"), 1U);
}

TEST(Statics, ThatAreConstantAreAllowed) {
    EXPECT_EQ(statics("static constexpr int kLimit = 3;\nstatic const std::vector<int> table = {1};\n"), 0U);
    EXPECT_EQ(statics("inline static constexpr int kLimit = 3;\n"), 0U);
}

TEST(Statics, ThatAreFunctionsOrCastsAreAllowed) {
    EXPECT_EQ(statics("static Key from_seed(std::uint64_t seed) { return {}; }\n"), 0U);
    EXPECT_EQ(statics("x = static_cast<int>(y);\nstatic_assert(sizeof(int) == 4);\n"), 0U);
    EXPECT_EQ(statics("static std::optional<int>\nfind(int x);\n"), 0U);
}

} // namespace
} // namespace shaketable::tidy::statics_test
