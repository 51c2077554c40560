#include "gui/view_models/charts.hpp"

#include "analysis/reasons.hpp"

#include <algorithm>
#include <limits>

namespace shaketable::gui {

namespace {

using analysis::Figure;
using analysis::InstanceSeries;
using analysis::JourneySeries;
using analysis::MetricSeries;
using analysis::Result;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<double> scaled(const std::vector<Figure>& figures, double factor) {
    std::vector<double> values;
    for (const Figure& figure : figures)
        values.push_back(figure ? *figure * factor : kNone);
    return values;
}

/// Counts by window as rates; from `judged` on they can't be told.
std::vector<double> rates(const std::vector<std::uint64_t>& counts, std::size_t judged, double window_s) {
    std::vector<double> values;
    for (std::size_t window = 0; window < counts.size(); ++window)
        values.push_back(window < judged ? static_cast<double>(counts[window]) / window_s : kNone);
    return values;
}

std::vector<double> percentile(const JourneySeries& series, Figure analysis::Percentiles::*which) {
    std::vector<double> values;
    for (std::size_t window = 0; window < series.latency.size(); ++window) {
        const Figure& figure = series.latency[window].*which;
        values.push_back(figure && window < series.judged ? *figure : kNone);
    }
    return values;
}

std::string in_words(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

Chart goodput_chart(const Result& result, const Result* twin) {
    const JourneySeries& total = result.series.total;
    const double window_s = result.series.window_s;
    Chart chart{.title = "Goodput", .unit = "/s", .lines = {}};
    if (twin != nullptr)
        chart.lines.push_back(
            {"twin's goodput", rates(twin->series.total.good, twin->series.total.judged, window_s), true});
    chart.lines.push_back({"goodput", rates(total.good, total.judged, window_s)});
    chart.lines.push_back({"offered", rates(total.offered, total.judged, window_s)});
    return chart;
}

Chart attempts_chart(const Result& result, const Result* twin) {
    const JourneySeries& total = result.series.total;
    const double window_s = result.series.window_s;
    Chart chart{.title = "Calls, each attempt counted", .unit = "/s", .lines = {}};
    if (twin != nullptr)
        chart.lines.push_back({"twin's attempts",
                               rates(twin->series.total.attempts, twin->series.total.judged, window_s),
                               true});
    chart.lines.push_back({"attempts", rates(total.attempts, total.judged, window_s)});
    return chart;
}

Chart latency_chart(const Result& result, const Result* twin) {
    Chart chart{.title = "Latency of journeys answered", .unit = "s", .lines = {}};
    if (twin != nullptr)
        chart.lines.push_back(
            {"twin's p99", percentile(twin->series.total, &analysis::Percentiles::p99_s), true});
    chart.lines.push_back({"p50", percentile(result.series.total, &analysis::Percentiles::p50_s)});
    chart.lines.push_back({"p99", percentile(result.series.total, &analysis::Percentiles::p99_s)});
    return chart;
}

Chart bad_chart(const Result& result) {
    const JourneySeries& total = result.series.total;
    Chart chart{.title = "Bad answers, by reason", .unit = "/s", .lines = {}};
    for (std::size_t reason = 0; reason < analysis::kReasons; ++reason)
        if (!total.bad[reason].empty())
            chart.lines.push_back({in_words(std::string(analysis::reason_name(reason))),
                                   rates(total.bad[reason], total.judged, result.series.window_s)});
    return chart;
}

/// The busiest components, so that the one that matters is not drowned in the others.
Chart utilisation_chart(const Result& result) {
    constexpr std::size_t kMost = 5;
    std::vector<const analysis::ComponentSeries*> busy;
    for (const analysis::ComponentSeries& component : result.series.components)
        if (!component.all.utilisation.empty())
            busy.push_back(&component);
    const auto peak = [](const analysis::ComponentSeries* component) {
        double most = 0.0;
        for (const Figure& figure : component->all.utilisation)
            most = std::max(most, figure.value_or(0.0));
        return most;
    };
    std::stable_sort(busy.begin(), busy.end(),
                     [&](const auto* a, const auto* b) { return peak(a) > peak(b); });
    Chart chart{.title = busy.size() > kMost ? "Utilisation, of the five busiest" : "Utilisation",
                .unit = "%",
                .lines = {}};
    for (std::size_t index = 0; index < std::min(kMost, busy.size()); ++index)
        chart.lines.push_back({busy[index]->name, scaled(busy[index]->all.utilisation, 100.0)});
    return chart;
}

/// The queues that were ever longest.
Chart queue_chart(const Result& result) {
    constexpr std::size_t kMost = 5;
    std::vector<std::pair<double, ChartLine>> lines;
    for (const analysis::ComponentSeries& component : result.series.components)
        for (const MetricSeries& metric : component.all.metrics)
            if (metric.name == "queue_depth" || metric.name.ends_with("_waiting")) {
                double most = 0.0;
                for (const Figure& figure : metric.mean)
                    most = std::max(most, figure.value_or(0.0));
                if (most > 0.0)
                    lines.push_back(
                        {most, {component.name + " " + in_words(metric.name), scaled(metric.mean, 1.0)}});
            }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    Chart chart{.title = "Queues, mean depth", .unit = "", .lines = {}};
    for (std::size_t index = 0; index < std::min(kMost, lines.size()); ++index)
        chart.lines.push_back(std::move(lines[index].second));
    return chart;
}

/// Twin's first, so that the run is drawn over it.
void add_metric(Chart& chart, const MetricSeries& metric, double window_s, bool of_twin) {
    const std::string prefix = of_twin ? "twin's " : "";
    switch (metric.kind) {
    case models::MetricKind::kCounter:
        chart.lines.push_back(
            {prefix + "rate", rates(metric.counts, metric.counts.size(), window_s), of_twin});
        return;
    case models::MetricKind::kGauge:
    case models::MetricKind::kTiming:
        chart.lines.push_back({prefix + "mean", scaled(metric.mean, 1.0), of_twin});
        if (!of_twin)
            chart.lines.push_back({"highest", scaled(metric.max, 1.0)});
        return;
    }
}

std::string unit_of(const Result& result, std::uint32_t component, const std::string& metric) {
    const analysis::MetricFigures* figures = result.components[component].find(metric);
    if (figures == nullptr || figures->kind == models::MetricKind::kTiming)
        return "s";
    return figures->kind == models::MetricKind::kCounter ? figures->unit + "/s" : figures->unit;
}

const InstanceSeries& series_of(const Result& result, std::uint32_t component,
                                std::optional<std::uint32_t> replica) {
    const analysis::ComponentSeries& series = result.series.components[component];
    return replica ? series.instances[*replica] : series.all;
}

bool is_silent(const MetricSeries& metric) {
    const auto none = [](const Figure& figure) { return figure.value_or(0.0) == 0.0; };
    return std::all_of(metric.counts.begin(), metric.counts.end(),
                       [](std::uint64_t count) { return count == 0; }) &&
           std::all_of(metric.mean.begin(), metric.mean.end(), none) &&
           std::all_of(metric.max.begin(), metric.max.end(), none);
}

} // namespace

ChartSet charts_of_journeys(const Result& result, const Result* twin) {
    ChartSet set{.window_s = result.series.window_s, .charts = {}};
    for (Chart& chart : std::vector<Chart>{goodput_chart(result, twin), attempts_chart(result, twin),
                                           latency_chart(result, twin), bad_chart(result),
                                           utilisation_chart(result), queue_chart(result)})
        if (!chart.lines.empty())
            set.charts.push_back(std::move(chart));
    return set;
}

ChartSet charts_of_component(const Result& result, const Result* twin, std::uint32_t component,
                             std::optional<std::uint32_t> replica) {
    ChartSet set{.window_s = result.series.window_s, .charts = {}};
    const InstanceSeries& run = series_of(result, component, replica);
    const InstanceSeries* usual = twin == nullptr ? nullptr : &series_of(*twin, component, replica);
    if (!run.utilisation.empty()) {
        Chart chart{.title = "Utilisation", .unit = "%", .lines = {}};
        if (usual != nullptr)
            chart.lines.push_back({"twin's", scaled(usual->utilisation, 100.0), true});
        chart.lines.push_back({"busy cores over cores", scaled(run.utilisation, 100.0)});
        set.charts.push_back(std::move(chart));
    }
    for (std::size_t index = 0; index < run.metrics.size(); ++index) {
        const MetricSeries& metric = run.metrics[index];
        const bool both_silent = is_silent(metric) && (usual == nullptr || is_silent(usual->metrics[index]));
        if (both_silent)
            continue;
        Chart chart{
            .title = in_words(metric.name), .unit = unit_of(result, component, metric.name), .lines = {}};
        if (usual != nullptr)
            add_metric(chart, usual->metrics[index], set.window_s, true);
        add_metric(chart, metric, set.window_s, false);
        set.charts.push_back(std::move(chart));
    }
    return set;
}

} // namespace shaketable::gui
