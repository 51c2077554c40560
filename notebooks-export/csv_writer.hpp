// Results as tables for pandas, R and spreadsheets: docs/results.md lists the files and their columns.
//
// The columns of a file are the same for every scenario, so that files of several runs can be put together.
// The variant is the first of them. What is in them is what the JSON form has, but for the hashes and the
// machine.
#pragma once

#include "analysis/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shaketable::notebooks_export {

struct CsvFile {
    std::string_view name;
    std::string text;
};

/// What csv_files names its files, in the same order.
[[nodiscard]] std::vector<std::string_view> csv_file_names();

/// One row or more for each result; a file without rows has its heading.
[[nodiscard]] std::vector<CsvFile> csv_files(const std::vector<const analysis::Result*>& results);

} // namespace shaketable::notebooks_export
