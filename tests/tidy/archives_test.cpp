// The compiled archives of engine/ and models/: no inexact libm function, no variable outside the world.
#include "tests/tidy/symbols.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::tidy::archives_test {
namespace {

std::vector<Symbol> archives() { return read_symbols(SHAKETABLE_NM, SHAKETABLE_ARCHIVES); }
std::vector<Symbol> bad_objects() { return read_symbols(SHAKETABLE_NM, SHAKETABLE_BAD_OBJECTS); }

bool has(const std::vector<std::string>& names, const std::string& part) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return name.find(part) != std::string::npos; });
}

TEST(Archives, CallNoInexactFunctionOfLibm) {
    EXPECT_EQ(inexact_libm_calls(archives()), std::vector<std::string>()) << "use engine/math.hpp";
}

TEST(Archives, HoldNoVariableOutsideTheWorld) {
    std::vector<std::string> variables = mutable_variables(archives());
    // engine/assert.cpp: where the run stands, printed by a failed assertion and read by nothing else.
    std::erase_if(variables,
                  [](const std::string& name) { return name.find("current_runner") != std::string::npos; });
    EXPECT_EQ(variables, std::vector<std::string>()) << "make it a member, or const";
}

TEST(Archives, AreRead) {
    const std::vector<Symbol> symbols = archives();
    EXPECT_TRUE(std::any_of(symbols.begin(), symbols.end(), [](const Symbol& symbol) {
        return symbol.name.find("assertion_failed") != std::string::npos &&
               symbol.section.starts_with(".text");
    }));
}

TEST(BadObjects, AreCaughtCallingALogarithm) { EXPECT_TRUE(has(inexact_libm_calls(bad_objects()), "log")); }

TEST(BadObjects, AreCaughtHoldingAVariable) { EXPECT_TRUE(has(mutable_variables(bad_objects()), "calls")); }

TEST(Symbols, OfLibmAreKnownInTheirNarrowWideAndFiniteForms) {
    const std::vector<Symbol> symbols = {{"powf", "*UND*"},  {"logl", "*UND*"}, {"__exp_finite", "*UND*"},
                                         {"sqrtf", "*UND*"}, {"sqrt", "*UND*"}, {"floor", "*UND*"},
                                         {"ldexp", "*UND*"}, {"log", ".text"}};
    EXPECT_EQ(inexact_libm_calls(symbols),
              (std::vector<std::string>{"powf", "logl", "__exp_finite", "sqrtf"}));
}

} // namespace
} // namespace shaketable::tidy::archives_test
