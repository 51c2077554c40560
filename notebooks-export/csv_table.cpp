#include "notebooks-export/csv_table.hpp"

#include "engine/assert.hpp"

#include <array>
#include <charconv>

namespace shaketable::notebooks_export {

namespace {

template <class Number>
std::string digits_of(Number value) {
    std::array<char, 32> buffer;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    SHAKETABLE_ASSERT(error == std::errc());
    return {buffer.data(), end};
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char byte : text)
        result += byte == '"' ? "\"\"" : std::string(1, byte);
    return result + '"';
}

} // namespace

CsvTable::CsvTable(const std::vector<std::string>& columns) : columns_(columns.size()) {
    for (const std::string& column : columns)
        add(column);
    end_row();
}

void CsvTable::end_row() {
    SHAKETABLE_ASSERT(cells_ == columns_);
    text_ += '\n';
    cells_ = 0;
}

void CsvTable::add_cell(std::string_view value) {
    const bool special = value.find_first_of(",\"\r\n") != std::string_view::npos;
    add_raw(special ? quoted(value) : std::string(value));
}

void CsvTable::add_cell(double value) { add_raw(digits_of(value)); }

void CsvTable::add_cell(const std::optional<double>& value) { add_raw(value ? digits_of(*value) : ""); }

void CsvTable::add_cell(std::uint64_t value) { add_raw(digits_of(value)); }

void CsvTable::add_raw(std::string_view text) {
    if (cells_++ > 0)
        text_ += ',';
    text_ += text;
}

} // namespace shaketable::notebooks_export
