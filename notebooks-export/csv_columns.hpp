// Groups of columns that several tables share, and the cells below them.
#pragma once

#include "analysis/result.hpp"
#include "notebooks-export/csv_table.hpp"

#include <initializer_list>

namespace shaketable::notebooks_export {

using Columns = std::vector<std::string>;

[[nodiscard]] Columns joined(std::initializer_list<Columns> groups);

/// `outcome_ok` and so on, one a reason.
[[nodiscard]] Columns outcome_columns();
void add_outcomes(CsvTable& table, const analysis::Reasons& outcomes);

[[nodiscard]] Columns percentile_columns();
void add_percentiles(CsvTable& table, const analysis::Percentiles& percentiles);

/// Which window of a series: its number, its start and its length.
[[nodiscard]] Columns window_columns();
void add_window(CsvTable& table, const analysis::Series& series, std::size_t window);

} // namespace shaketable::notebooks_export
