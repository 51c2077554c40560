#include "models/cache/cache.hpp"

#include "engine/assert.hpp"
#include "models/run.hpp"
#include "models/service.hpp"

namespace shaketable::models {

namespace {

void cache_crashed(Run& run, Instance& here) {
    service_crashed(run, here);
    run.world.caches[run.component_of(here).model_index].values.clear();
    run.meter(here, kKeysHeld).set(run.now(), 0);
    run.meter(here, kBytesHeld).set(run.now(), 0);
}

} // namespace

std::vector<MetricSpec> cache_metrics() {
    std::vector<MetricSpec> metrics = {
        {"hits", MetricKind::kCounter, "look-ups", "Look-ups that were answered with a value."},
        {"misses", MetricKind::kCounter, "look-ups", "Look-ups of keys that were not there."},
        {"expired", MetricKind::kCounter, "look-ups", "Look-ups of keys whose value had lived for too long."},
        {"stores", MetricKind::kCounter, "values", "Values that were stored."},
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
        return model;
    }();
    return kModel;
}

} // namespace shaketable::models
