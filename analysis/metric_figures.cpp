#include "analysis/metric_figures.hpp"

#include <algorithm>

namespace shaketable::analysis {

namespace {

using models::MetricKind;

/// Sums are exact: whole numbers in 128 bits.
models::MeterSum sum_of_totals(const Meters& meters) {
    models::MeterSum sum;
    for (const models::WindowSums* meter : meters)
        sum.add(meter->total());
    return sum;
}

std::vector<models::MeterSum> sums_of_windows(const Meters& meters, std::size_t windows) {
    std::vector<models::MeterSum> sums(windows);
    for (const models::WindowSums* meter : meters)
        meter->for_each_run([&](std::size_t first, std::size_t end, const models::MeterSum& sum) {
            for (std::size_t window = first; window < std::min(end, windows); ++window)
                sums[window].add(sum);
        });
    return sums;
}

/// The mean of a gauge over `length`, of a timing in seconds, or of a share.
Figure mean_of(const models::MetricSpec& metric, const models::MeterSum& sum, engine::Duration length) {
    const auto whole = static_cast<double>(sum.sum);
    if (metric.kind == MetricKind::kGauge && length > engine::Duration())
        return whole / static_cast<double>(length.ns()) * metric.scale;
    if (metric.kind == MetricKind::kTiming && sum.count > 0)
        return whole / static_cast<double>(sum.count) / 1e9;
    if (metric.kind == MetricKind::kShare && sum.count > 0)
        return whole / static_cast<double>(sum.count);
    return std::nullopt;
}

Figure max_of(const models::MetricSpec& metric, const models::MeterSum& sum, engine::Duration length) {
    const auto peak = static_cast<double>(sum.peak);
    if (metric.kind == MetricKind::kGauge && length > engine::Duration())
        return peak * metric.scale;
    if (metric.kind == MetricKind::kTiming && sum.count > 0)
        return peak / 1e9;
    return std::nullopt;
}

models::MeterSum sum_of_range(const Meters& meters, const WindowRange& range) {
    models::MeterSum sum;
    for (const models::WindowSums* meter : meters)
        for (std::size_t window = range.first; window < std::min(range.end, meter->size()); ++window)
            sum.add((*meter)[window]);
    return sum;
}

MetricFigures figures_of(const models::MetricSpec& metric, const models::MeterSum& sum,
                         engine::Duration length) {
    MetricFigures figures{
        .name = metric.name, .kind = metric.kind, .unit = metric.unit, .is_sign = metric.is_sign};
    switch (metric.kind) {
    case MetricKind::kCounter:
        figures.total = static_cast<std::uint64_t>(sum.sum);
        figures.per_s = per_second(static_cast<double>(figures.total), length);
        break;
    case MetricKind::kGauge:
        figures.mean = mean_of(metric, sum, length);
        figures.max = max_of(metric, sum, length);
        break;
    case MetricKind::kTiming:
        figures.count = static_cast<std::uint64_t>(sum.count);
        figures.mean_s = mean_of(metric, sum, length);
        figures.max_s = max_of(metric, sum, length);
        break;
    case MetricKind::kShare:
        figures.count = static_cast<std::uint64_t>(sum.count);
        figures.mean = mean_of(metric, sum, length);
        break;
    }
    return figures;
}

} // namespace

MetricFigures metric_figures(const models::MetricSpec& metric, const Meters& meters,
                             const MeasuredSpan& span) {
    return figures_of(metric, sum_of_totals(meters), span.length);
}

MetricFigures metric_figures(const models::MetricSpec& metric, const Meters& meters, const MeasuredSpan& span,
                             const WindowRange& range) {
    const engine::Duration begin = span.window * static_cast<std::int64_t>(range.first);
    const engine::Duration end = std::min(span.window * static_cast<std::int64_t>(range.end), span.length);
    return figures_of(metric, sum_of_range(meters, range), end > begin ? end - begin : engine::Duration());
}

MetricSeries metric_series(const models::MetricSpec& metric, const Meters& meters, const MeasuredSpan& span) {
    MetricSeries series{.name = metric.name, .kind = metric.kind};
    const std::vector<models::MeterSum> sums = sums_of_windows(meters, span.windows());
    for (std::size_t index = 0; index < sums.size(); ++index) {
        const models::MeterSum& sum = sums[index];
        if (metric.kind == MetricKind::kCounter) {
            series.counts.push_back(static_cast<std::uint64_t>(sum.sum));
        } else {
            series.mean.push_back(mean_of(metric, sum, span.length_of(index)));
            series.max.push_back(max_of(metric, sum, span.length_of(index)));
        }
    }
    return series;
}

} // namespace shaketable::analysis
