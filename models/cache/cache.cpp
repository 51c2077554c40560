#include "models/cache/cache.hpp"

#include "engine/assert.hpp"
#include "models/cache/nodes.hpp"
#include "models/service.hpp"

namespace shaketable::models {

namespace {

void cache_crashed(Run& run, Instance& here) {
    service_crashed(run, here);
    clear_node(run, here);
}

} // namespace

std::vector<MetricSpec> cache_metrics() {
    std::vector<MetricSpec> metrics = {
        sign({"hit_ratio", MetricKind::kShare, "share", "Look-ups that were answered with a value."},
             {.brief = "hits", .state = "misses"}, Worse::kLess),
        sign({"stale_ratio", MetricKind::kShare, "share",
              "Hits whose value was not what is true any more: harm."},
             {.brief = "stale", .state = "serves stale"}),
        {"misses", MetricKind::kCounter, "look-ups", "Look-ups of keys that were not there."},
        {"expired", MetricKind::kCounter, "look-ups", "Look-ups of keys whose value had lived for too long."},
        {"served_expired", MetricKind::kCounter, "look-ups",
         "Hits of values whose time was over, within `stale_for`."},
        {"early", MetricKind::kCounter, "look-ups", "Look-ups after which a value was got before its time."},
        {"other_format", MetricKind::kCounter, "look-ups",
         "Look-ups that found a value that another release had written."},
        {"lease_waits", MetricKind::kCounter, "look-ups",
         "Look-ups that were told to wait, since somebody else gets the value."},
        {"stores", MetricKind::kCounter, "values", "Values that were stored."},
        {"refused_stores", MetricKind::kCounter, "values", "Values that were not, as their lease had ended."},
        {"evictions", MetricKind::kCounter, "values", "Values that had to make room for others."},
        {"deletions", MetricKind::kCounter, "values",
         "Values that were deleted before they expired or had to go."},
        {"keys_held", MetricKind::kGauge, "keys", "Keys whose value is in the memory, expired or not."},
        {"bytes_held", MetricKind::kGauge, "bytes", "What these values take of the memory."},
    };
    SHAKETABLE_ASSERT(kServerMetrics + metrics.size() == kCacheMetrics);
    return metrics;
}

const ComponentModel& cache_model() {
    static constexpr ComponentModel kModel = [] {
        ComponentModel model = kServiceModel;
        model.crashed = cache_crashed;
        model.configured = resize_node;
        return model;
    }();
    return kModel;
}

} // namespace shaketable::models
