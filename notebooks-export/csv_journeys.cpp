#include "notebooks-export/csv_journeys.hpp"

#include "notebooks-export/csv_columns.hpp"

namespace shaketable::notebooks_export {

namespace {

Columns figure_columns() {
    return joined({{"offered", "pending", "completed", "good", "offered_per_s", "goodput_per_s",
                    "availability", "latency_mean_s"},
                   percentile_columns(),
                   {"latency_max_s"},
                   outcome_columns(),
                   {"attempts", "attempts_per_journey"}});
}

void add_figures(CsvTable& table, const analysis::JourneyFigures& figures) {
    table.add(figures.offered, figures.pending, figures.completed, figures.good, figures.offered_per_s,
              figures.goodput_per_s, figures.availability, figures.latency.mean_s);
    add_percentiles(table, figures.latency.percentiles);
    table.add(figures.latency.max_s);
    add_outcomes(table, figures.outcomes);
    table.add(figures.attempts, figures.attempts_per_journey);
}

/// The reasons of what was not good; `good` tells the others.
Columns bad_columns() {
    Columns columns = outcome_columns();
    columns.erase(columns.begin()); // ok
    return columns;
}

Columns series_columns() {
    return joined({window_columns(),
                   {"offered", "completed", "good", "attempts", "availability"},
                   percentile_columns(),
                   bad_columns()});
}

/// Columns of a window that are empty where its journeys can't be judged.
std::size_t figure_count() { return series_columns().size() - window_columns().size(); }

void add_series(CsvTable& table, const analysis::JourneySeries& series, std::size_t window) {
    if (window >= series.judged) {
        for (std::size_t column = 0; column < figure_count(); ++column)
            table.add("");
        return;
    }
    table.add(series.offered[window], series.completed[window], series.good[window], series.attempts[window],
              series.availability[window]);
    add_percentiles(table, series.latency[window]);
    for (std::size_t reason = 1; reason < analysis::kReasons; ++reason) {
        const std::vector<std::uint64_t>& counts = series.bad[reason];
        table.add(counts.empty() ? std::uint64_t{0} : counts[window]);
    }
}

} // namespace

CsvTable runs_table() {
    return CsvTable(joined({{"variant", "title", "file", "seed", "warm_up_s", "duration_s", "simulated_s",
                             "stopped", "partial", "events", "clamped_draws"},
                            figure_columns()}));
}

void add_run(CsvTable& table, const analysis::Result& result) {
    table.add(result.variant, result.title, result.file, result.seed, result.warm_up_s, result.duration_s,
              result.simulated_s, analysis::name_of(result.stopped), result.partial(), result.events,
              result.clamped_draws);
    add_figures(table, result.total);
    table.end_row();
}

CsvTable journeys_table() {
    return CsvTable(joined({{"variant", "client", "journey", "good_within_s"}, figure_columns()}));
}

void add_journeys(CsvTable& table, const analysis::Result& result) {
    for (const analysis::JourneyResult& journey : result.journeys) {
        table.add(result.variant, journey.client, journey.name, journey.good_within_s);
        add_figures(table, journey.figures);
        table.end_row();
    }
}

CsvTable run_series_table() { return CsvTable(joined({{"variant"}, series_columns()})); }

void add_run_series(CsvTable& table, const analysis::Result& result) {
    for (std::size_t window = 0; window < result.series.windows; ++window) {
        table.add(result.variant);
        add_window(table, result.series, window);
        add_series(table, result.series.total, window);
        table.end_row();
    }
}

CsvTable journey_series_table() {
    return CsvTable(joined({{"variant", "client", "journey"}, series_columns()}));
}

void add_journey_series(CsvTable& table, const analysis::Result& result) {
    for (const analysis::JourneySeries& journey : result.series.journeys)
        for (std::size_t window = 0; window < result.series.windows; ++window) {
            table.add(result.variant, journey.client, journey.name);
            add_window(table, result.series, window);
            add_series(table, journey, window);
            table.end_row();
        }
}

} // namespace shaketable::notebooks_export
