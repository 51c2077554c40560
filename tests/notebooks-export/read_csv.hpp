// Reads comma-separated values as RFC 4180 has them, for tests: the other side of CsvTable.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::notebooks_export {

/// A row by the names of its columns.
using CsvRow = std::map<std::string, std::string, std::less<>>;

struct ReadCsv {
    std::vector<std::string> columns;
    std::vector<CsvRow> rows;
};

/// Fails the test where a row has another number of cells than the first.
[[nodiscard]] ReadCsv read_csv(std::string_view text);

} // namespace shaketable::notebooks_export
