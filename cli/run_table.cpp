#include "cli/run_table.hpp"

#include "cli/verb.hpp"

#include <algorithm>

namespace shaketable::cli {

namespace {

std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const Row& row : rows)
        for (std::size_t column = 0; column < widths.size(); ++column)
            widths[column] = std::max(widths[column], width_of(row[column]));
    return widths;
}

std::string line_of(const Row& row, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column) {
        const std::string padding(widths[column] - width_of(row[column]), ' ');
        line += column == 0 ? row[column] + padding : "  " + padding + row[column];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

} // namespace

std::string table_text(const std::vector<Row>& rows) {
    std::string text;
    if (rows.empty())
        return text;
    const std::vector<std::size_t> widths = widths_of(rows);
    for (const Row& row : rows)
        text += (&row == &rows.front() ? in_bold(line_of(row, widths)) : line_of(row, widths)) + "\n";
    return text;
}

} // namespace shaketable::cli
