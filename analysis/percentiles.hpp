// The percentiles that results give of a histogram.
#pragma once

#include "analysis/result.hpp"
#include "engine/histogram.hpp"

namespace shaketable::analysis {

/// Absent if the histogram is empty; else at most `most`, since a bin's middle may exceed its largest value.
[[nodiscard]] Figure quantile_s(const engine::Histogram& histogram, double share,
                                engine::Duration most = engine::kLongest);
[[nodiscard]] Percentiles percentiles_of(const engine::Histogram& histogram,
                                         engine::Duration most = engine::kLongest);

} // namespace shaketable::analysis
