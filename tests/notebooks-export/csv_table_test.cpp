#include "notebooks-export/csv_table.hpp"

#include "tests/notebooks-export/read_csv.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <locale>

namespace shaketable::notebooks_export {
namespace {

template <class... Values>
std::string row_of(const Values&... values) {
    CsvTable table({"a", "b", "c"});
    table.add(values...);
    table.end_row();
    return table.text().substr(std::string_view("a,b,c\n").size());
}

TEST(CsvTable, SeparatesCellsByCommasAndRowsByLineFeeds) {
    EXPECT_EQ(row_of("x", std::uint64_t{7}, true), "x,7,true\n");
    EXPECT_EQ(CsvTable({"a", "b"}).text(), "a,b\n");
}

TEST(CsvTable, QuotesOnlyWhatWouldBeMisread) {
    EXPECT_EQ(row_of("one, two", R"(say "hi")", "plain text"), R"("one, two","say ""hi""",plain text)"
                                                               "\n");
    EXPECT_EQ(row_of("two\nlines", "a\rb", "'"), "\"two\nlines\",\"a\rb\",'\n");
}

TEST(CsvTable, WritesTheFewestDigitsThatReadBackAsTheSameNumber) {
    EXPECT_EQ(row_of(0.1, 1.0 / 3.0, 2.0), "0.1,0.3333333333333333,2\n");
    EXPECT_EQ(row_of(1e-9, 1e300, std::numeric_limits<std::uint64_t>::max()),
              "1e-09,1e+300,18446744073709551615\n");
}

TEST(CsvTable, LeavesACellEmptyForWhatIsAbsent) {
    EXPECT_EQ(row_of(std::optional<double>(), std::optional<double>(0.0), ""), ",0,\n");
}

struct CommaForPoint : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
    [[nodiscard]] char do_thousands_sep() const override { return '.'; }
    [[nodiscard]] std::string do_grouping() const override { return "\3"; }
};

TEST(CsvTable, WritesAPointWhateverTheLocale) {
    const std::locale before = std::locale::global(std::locale(std::locale(), new CommaForPoint));
    const std::string row = row_of(0.5, 1234567.25, std::uint64_t{1234567});
    std::locale::global(before);
    EXPECT_EQ(row, "0.5,1234567.25,1234567\n");
}

TEST(CsvTable, ReadsBackAsItWas) {
    const std::vector<std::string> hard = {"\"", ",\"\n", "", "a\"\"b", "\r\n", "ümlaut"};
    CsvTable table({"first", "second"});
    for (const std::string& left : hard)
        for (const std::string& right : hard) {
            table.add(left, right);
            table.end_row();
        }
    const ReadCsv read = read_csv(table.text());
    ASSERT_EQ(read.rows.size(), hard.size() * hard.size());
    for (std::size_t i = 0; i < read.rows.size(); ++i) {
        EXPECT_EQ(read.rows[i].at("first"), hard[i / hard.size()]);
        EXPECT_EQ(read.rows[i].at("second"), hard[i % hard.size()]);
    }
}

} // namespace
} // namespace shaketable::notebooks_export
