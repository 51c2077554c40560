// A cache server: a service whose endpoints look up, store and delete values in its memory.
//
// A crash loses all of them. It has workers, cores and a queue like a service (models/service.hpp); what it
// holds is a KeyCache (key_cache.hpp) over the keys of all its key spaces, one after the other.
#pragma once

#include "models/component_model.hpp"
#include "models/metric.hpp"
#include "models/server_metrics.hpp"

namespace shaketable::models {

/// Behind ServerMetric's.
enum CacheMetric : std::uint32_t {
    kHitRatio = kServerMetrics,
    kStaleRatio,
    kMisses,
    kExpired,
    kServedExpired,
    kEarly,
    kOtherFormat,
    kLeaseWaits,
    kStores,
    kRefusedStores,
    kEvictions,
    kDeletions,
    kKeysHeld,
    kBytesHeld,
    kCacheMetrics
};
[[nodiscard]] std::vector<MetricSpec> cache_metrics();

[[nodiscard]] const ComponentModel& cache_model();

} // namespace shaketable::models
