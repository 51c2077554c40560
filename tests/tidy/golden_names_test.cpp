#include "tests/tidy/golden_names.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::golden_names_test {
namespace {

std::size_t unnamed(std::string_view text) {
    return find_unnamed_golden_tests(SourceFile("tests/engine/x_test.cpp", text)).size();
}

TEST(NamesOfTests, TellOfTheFilesThatTheyOwn) {
    EXPECT_EQ(unnamed("TEST(SamplersGolden, KeepTheirBits) {\n    expect_golden(\"x\", text);\n}\n"), 0U);
    EXPECT_EQ(unnamed("TEST(Samplers, KeepTheirBits) {\n    expect_golden(\"x\", text);\n}\n"), 1U);
}

} // namespace
} // namespace shaketable::tidy::golden_names_test
