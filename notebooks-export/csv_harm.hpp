// The tables about a run beside its twin: harm, harm by window, and verdicts. A run without a twin has no
// rows.
#pragma once

#include "analysis/result.hpp"
#include "notebooks-export/csv_table.hpp"

namespace shaketable::notebooks_export {

[[nodiscard]] CsvTable harm_table();
void add_harm(CsvTable& table, const analysis::Result& result);

[[nodiscard]] CsvTable harm_series_table();
void add_harm_series(CsvTable& table, const analysis::Result& result);

[[nodiscard]] CsvTable verdicts_table();
void add_verdicts(CsvTable& table, const analysis::Result& result);

} // namespace shaketable::notebooks_export
