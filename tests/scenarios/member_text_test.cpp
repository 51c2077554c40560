#include "scenarios/member_text.hpp"

#include "scenarios/load.hpp"

#include <gtest/gtest.h>

namespace shaketable::scenarios {
namespace {

TEST(MemberText, IsAddedAsTheLast) {
    EXPECT_EQ(with_member("{\n  \"a\": [1, {\"b\": 2}] // note\n}\n", "c", "3"),
              "{\n  \"a\": [1, {\"b\": 2}], // note\n\n  \"c\": 3\n}\n");
    EXPECT_EQ(with_member(R"({"a":"}"})", "c", "{}"), "{\"a\":\"}\",\n\n  \"c\": {}\n}");
}

TEST(MemberText, TakesThePlaceOfTheOneThatIsThere) {
    EXPECT_EQ(with_member("{ \"c\": { \"x\": [1] } /* old */, \"a\": {\"c\": 1} }", "c", "3"),
              "{ \"c\": 3 /* old */, \"a\": {\"c\": 1} }");
    EXPECT_EQ(with_member(R"({"a": "\"c\": 1", "c":true})", "c", "null"), R"({"a": "\"c\": 1", "c":null})");
}

TEST(MemberText, TheRestOfAFileStaysAsItIs) {
    const std::string text =
        "{ // what it is\n  \"shaketable\": 1, \"title\": \"t\", /* short */ \"duration\": "
        "\"1s\",\n  \"components\": { \"w\": { \"kind\": \"service\", \"endpoints\": { "
        "\"e\": { \"steps\": [ { \"work\": \"1ms\" } ] } } } }\n}\n";
    ASSERT_TRUE(load_text(text, "file"));
    const std::string once = with_member(text, "canvas", R"({ "w": { "x": 1, "y": 2 } })");
    const std::string twice = with_member(once, "canvas", R"({ "w": { "x": 3, "y": 4 } })");
    const auto file = load_text(twice, "file");
    ASSERT_TRUE(file);
    const auto config = file.value().config_for("");
    ASSERT_TRUE(config);
    EXPECT_EQ(config.value().canvas.begin()->second.x, 3.0);
    EXPECT_EQ(twice.substr(0, text.size() - 3), text.substr(0, text.size() - 3));
}

} // namespace
} // namespace shaketable::scenarios
