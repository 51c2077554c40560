#include "gui/view_models/charts.hpp"

#include "analysis/reasons.hpp"
#include "models/server_metrics.hpp"
#include "notebooks-export/csv_table.hpp"

#include <algorithm>
#include <cmath>
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

/// Counts by window as rates; from `judged` on they can't be told. The last window may be short.
std::vector<double> rates(const std::vector<std::uint64_t>& counts, std::size_t judged,
                          const analysis::Series& series) {
    std::vector<double> values;
    for (std::size_t window = 0; window < counts.size(); ++window) {
        const double length_s = window + 1 == series.windows ? series.last_window_s : series.window_s;
        values.push_back(window < judged ? static_cast<double>(counts[window]) / length_s : kNone);
    }
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

std::string prefix_of(LineOf of, const Beside& beside) {
    switch (of) {
    case LineOf::kTwin:
        return "twin's ";
    case LineOf::kOverlay:
        return beside.overlay_name + "'s ";
    case LineOf::kRun:
        break;
    }
    return "";
}

/// Of those that are there, the run's last.
template <class Line>
void add_of_each(Chart& chart, const std::string& name, const Result& result, const Beside& beside,
                 Line line) {
    if (beside.twin != nullptr)
        chart.lines.push_back({prefix_of(LineOf::kTwin, beside) + name, line(*beside.twin), LineOf::kTwin});
    if (beside.overlay != nullptr)
        chart.lines.push_back(
            {prefix_of(LineOf::kOverlay, beside) + name, line(*beside.overlay), LineOf::kOverlay});
    chart.lines.push_back({name, line(result)});
}

Chart goodput_chart(const Result& result, const Beside& beside) {
    Chart chart{.title = "Goodput", .unit = "/s", .lines = {}};
    add_of_each(chart, "goodput", result, beside, [](const Result& of) {
        return rates(of.series.total.good, of.series.total.judged, of.series);
    });
    chart.lines.push_back(
        {"offered", rates(result.series.total.offered, result.series.total.judged, result.series)});
    return chart;
}

Chart attempts_chart(const Result& result, const Beside& beside) {
    Chart chart{.title = "Calls, each attempt counted", .unit = "/s", .lines = {}};
    add_of_each(chart, "attempts", result, beside, [](const Result& of) {
        return rates(of.series.total.attempts, of.series.total.judged, of.series);
    });
    return chart;
}

Chart latency_chart(const Result& result, const Beside& beside) {
    Chart chart{.title = "Latency of journeys answered", .unit = "s", .lines = {}};
    add_of_each(chart, "p99", result, beside,
                [](const Result& of) { return percentile(of.series.total, &analysis::Percentiles::p99_s); });
    chart.lines.push_back({"p50", percentile(result.series.total, &analysis::Percentiles::p50_s)});
    return chart;
}

Chart bad_chart(const Result& result) {
    const JourneySeries& total = result.series.total;
    Chart chart{.title = "Bad answers, by reason", .unit = "/s", .lines = {}};
    for (std::size_t reason = 0; reason < analysis::kReasons; ++reason)
        if (!total.bad[reason].empty())
            chart.lines.push_back({in_words(std::string(analysis::reason_name(reason))),
                                   rates(total.bad[reason], total.judged, result.series)});
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
    Chart chart{.title = "Queues, mean depth", .unit = "requests", .lines = {}};
    for (std::size_t index = 0; index < std::min(kMost, lines.size()); ++index)
        chart.lines.push_back(std::move(lines[index].second));
    return chart;
}

void add_metric(Chart& chart, const MetricSeries& metric, const analysis::Series& series, LineOf of,
                const std::string& prefix) {
    switch (metric.kind) {
    case models::MetricKind::kCounter:
        chart.lines.push_back({prefix + "rate", rates(metric.counts, metric.counts.size(), series), of});
        return;
    case models::MetricKind::kGauge:
    case models::MetricKind::kTiming:
        chart.lines.push_back({prefix + "mean", scaled(metric.mean, 1.0), of});
        if (of == LineOf::kRun)
            chart.lines.push_back({"highest", scaled(metric.max, 1.0), of});
        return;
    case models::MetricKind::kShare:
        chart.lines.push_back({prefix + "share", scaled(metric.mean, 1.0), of});
        return;
    }
}

/// nullptr: the run has no such component, or replica, as an overlaid variant may not.
const InstanceSeries* series_of(const Result* result, const std::string& component,
                                std::optional<std::uint32_t> replica) {
    if (result == nullptr)
        return nullptr;
    for (const analysis::ComponentSeries& series : result->series.components)
        if (series.name == component)
            return !replica ? &series.all
                            : (*replica < series.instances.size() ? &series.instances[*replica] : nullptr);
    return nullptr;
}

const MetricSeries* metric_of(const InstanceSeries* series, const std::string& name) {
    if (series != nullptr)
        for (const MetricSeries& metric : series->metrics)
            if (metric.name == name)
                return &metric;
    return nullptr;
}

/// By at least a tenth of its highest level.
bool moves(const MetricSeries& metric) {
    double least = std::numeric_limits<double>::infinity();
    double most = 0.0;
    for (const Figure& figure : metric.mean)
        if (figure) {
            least = std::min(least, *figure);
            most = std::max(most, *figure);
        }
    return most > 0.0 && least < 0.9 * most;
}

/// What explains comes first: signs, then what its own model measures of levels and times and what moves in
/// it; then what all servers measure, and counts.
std::vector<MetricSeries> telling_first(const std::vector<MetricSeries>& metrics,
                                        const analysis::ComponentResult& component) {
    static const std::vector<models::MetricSpec> kOfAll = models::server_metrics("", "");
    const auto is_of_all = [&](const MetricSeries& metric) {
        return metric.name.starts_with("busy_") ||
               std::any_of(kOfAll.begin(), kOfAll.end(),
                           [&](const models::MetricSpec& spec) { return spec.name == metric.name; });
    };
    const auto place_of = [&](const MetricSeries& metric) {
        const analysis::MetricFigures* const figures = component.find(metric.name);
        if (figures != nullptr && figures->is_sign)
            return 0;
        const bool counts = metric.kind == models::MetricKind::kCounter;
        return !counts && !is_of_all(metric) && moves(metric) ? 1 : 2;
    };
    std::vector<MetricSeries> sorted = metrics;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const MetricSeries& a, const MetricSeries& b) { return place_of(a) < place_of(b); });
    return sorted;
}

