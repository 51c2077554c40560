// A queue server: a service whose endpoints store messages (models/queue/message_store.hpp), and which hands
// them to those who consume (models/queue/delivery.hpp).
//
// Its frames are publishers' requests and deliveries. A worker is held only while it computes, so a publisher
// that waits, for room or for its message's end, holds none. A crash loses what is under way; the messages
// are still there if the queue is durable, and those in flight come back when their visibility time-out is
// over.
#pragma once

#include "models/component_model.hpp"
#include "models/metric.hpp"
#include "models/server_metrics.hpp"

#include <vector>

namespace shaketable::models {

/// Behind ServerMetric's.
enum QueueMetric : std::uint32_t {
    kPublished = kServerMetrics,
    kReceived,
    kRedelivered,
    kDoneFirst,
    kDoneAgain,
    kPublishedTwice,
    kDoubledEffects,
    kVisibilityTimeouts,
    kDeadLetters,
    kRedriven,
    kExpiredMessages,
    kDroppedMessages,
    kTurnedAwayMessages,
    kBacklog,
    kInFlight,
    kBlockedPublishers,
    kOldestAge,
    kMessageAge,
    kBacklogLasted,
    kQueueMetrics
};
[[nodiscard]] std::vector<MetricSpec> queue_metrics();

[[nodiscard]] const ComponentModel& queue_model();

} // namespace shaketable::models
