// Compares a text with the file that holds what it should be; SHAKETABLE_BLESS=1 writes the file anew.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace shaketable::scenarios {

[[nodiscard]] inline std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline void expect_golden(const std::string& actual, const std::string& path) {
    const char* bless = std::getenv("SHAKETABLE_BLESS");
    if (bless != nullptr && std::string_view(bless) == "1") {
        std::ofstream(path, std::ios::binary) << actual;
        return;
    }
    const std::string expected = file_text(path);
    if (actual == expected)
        return;
    std::istringstream actual_lines(actual);
    std::istringstream expected_lines(expected);
    std::string line;
    std::string expected_line;
    int number = 1;
    while (std::getline(actual_lines, line) && std::getline(expected_lines, expected_line) &&
           line == expected_line)
        ++number;
    ADD_FAILURE() << path << " differs first in line " << number << ": there stands\n  " << expected_line
                  << "\nand now it is\n  " << line << "\n./dev bless writes it anew";
}

} // namespace shaketable::scenarios
