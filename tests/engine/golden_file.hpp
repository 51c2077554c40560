// Golden values: small text files under tests/engine/golden/, rewritten by ./dev bless (SHAKETABLE_BLESS=1).
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace shaketable::engine {

/// Compares `actual` (whole lines) with the golden file of that name, and says where they part first.
inline void expect_golden(const std::string& name, const std::string& actual) {
    const std::string path = std::string(SHAKETABLE_SOURCE_DIR) + "/tests/engine/golden/" + name;
    const char* bless = std::getenv("SHAKETABLE_BLESS");
    if (bless != nullptr && std::string_view(bless) == "1") {
        std::ofstream(path, std::ios::binary) << actual;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file.good()) << path << " is missing: SHAKETABLE_BLESS=1 writes it";
    std::istringstream lines(actual);
    std::string expected_line;
    std::string actual_line;
    for (int number = 1; std::getline(lines, actual_line); ++number) {
        std::getline(file, expected_line);
        ASSERT_EQ(expected_line, actual_line) << path << ", line " << number << ". The new value is\n"
                                              << actual_line;
    }
    EXPECT_FALSE(std::getline(file, expected_line))
        << path << " has lines that are no longer produced, first\n"
        << expected_line;
}

} // namespace shaketable::engine
