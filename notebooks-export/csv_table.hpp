// A table as comma-separated values: RFC 4180, but that lines end in a line feed alone.
//
// A cell with a comma, a quotation mark or a line break stands in quotation marks. Numbers have the fewest
// digits that read back as the same number, with a point whatever the locale. What is absent is an empty
// cell.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shaketable::notebooks_export {

class CsvTable {
  public:
    explicit CsvTable(const std::vector<std::string>& columns);

    /// Cells of the present row, from left to right.
    template <class... Values>
    void add(const Values&... values) {
        (add_cell(values), ...);
    }
    /// Requires as many cells as there are columns.
    void end_row();

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    void add_cell(std::string_view value);
    void add_cell(double value);
    void add_cell(const std::optional<double>& value);
    void add_cell(std::uint64_t value);
    void add_cell(std::same_as<bool> auto value) { add_cell(std::string_view(value ? "true" : "false")); }
    void add_raw(std::string_view text);

    std::string text_;
    std::size_t columns_ = 0;
    std::size_t cells_ = 0; // of the present row
};

} // namespace shaketable::notebooks_export
