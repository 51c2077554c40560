#include "tests/tidy/file_shape.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::file_shape_test {
namespace {

std::size_t violations(const std::string& path, const std::string& text) {
    return find_shape_violations(SourceFile(path, text)).size();
}

std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "int x;\n";
    return text;
}

TEST(FileShape, AllowsFourHundredLinesAndNotOneMore) {
    EXPECT_EQ(violations("engine/a.cpp", lines(400)), 0U);
    EXPECT_EQ(violations("engine/a.cpp", lines(401)), 1U);
}

TEST(FileShape, WantsPragmaOnceInAHeaderOutsideComments) {
    EXPECT_EQ(violations("engine/a.hpp", "#pragma once\nint x;\n"), 0U);
    EXPECT_EQ(violations("engine/a.hpp", "int x;\n"), 1U);
    EXPECT_EQ(violations("engine/a.hpp", "// #pragma once\n"), 1U);
    EXPECT_EQ(violations("engine/a.cpp", "int x;\n"), 0U);
}

TEST(FileShape, RefusesUsingNamespaceInAHeader) {
    EXPECT_EQ(violations("engine/a.hpp", "#pragma once\nusing namespace std;\n"), 1U);
    EXPECT_EQ(violations("engine/a.cpp", "using namespace std;\n"), 0U);
}

} // namespace
} // namespace shaketable::tidy::file_shape_test
