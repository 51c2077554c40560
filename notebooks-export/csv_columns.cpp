#include "notebooks-export/csv_columns.hpp"

#include "engine/time.hpp"

namespace shaketable::notebooks_export {

Columns joined(std::initializer_list<Columns> groups) {
    Columns all;
    for (const Columns& group : groups)
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

Columns outcome_columns() {
    Columns columns;
    for (std::size_t reason = 0; reason < analysis::kReasons; ++reason)
        columns.push_back("outcome_" + std::string(analysis::reason_name(reason)));
    return columns;
}

void add_outcomes(CsvTable& table, const analysis::Reasons& outcomes) {
    for (const std::uint64_t count : outcomes)
        table.add(count);
}

Columns percentile_columns() { return {"latency_p50_s", "latency_p95_s", "latency_p99_s", "latency_p999_s"}; }

void add_percentiles(CsvTable& table, const analysis::Percentiles& percentiles) {
    table.add(percentiles.p50_s, percentiles.p95_s, percentiles.p99_s, percentiles.p999_s);
}

Columns window_columns() { return {"window", "start_s", "length_s"}; }

void add_window(CsvTable& table, const analysis::Series& series, std::size_t window) {
    // In whole nanoseconds: the third window of 0.1 s starts at 0.3 s, not at 0.30000000000000004 s.
    const engine::Duration width = engine::round_to_duration(series.window_s * 1e9);
    const bool last = window + 1 == series.windows;
    table.add(std::uint64_t{window}, (width * static_cast<std::int64_t>(window)).seconds(),
              last ? series.last_window_s : series.window_s);
}

} // namespace shaketable::notebooks_export
