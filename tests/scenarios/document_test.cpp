#include "scenarios/document.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>

namespace shaketable::scenarios {
namespace {

Node parsed(std::string_view text) {
    ErrorList duplicates;
    auto node = parse_document(text, "test.json", duplicates);
    if (!node) {
        ADD_FAILURE() << text_of(node.error().front());
        return Node{};
    }
    return std::move(node).value();
}

std::string refusal(std::string_view text) {
    ErrorList duplicates;
    const auto node = parse_document(text, "test.json", duplicates);
    return node ? "accepted" : text_of(node.error().front());
}

std::string at(const Place& place) { return std::to_string(place.line) + ":" + std::to_string(place.column); }

TEST(Document, KnowsWhereEachValueAndEachNameBegins) {
    const Node root = parsed("{ \"a\": 12, // a comment, with \"quotes\": and 1\n"
                             "  \"b\": [1.5 ,\"x\\\"y\", /* 7 */ true],\n"
                             "\t\"c\": { \"d\": null } }");
    EXPECT_EQ(at(root.place), "1:1");
    EXPECT_EQ(at(root.find("a")->place), "1:3");
    EXPECT_EQ(at(root.find("a")->value.place), "1:8");
    const Elements& list = *root.find("b")->value.elements();
    EXPECT_EQ(at(list[0].place), "2:9");
    EXPECT_EQ(at(list[1].place), "2:14");
    EXPECT_EQ(at(list[2].place), "2:30");
    EXPECT_EQ(at(root.find("c")->value.find("d")->value.place), "3:14");
}

TEST(Document, CountsColumnsInCharactersNotBytes) {
    const Node root = parsed("{ \"\xC3\xA4\xE2\x82\xAC\": 1 }");
    EXPECT_EQ(at(root.members()->front().value.place), "1:9");
}

TEST(Document, EndsALineCommentAtACarriageReturnToo) {
    EXPECT_EQ(at(parsed("// \"no value\"\r\n{ // none\r\"a\": 1 }").find("a")->place), "2:11");
}

TEST(Document, KeepsTheOrderOfMembers) {
    const Node root = parsed(R"({ "z": 1, "a": 2, "m": 3 })");
    EXPECT_EQ(listed(names_of(*root.members())), "z, a, m");
}

TEST(Document, KeepsWholeNumbersExactly) {
    const Node root = parsed("[ -9223372036854775808, 18446744073709551615, 0.5, 1e3 ]");
    const Elements& list = *root.elements();
    EXPECT_EQ(std::get<std::int64_t>(list[0].value), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(std::get<std::uint64_t>(list[1].value), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(std::get<double>(list[2].value), 0.5);
    EXPECT_EQ(std::get<double>(list[3].value), 1000.0);
}

TEST(Document, ReportsEveryDuplicateMemberAndWhereTheFirstStood) {
    ErrorList duplicates;
    const auto node =
        parse_document("{ \"a\": 1,\n \"a\": { \"b\": 1,\n \"b\": 2 }, \"a\": 3 }", "test.json", duplicates);
    ASSERT_TRUE(node.ok());
    EXPECT_EQ(shown(node.value().find("a")->value), "1"); // the first stays
    EXPECT_TRUE(duplicates.unread().may_hide("/a/c"));
    const InputErrors errors = duplicates.take();
    ASSERT_EQ(errors.size(), 3U);
    EXPECT_EQ(text_of(errors[0]),
              "test.json:2:2: /a stands twice, first in line 1; accepted: each name once");
    EXPECT_EQ(errors[1].pointer, "/a/b");
}

TEST(Document, AcceptsSixtyFourLevelsAndNotOneMore) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_EQ(refusal(nested(64)), "accepted");
    EXPECT_EQ(refusal(nested(65)),
              "test.json:1:65: the input is nested too deep here; accepted: at most 64 levels");
    EXPECT_NE(refusal(std::string(1'000'000, '[')), "accepted");
}

TEST(Document, PointsAtTheTokenThatBreaksTheSyntax) {
    EXPECT_EQ(refusal("[1,\n  ,2]").substr(0, 14), "test.json:2:3:");
    EXPECT_EQ(refusal("[1 \"word\"]").substr(0, 14), "test.json:1:4:");
    EXPECT_EQ(refusal("{\"a\": 12 34}").substr(0, 15), "test.json:1:10:");
    EXPECT_EQ(refusal("[1, 2").substr(0, 14), "test.json:1:6:");
}

TEST(Document, RefusesWhatHidesBehindAZeroByte) {
    EXPECT_NE(refusal(std::string_view("1\0 2", 4)), "accepted");
}

TEST(Document, ManyMembersTakeNoSquareOfTheirNumber) {
    std::string text = "{";
    for (int i = 0; i < 200'000; ++i)
        text += "\"m" + std::to_string(i) + "\":0,";
    text += "\"last\":0}";
    EXPECT_EQ(refusal(text), "accepted"); // a search for each would take minutes
}

TEST(TextFile, RefusesWhatIsNoReadableFile) {
    EXPECT_EQ(text_of(read_text_file("no/such.json").error().front()),
              "no/such.json: the input does not exist; accepted: a scenario file");
    const std::string folder = std::filesystem::temp_directory_path().string();
    EXPECT_NE(text_of(read_text_file(folder).error().front()).find("is a directory"), std::string::npos);
}

TEST(InputErrors, AreSortedByPlaceAndNeverShownTwice) {
    const auto file = std::make_shared<const std::string>("f");
    const auto error = [&](int line, const char* variant) {
        return InputError{Place{file, line, 1}, "/a", "is wrong", "", "", variant};
    };
    InputErrors errors = {error(3, ""), error(1, ""), error(3, "b"), error(2, "")};
    sort_errors(errors);
    ASSERT_EQ(errors.size(), 3U);
    EXPECT_EQ(errors[0].place.line, 1);
    EXPECT_EQ(errors[2].variant, ""); // that of the file itself stays, not the variant's
}

TEST(InputErrors, QuoteControlCharactersAndCutLongText) {
    EXPECT_EQ(in_quotes("a\x1b[1m\n"), "\"a\\x1b[1m\\x0a\"");
    EXPECT_EQ(in_quotes(std::string(100, 'x')).size(), 60U + 5U);
}

InputError error_in_line(int line) {
    return InputError{Place{nullptr, line, 1}, "/a", "is wrong", "", "", ""};
}

TEST(ErrorList, MarksWhatIsWrongInAVariantOnly) {
    ErrorList list;
    list.add(error_in_line(1));
    list.enter_variant("fast");
    list.add(error_in_line(2));
    const InputErrors errors = list.take();
    EXPECT_EQ(errors[0].variant, "");
    EXPECT_EQ(errors[1].variant, "fast");
}

TEST(ErrorList, MergesEachErrorOnceAndKeepsToItsLimit) {
    ErrorList all;
    for (int list = 0; list < 3; ++list) {
        ErrorList more;
        for (int i = 0; i < 600; ++i)
            more.add(error_in_line(i + list * 300));
        all.merge(more);
    }
    const InputErrors errors = all.take();
    ASSERT_EQ(errors.size(), 1001U);
    EXPECT_EQ(errors.back().found, "has 200 more errors, not shown"); // lines 0 to 1199
}

TEST(ErrorList, BeyondAThousandAreOnlyCounted) {
    ErrorList list;
    for (int i = 0; i < 1500; ++i)
        list.add(error_in_line(i + 1));
    const InputErrors errors = list.take();
    ASSERT_EQ(errors.size(), 1001U);
    EXPECT_EQ(errors.back().found, "has 500 more errors, not shown");
}

} // namespace
} // namespace shaketable::scenarios
