#include "tests/theory/physics_page.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>

namespace shaketable::theory {

namespace {

const std::string& page_path() {
    static const std::string path = std::string(SHAKETABLE_SOURCE_DIR) + "/docs/physics.md";
    return path;
}

template <class... Values>
std::string formatted(const char* format, Values... values) {
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

/// Relative errors in percent of the expected value.
std::string row_of(const Comparison& each) {
    const double error = 100.0 * (each.simulated.value / each.expected - 1.0);
    const double deviation = 100.0 * each.simulated.standard_error / each.expected;
    return "| " + each.model + " | " + each.quantity + " | " + formatted("%.5g", each.expected) + " | " +
           formatted("%.5g", each.simulated.value) + " | " + formatted("%+.2f %%", error) + " | " +
           formatted("%.2f %%", deviation) + " |\n";
}

} // namespace

bool writes_physics() {
    const char* wanted = std::getenv("SHAKETABLE_WRITE_PHYSICS");
    return wanted != nullptr && std::string_view(wanted) == "1";
}

std::string table_of(const ComparisonList& comparisons) {
    std::string text = "| model | quantity | expected | simulated | error | standard error |\n"
                       "|---|---|---:|---:|---:|---:|\n";
    for (const Comparison& each : comparisons)
        text += row_of(each);
    return text;
}

void rewrite_section(const std::string& name, const std::string& text) {
    std::ifstream in(page_path(), std::ios::binary);
    std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const std::string begin = "<!-- begin " + name + " -->\n";
    const std::size_t from = page.find(begin);
    const std::size_t to = page.find("<!-- end " + name + " -->");
    ASSERT_TRUE(from != std::string::npos && to != std::string::npos && from < to)
        << page_path() << " lacks the markers of " << name;
    page.replace(from + begin.size(), to - from - begin.size(), "\n" + text + "\n");
    std::ofstream(page_path(), std::ios::binary) << page;
}

void PageTable::gather(const ComparisonList& comparisons) {
    expect_agreement(comparisons);
    rows_ = std::move(rows_) + comparisons;
}

void PageTable::write_if_complete() const {
    const auto* suite = testing::UnitTest::GetInstance()->current_test_suite();
    if (writes_physics() && suite->test_to_run_count() == suite->total_test_count())
        rewrite_section(section_, table_of(rows_));
}

} // namespace shaketable::theory
