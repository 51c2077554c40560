// What the meters of one metric say: of one instance, or of all instances of a component together.
#pragma once

#include "analysis/measured_span.hpp"
#include "analysis/result.hpp"

#include <vector>

namespace shaketable::analysis {

/// The meters of one metric, by replica; not owned.
using Meters = std::vector<const models::WindowSums*>;

[[nodiscard]] MetricFigures metric_figures(const models::MetricSpec& metric, const Meters& meters,
                                           const MeasuredSpan& span);
/// The same over some windows of the span.
[[nodiscard]] MetricFigures metric_figures(const models::MetricSpec& metric, const Meters& meters,
                                           const MeasuredSpan& span, const WindowRange& range);
[[nodiscard]] MetricSeries metric_series(const models::MetricSpec& metric, const Meters& meters,
                                         const MeasuredSpan& span);

} // namespace shaketable::analysis