bool is_silent(const MetricSeries& metric) {
    const auto none = [](const Figure& figure) { return figure.value_or(0.0) == 0.0; };
    return std::all_of(metric.counts.begin(), metric.counts.end(),
                       [](std::uint64_t count) { return count == 0; }) &&
           std::all_of(metric.mean.begin(), metric.mean.end(), none) &&
           std::all_of(metric.max.begin(), metric.max.end(), none);
}

} // namespace

std::string unit_of(const Result& result, std::uint32_t component, const std::string& metric) {
    const analysis::MetricFigures* figures = result.components[component].find(metric);
    if (figures == nullptr || figures->kind == models::MetricKind::kTiming)
        return "s";
    return figures->kind == models::MetricKind::kCounter ? figures->unit + "/s" : figures->unit;
}

ChartSet charts_of_journeys(const Result& result, const Beside& beside) {
    ChartSet set{.window_s = result.series.window_s, .charts = {}};
    for (Chart& chart : std::vector<Chart>{goodput_chart(result, beside), attempts_chart(result, beside),
                                           latency_chart(result, beside), bad_chart(result),
                                           utilisation_chart(result), queue_chart(result)})
        if (!chart.lines.empty())
            set.charts.push_back(std::move(chart));
    return set;
}

ChartSet charts_of_component(const Result& result, const Beside& beside, std::uint32_t component,
                             std::optional<std::uint32_t> replica) {
    ChartSet set{.window_s = result.series.window_s, .charts = {}};
    const std::string& name = result.series.components[component].name;
    struct Side {
        LineOf of;
        const Result* result;
        const InstanceSeries* series;
    };
    std::vector<Side> sides;
    for (const auto& [of, one] :
         {std::pair(LineOf::kTwin, beside.twin), std::pair(LineOf::kOverlay, beside.overlay),
          std::pair(LineOf::kRun, &result)})
        if (const InstanceSeries* series = series_of(one, name, replica))
            sides.push_back({of, one, series});
    const InstanceSeries& run = *sides.back().series;
    if (!run.utilisation.empty()) {
        Chart chart{.title = "Utilisation", .unit = "%", .lines = {}};
        for (const Side& side : sides)
            chart.lines.push_back({prefix_of(side.of, beside) + "busy cores over cores",
                                   scaled(side.series->utilisation, 100.0), side.of});
        set.charts.push_back(std::move(chart));
    }
    for (const MetricSeries& metric : telling_first(run.metrics, result.components[component])) {
        Chart chart{
            .title = in_words(metric.name), .unit = unit_of(result, component, metric.name), .lines = {}};
        bool all_silent = true;
        for (const Side& side : sides)
            if (const MetricSeries* one = metric_of(side.series, metric.name)) {
                add_metric(chart, *one, side.result->series, side.of, prefix_of(side.of, beside));
                all_silent = all_silent && is_silent(*one);
            }
        if (!all_silent)
            set.charts.push_back(std::move(chart));
    }
    return set;
}

std::string csv_of(const ChartSet& set) {
    std::vector<std::string> columns = {"time_s"};
    std::size_t windows = 0;
    for (const Chart& chart : set.charts)
        for (const ChartLine& line : chart.lines) {
            const std::string unit = chart.unit.empty() ? "" : " [" + chart.unit + "]";
            columns.push_back(chart.title + ": " + line.name + unit);
            windows = std::max(windows, line.values.size());
        }
    notebooks_export::CsvTable table(columns);
    for (std::size_t window = 0; window < windows; ++window) {
        table.add(static_cast<double>(window) * set.window_s);
        for (const Chart& chart : set.charts)
            for (const ChartLine& line : chart.lines) {
                const bool known = window < line.values.size() && std::isfinite(line.values[window]);
                table.add(known ? Figure(line.values[window]) : std::nullopt);
            }
        table.end_row();
    }
    return table.text();
}

} // namespace shaketable::gui
