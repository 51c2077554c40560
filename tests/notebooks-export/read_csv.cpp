#include "tests/notebooks-export/read_csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace shaketable::notebooks_export {

namespace {

/// Takes one cell off the front of the text, and the comma or line feed after it; tells which it was.
char take_cell(std::string_view& text, std::string& cell) {
    const bool quoted = text.starts_with('"');
    if (quoted)
        text.remove_prefix(1);
    while (!text.empty()) {
        const char byte = text.front();
        text.remove_prefix(1);
        if (!quoted && (byte == ',' || byte == '\n'))
            return byte;
        if (quoted && byte == '"') {
            const char next = text.empty() ? '\n' : text.front();
            text.remove_prefix(text.empty() ? 0 : 1);
            if (next != '"')
                return next;
        }
        cell += byte;
    }
    return '\n';
}

std::vector<std::string> take_row(std::string_view& text) {
    std::vector<std::string> cells;
    char after = ',';
    while (after == ',')
        after = take_cell(text, cells.emplace_back());
    return cells;
}

} // namespace

ReadCsv read_csv(std::string_view text) {
    ReadCsv table{.columns = take_row(text), .rows = {}};
    while (!text.empty()) {
        const std::vector<std::string> cells = take_row(text);
        EXPECT_EQ(cells.size(), table.columns.size());
        CsvRow& row = table.rows.emplace_back();
        for (std::size_t column = 0; column < std::min(cells.size(), table.columns.size()); ++column)
            row[table.columns[column]] = cells[column];
    }
    return table;
}

} // namespace shaketable::notebooks_export
