#include "analysis/percentiles.hpp"

#include <algorithm>

namespace shaketable::analysis {

Figure quantile_s(const engine::Histogram& histogram, double share, engine::Duration most) {
    if (histogram.count() == 0)
        return std::nullopt;
    return std::min(histogram.quantile(share), most).seconds();
}

Percentiles percentiles_of(const engine::Histogram& histogram, engine::Duration most) {
    return {.p50_s = quantile_s(histogram, 0.5, most),
            .p95_s = quantile_s(histogram, 0.95, most),
            .p99_s = quantile_s(histogram, 0.99, most),
            .p999_s = quantile_s(histogram, 0.999, most)};
}

} // namespace shaketable::analysis
