#include "gui/view_models/heat.hpp"

#include "gui/view_models/charts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace shaketable::gui {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

std::vector<double> values_of(const std::vector<analysis::Figure>& figures, double factor) {
    std::vector<double> values;
    for (const analysis::Figure& figure : figures)
        values.push_back(figure ? *figure * factor : kNoValue);
    return values;
}

/// A counter's rate, the highest of a gauge or timing, a share. Empty: the instance has no such figure.
std::vector<double> values_of(const analysis::InstanceSeries& series, const std::string& figure,
                              double window_s) {
    if (figure == "utilisation")
        return values_of(series.utilisation, 100.0);
    for (const analysis::MetricSeries& metric : series.metrics) {
        if (metric.name != figure)
            continue;
        if (metric.kind != models::MetricKind::kCounter)
            return values_of(metric.kind == models::MetricKind::kShare ? metric.mean : metric.max, 1.0);
        std::vector<double> rates;
        for (const std::uint64_t count : metric.counts)
            rates.push_back(static_cast<double>(count) / window_s);
        return rates;
    }
    return {};
}

} // namespace

std::vector<std::string> heat_figures(const analysis::Result& result) {
    std::vector<std::string> names = {"utilisation"};
    for (const analysis::ComponentSeries& component : result.series.components)
        for (const analysis::MetricSeries& metric : component.all.metrics)
            if (std::find(names.begin(), names.end(), metric.name) == names.end())
                names.push_back(metric.name);
    return names;
}

Heat heat_of(const analysis::Result& result, const std::string& figure) {
    Heat heat{.window_s = result.series.window_s, .unit = figure == "utilisation" ? "%" : "", .rows = {}};
    for (std::uint32_t component = 0; component < result.series.components.size(); ++component) {
        const analysis::ComponentSeries& series = result.series.components[component];
        for (std::uint32_t replica = 0; replica < series.instances.size(); ++replica) {
            std::vector<double> values = values_of(series.instances[replica], figure, heat.window_s);
            if (values.empty())
                continue;
            if (heat.unit.empty())
                heat.unit = unit_of(result, component, figure);
            for (const double value : values)
                if (std::isfinite(value))
                    heat.highest = std::max(heat.highest, value);
            const std::string suffix = series.instances.size() > 1 ? "/" + std::to_string(replica) : "";
            heat.rows.push_back({component, replica, series.name + suffix, std::move(values)});
        }
    }
    if (figure == "utilisation")
        heat.highest = 100.0;
    return heat;
}

} // namespace shaketable::gui
