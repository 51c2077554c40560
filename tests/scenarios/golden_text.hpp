// Compares a text with the file that holds what it should be; SHAKETABLE_BLESS=1 writes the file anew.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace shaketable::scenarios {

[[nodiscard]] inline std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline void expect_golden(const std::string& actual, const std::string& path) {
    if (std::getenv("SHAKETABLE_BLESS") != nullptr) {
        std::ofstream(path, std::ios::binary) << actual;
        return;
    }
    EXPECT_EQ(actual, file_text(path)) << path << ": ./dev bless writes it anew";
}

} // namespace shaketable::scenarios
