// The tables about components and edges. A metric is a row, so that a model's new metric is no new column.
#pragma once

#include "analysis/result.hpp"
#include "notebooks-export/csv_table.hpp"

namespace shaketable::notebooks_export {

[[nodiscard]] CsvTable components_table();
void add_components(CsvTable& table, const analysis::Result& result);

[[nodiscard]] CsvTable component_series_table();
void add_component_series(CsvTable& table, const analysis::Result& result);

[[nodiscard]] CsvTable edges_table();
void add_edges(CsvTable& table, const analysis::Result& result);

/// Empty where all replicas are meant.
void add_replica(CsvTable& table, const std::optional<std::uint32_t>& replica);

} // namespace shaketable::notebooks_export
