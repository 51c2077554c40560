#include "tests/tidy/switch_defaults.hpp"

#include <gtest/gtest.h>

namespace shaketable::tidy::switch_defaults_test {
namespace {

std::size_t defaults(std::string_view text) {
    return find_switch_defaults(SourceFile("models/x.cpp", text)).size();
}

TEST(SwitchDefaults, AreFoundBesideQualifiedCases) {
    EXPECT_EQ(defaults("switch (kind) {\ncase Kind::kFull: return 1;\ndefault: return 0;\n}\n"), 1U);
    EXPECT_EQ(defaults("switch (kind) {\ndefault:\n    break;\ncase Kind::kFull: {\n    f();\n}\n}\n"), 1U);
}

TEST(SwitchDefaults, AreAllowedOverNumbersAndLetters) {
    EXPECT_EQ(defaults("switch (letter) {\ncase ' ': return a::b;\ndefault: return 0;\n}\n"), 0U);
}

TEST(SwitchDefaults, AreCountedForTheSwitchTheyStandIn) {
    EXPECT_EQ(
        defaults(
            "switch (kind) {\ncase Kind::kA:\n  switch (n) {\n  case 1: break;\n  default: break;\n  }\n}\n"),
        0U);
}

TEST(SwitchDefaults, AreNotConfusedWithDefaultedFunctions) {
    EXPECT_EQ(defaults("struct A {\n  A() = default;\n};\n"), 0U);
}

} // namespace
} // namespace shaketable::tidy::switch_defaults_test
