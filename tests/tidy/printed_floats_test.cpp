#include "tests/tidy/printed_floats.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::printed_floats_test {
namespace {

std::size_t printed(std::string_view text) {
    return find_printed_floats(SourceFile("cli/x.cpp", text)).size();
}

TEST(PrintedFloats, AreFoundInEveryPrintf) {
    EXPECT_EQ(printed("std::printf(\"%.3f s\\n\", x);\n"), 1U);
    EXPECT_EQ(printed("std::snprintf(buffer, size,\n    \"%d %-8g\", n, x);\n"), 1U);
}

TEST(PrintedFloats, LeaveIntegersAndPercentSignsAlone) {
    EXPECT_EQ(printed("std::printf(\"%d %s 100%% good\\n\", n, s);\n"), 0U);
}

TEST(PrintedFloats, AreAllowedInBenchmarks) {
    EXPECT_TRUE(find_printed_floats(SourceFile("bench/x_bench.cpp", "std::printf(\"%.3f\", x);\n")).empty());
}

TEST(PrintedFloats, AreLookedForInPrintfOnly) {
    EXPECT_EQ(printed("std::printf(\"x\");\nout += \"50%faster\";\n"), 0U);
}

} // namespace
} // namespace shaketable::tidy::printed_floats_test
