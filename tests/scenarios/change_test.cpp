// Merge patches, pointers and settings: what changes a tree before it is read.
#include "scenarios/assignment.hpp"
#include "scenarios/document.hpp"
#include "scenarios/json_pointer.hpp"
#include "scenarios/merge_patch.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::scenarios {
namespace {

Node tree(std::string_view text) {
    ErrorList duplicates;
    return parse_document(text, "test.json", duplicates).value();
}

std::string compact(const Node& node) {
    std::string text = json_text(node);
    std::erase_if(text, [](char letter) { return letter == ' ' || letter == '\n'; });
    return text;
}

std::string patched(std::string_view target, std::string_view patch) {
    Node node = tree(target);
    ErrorList errors;
    apply_merge_patch(node, tree(patch), errors);
    return compact(node);
}

std::string assigned(std::string_view target, const std::string& assignment) {
    Node node = tree(target);
    ErrorList errors;
    apply_assignment(node, assignment, errors);
    return errors.empty() ? compact(node) : text_of(errors.take().front());
}

TEST(MergePatch, DoesWhatTheExamplesOfTheRfcSay) { // RFC 7396, appendix A
    EXPECT_EQ(patched(R"({"a":"b"})", R"({"a":"c"})"), R"({"a":"c"})");
    EXPECT_EQ(patched(R"({"a":"b"})", R"({"b":"c"})"), R"({"a":"b","b":"c"})");
    EXPECT_EQ(patched(R"({"a":"b"})", R"({"a":null})"), R"({})");
    EXPECT_EQ(patched(R"({"a":"b","b":"c"})", R"({"a":null})"), R"({"b":"c"})");
    EXPECT_EQ(patched(R"({"a":["b"]})", R"({"a":"c"})"), R"({"a":"c"})");
    EXPECT_EQ(patched(R"({"a":"c"})", R"({"a":["b"]})"), R"({"a":["b"]})");
    EXPECT_EQ(patched(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"), R"({"a":{"b":"d"}})");
    EXPECT_EQ(patched(R"({"a":[{"b":"c"}]})", R"({"a":[1]})"), R"({"a":[1]})");
    EXPECT_EQ(patched(R"(["a","b"])", R"(["c","d"])"), R"(["c","d"])");
    EXPECT_EQ(patched(R"({"a":"b"})", R"(["c"])"), R"(["c"])");
    EXPECT_EQ(patched(R"({"a":"foo"})", R"(null)"), R"(null)");
    EXPECT_EQ(patched(R"({"e":null})", R"({"a":1})"), R"({"e":null,"a":1})");
    EXPECT_EQ(patched(R"([1,2])", R"({"a":"b","c":null})"), R"({"a":"b"})");
    EXPECT_EQ(patched(R"({})", R"({"a":{"bb":{"ccc":null}}})"), R"({"a":{"bb":{}}})");
}

TEST(MergePatch, KeepsThePlaceOfAMemberInTheOrder) {
    EXPECT_EQ(patched(R"({"a":1,"b":{"x":1},"c":3})", R"({"b":{"y":2},"d":4,"a":0})"),
              R"({"a":0,"b":{"x":1,"y":2},"c":3,"d":4})");
}

TEST(MergePatch, KeepsThePositionThatAValueComesFrom) {
    Node node = tree("{ \"a\": 1,\n \"b\": 2 }");
    ErrorList errors;
    apply_merge_patch(node, tree("\n\n\n{ \"b\": 3 }"), errors);
    EXPECT_EQ(node.find("a")->value.place.line, 1);
    EXPECT_EQ(node.find("b")->value.place.line, 4);
}

TEST(MergePatch, ReportsTheRemovalOfWhatIsNotThere) {
    Node node = tree(R"({ "db-slow": {} })");
    ErrorList errors;
    apply_merge_patch(node, tree(R"({ "db-slwo": null })"), errors);
    EXPECT_EQ(errors.take().front().nearest, "db-slow");
}

TEST(JsonPointer, FollowsTheExamplesOfTheRfc) { // RFC 6901, section 5
    const Node root = tree(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8," ":7})");
    const auto shown_at = [&](std::string_view pointer) {
        const auto names = parse_pointer(pointer);
        const PointerTarget target = follow(root, names.value());
        return target.names_followed == names->size() ? shown(*target.node) : "nothing";
    };
    EXPECT_EQ(shown_at(""), "an object");
    EXPECT_EQ(shown_at("/foo"), "a list");
    EXPECT_EQ(shown_at("/foo/0"), "\"bar\" (text)");
    EXPECT_EQ(shown_at("/foo/01"), "nothing");
    EXPECT_EQ(shown_at("/foo/2"), "nothing");
    EXPECT_EQ(shown_at("/foo/-"), "nothing");
    EXPECT_EQ(shown_at("/"), "0");
    EXPECT_EQ(shown_at("/a~1b"), "1");
    EXPECT_EQ(shown_at("/c%d"), "2");
    EXPECT_EQ(shown_at("/m~0n"), "8");
    EXPECT_EQ(shown_at("/ "), "7");
}

TEST(JsonPointer, RefusesWhatIsNone) {
    EXPECT_FALSE(parse_pointer("foo").has_value());
    EXPECT_FALSE(parse_pointer("/a~2").has_value());
    EXPECT_FALSE(parse_pointer("/a~").has_value());
}

TEST(JsonPointer, EscapesWhatItIsMadeOf) { EXPECT_EQ(child_pointer("/x", "a/b~c"), "/x/a~1b~0c"); }

TEST(Assignment, SetsJsonOrElseText) {
    EXPECT_EQ(assigned(R"({"a":{"b":1}})", "/a/b=2"), R"({"a":{"b":2}})");
    EXPECT_EQ(assigned(R"({"a":{"b":1}})", "/a/b=250ms"), R"({"a":{"b":"250ms"}})");
    EXPECT_EQ(assigned(R"({"a":{"b":1}})", "/a/b={\"c\":[1,2]}"), R"({"a":{"b":{"c":[1,2]}}})");
    EXPECT_EQ(assigned(R"({"a":[1,2]})", "/a/1=x=y"), R"({"a":[1,"x=y"]})");
    EXPECT_EQ(assigned(R"({"a":1})", "/a="), R"({"a":""})");
}

TEST(Assignment, MakesAMemberWhereItsObjectExists) {
    EXPECT_EQ(assigned(R"({"a":{}})", "/a/b=true"), R"({"a":{"b":true}})");
}

TEST(Assignment, RemovesWithNull) {
    EXPECT_EQ(assigned(R"({"a":1,"b":2})", "/a=null"), R"({"b":2})");
    EXPECT_EQ(assigned(R"({"ab":1})", "/ac=null"), R"(--set /ac=null: the input has no "ac"; accepted: ab)");
}

TEST(Assignment, SaysWhereAPointerLeadsNowhere) {
    EXPECT_EQ(assigned(R"({"web":{"workers":1}})", "/wbe/workers=2"),
              R"(--set /wbe/workers=2: the input has no "wbe"; accepted: web; did you mean "web"?)");
    EXPECT_EQ(assigned(R"({"a":[1]})", "/a/1=2"),
              R"(--set /a/1=2: /a has no "1"; accepted: an index below 1)");
    EXPECT_EQ(assigned(R"({"a":5})", "/a/b=2"), R"(--set /a/b=2: /a is 5 and has no "b")");
}

TEST(Assignment, ReportsWhatStandsTwiceInItsValue) {
    EXPECT_EQ(assigned(R"({"a":{}})", R"(/a={"b":1,"b":2})"),
              R"(--set /a={"b":1,"b":2}: /a/b stands twice, first in line 1; accepted: each name once)");
}

TEST(Assignment, SaysThatVariantsAreChosenAndNotSet) {
    EXPECT_EQ(assigned(R"({"a":1})", "/variants/x/a=2"),
              "--set /variants/x/a=2: the input can't change the variants, only the one that is run; "
              "accepted: a member of the scenario; --variant chooses one of them");
}

TEST(Assignment, IsToBlameForWhatIsMissingOnceItIsRemoved) {
    Node node = tree(R"({"a":{"b":1}})");
    ErrorList errors;
    apply_assignment(node, "/a/b=null", errors);
    EXPECT_EQ(node.find("a")->value.place.file_name(), "--set /a/b=null");
}

TEST(Assignment, RefusesWhatIsNoSetting) {
    for (const char* bad : {"", "a=1", "/a", "=1"})
        EXPECT_NE(assigned(R"({"a":1})", bad).find("is no setting"), std::string::npos) << bad;
}

} // namespace
} // namespace shaketable::scenarios
