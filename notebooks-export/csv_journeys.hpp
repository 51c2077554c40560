// The tables about journeys: a run's in all, by kind, and both by window.
#pragma once

#include "analysis/result.hpp"
#include "notebooks-export/csv_table.hpp"

namespace shaketable::notebooks_export {

[[nodiscard]] CsvTable runs_table();
void add_run(CsvTable& table, const analysis::Result& result);

[[nodiscard]] CsvTable journeys_table();
void add_journeys(CsvTable& table, const analysis::Result& result);

[[nodiscard]] CsvTable run_series_table();
void add_run_series(CsvTable& table, const analysis::Result& result);

[[nodiscard]] CsvTable journey_series_table();
void add_journey_series(CsvTable& table, const analysis::Result& result);

} // namespace shaketable::notebooks_export
