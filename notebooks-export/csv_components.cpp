#include "notebooks-export/csv_components.hpp"

#include "notebooks-export/csv_columns.hpp"

namespace shaketable::notebooks_export {

namespace {

using models::MetricKind;

constexpr std::optional<double> kAbsent;

/// Of a component, or of one replica of it.
struct Whose {
    const std::string& variant;
    const analysis::ComponentResult& component;
    std::optional<std::uint32_t> replica = {};
};

void add_metric(CsvTable& table, const Whose& whose, const analysis::MetricFigures& metric) {
    table.add(whose.variant, whose.component.name, whose.component.kind);
    add_replica(table, whose.replica);
    table.add(metric.name, metric.unit);
    switch (metric.kind) {
    case MetricKind::kCounter:
        table.add(metric.total, metric.per_s, kAbsent, kAbsent, kAbsent, kAbsent, kAbsent);
        break;
    case MetricKind::kGauge:
        table.add(kAbsent, kAbsent, metric.mean, metric.max, kAbsent, kAbsent, kAbsent);
        break;
    case MetricKind::kTiming:
        table.add(kAbsent, kAbsent, kAbsent, kAbsent, metric.count, metric.mean_s, metric.max_s);
        break;
    case MetricKind::kShare:
        table.add(kAbsent, kAbsent, metric.mean, kAbsent, metric.count, kAbsent, kAbsent);
        break;
    }
    table.end_row();
}

void add_metrics(CsvTable& table, const Whose& whose, const std::vector<analysis::MetricFigures>& metrics,
                 const analysis::Figure& utilisation) {
    if (utilisation)
        add_metric(table, whose,
                   {.name = "utilisation", .kind = MetricKind::kGauge, .unit = "share", .mean = utilisation});
    for (const analysis::MetricFigures& metric : metrics)
        add_metric(table, whose, metric);
}

/// Of a component's series, or of one replica's.
struct WhoseSeries {
    const analysis::Result& result;
    const analysis::ComponentSeries& component;
    std::optional<std::uint32_t> replica = {};
};

void add_series(CsvTable& table, const WhoseSeries& whose, const analysis::MetricSeries& metric) {
    for (std::size_t window = 0; window < whose.result.series.windows; ++window) {
        table.add(whose.result.variant, whose.component.name);
        add_replica(table, whose.replica);
        table.add(metric.name);
        add_window(table, whose.result.series, window);
        switch (metric.kind) {
        case MetricKind::kCounter:
            table.add(metric.counts[window], kAbsent, kAbsent, kAbsent, kAbsent);
            break;
        case MetricKind::kGauge:
            table.add(kAbsent, metric.mean[window], metric.max[window], kAbsent, kAbsent);
            break;
        case MetricKind::kTiming:
            table.add(kAbsent, kAbsent, kAbsent, metric.mean[window], metric.max[window]);
            break;
        case MetricKind::kShare:
            table.add(kAbsent, metric.mean[window], kAbsent, kAbsent, kAbsent);
            break;
        }
        table.end_row();
    }
}

} // namespace

CsvTable components_table() {
    return CsvTable({"variant", "component", "kind", "replica", "metric", "unit", "total", "per_s", "mean",
                     "instance_max", "count", "mean_s", "max_s"});
}

void add_components(CsvTable& table, const analysis::Result& result) {
    for (const analysis::ComponentResult& component : result.components) {
        add_metrics(table, {.variant = result.variant, .component = component}, component.metrics,
                    component.utilisation);
        for (const analysis::InstanceResult& instance : component.instances)
            add_metrics(table,
                        {.variant = result.variant, .component = component, .replica = instance.replica},
                        instance.metrics, instance.utilisation);
    }
}

CsvTable component_series_table() {
    return CsvTable(joined({{"variant", "component", "replica", "metric"},
                            window_columns(),
                            {"total", "mean", "instance_max", "mean_s", "max_s"}}));
}

namespace {

void add_all_series(CsvTable& table, const WhoseSeries& whose, const analysis::InstanceSeries& series) {
    if (!series.utilisation.empty()) {
        const std::vector<analysis::Figure> no_maximum(series.utilisation.size());
        add_series(table, whose,
                   {.name = "utilisation",
                    .kind = MetricKind::kGauge,
                    .mean = series.utilisation,
                    .max = no_maximum});
    }
    for (const analysis::MetricSeries& metric : series.metrics)
        add_series(table, whose, metric);
}

} // namespace

void add_component_series(CsvTable& table, const analysis::Result& result) {
    for (const analysis::ComponentSeries& component : result.series.components) {
        add_all_series(table, {.result = result, .component = component}, component.all);
        for (std::uint32_t replica = 0; replica < component.instances.size(); ++replica)
            add_all_series(table, {.result = result, .component = component, .replica = replica},
                           component.instances[replica]);
    }
}

CsvTable edges_table() {
    return CsvTable(joined(
        {{"variant", "caller", "callee", "attempts", "retries"}, outcome_columns(), percentile_columns()}));
}

void add_edges(CsvTable& table, const analysis::Result& result) {
    for (const analysis::EdgeResult& edge : result.edges) {
        table.add(result.variant, edge.caller, edge.callee, edge.attempts, edge.retries);
        add_outcomes(table, edge.outcomes);
        add_percentiles(table, edge.percentiles);
        table.end_row();
    }
}

void add_replica(CsvTable& table, const std::optional<std::uint32_t>& replica) {
    table.add(replica ? std::to_string(*replica) : "");
}

} // namespace shaketable::notebooks_export
