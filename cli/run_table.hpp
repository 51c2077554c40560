// Rows of text in columns: the first aligned left, the others right.
#pragma once

#include <string>
#include <vector>

namespace shaketable::cli {

using Row = std::vector<std::string>;

/// The first row is the heading. All rows are of one length; widths count characters of UTF-8.
[[nodiscard]] std::string table_text(const std::vector<Row>& rows);

} // namespace shaketable::cli
