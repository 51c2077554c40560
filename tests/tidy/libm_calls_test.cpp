#include "tests/tidy/libm_calls.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::libm_calls_test {
namespace {

std::size_t calls(const std::string& path, std::string_view text) {
    return find_libm_calls(SourceFile(path, text)).size();
}

TEST(LibmCalls, AreFoundInTheSimulatedPath) {
    EXPECT_EQ(calls("engine/x.cpp", "y = std::log(x);\n"), 1U);
    EXPECT_EQ(calls("models/x.cpp", "return exp(x);\n"), 1U);
    EXPECT_EQ(calls("models/x.cpp", "y = 2 * pow(x, 3);\n"), 1U);
}

TEST(LibmCalls, ThatAreExactAreAllowed) {
    EXPECT_EQ(calls("engine/x.cpp", "y = std::sqrt(std::floor(std::fabs(std::ldexp(x, 2))));\n"), 0U);
}

TEST(LibmCalls, AreNotConfusedWithOurOwnFunctions) {
    EXPECT_EQ(calls("engine/x.cpp", "double log(double x);\ny = table.round(x);\ny = portable_log(x);\n"),
              0U);
}

TEST(LibmCalls, AreFreeOutsideTheSimulatedPath) {
    EXPECT_EQ(calls("analysis/x.cpp", "y = std::log(x);\n"), 0U);
}

} // namespace
} // namespace shaketable::tidy::libm_calls_test
