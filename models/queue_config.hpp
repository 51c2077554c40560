// A queue: messages between those who publish and those who consume. Configuration only.
#pragma once

#include "models/queue/broker_knobs.hpp"
#include "models/queue/message_store.hpp"

#include <optional>

namespace shaketable::models {

/// What becomes of a message that finds the queue full.
enum class WhenFull : std::uint8_t { kDropOldest, kReject, kBlock };
constexpr auto enum_names(WhenFull) {
    return std::array<std::string_view, 3>{"drop-oldest", "reject", "block"};
}

struct QueueConfig {
    static constexpr std::string_view kTag = "queue";
    static constexpr std::string_view kDoc =
        "Keeps messages until a consumer has done their work, like Amazon SQS: see the step `publish`, and "
        "`consumes` of a service.";
    engine::Duration visibility_timeout = engine::Duration::from_seconds(30);
    std::optional<std::int64_t> max_receives;
    std::optional<ComponentRef> dead_letters;
    engine::Duration delay;
    engine::Duration retention = engine::Duration::from_seconds(4 * 86'400);
    std::int64_t max_in_flight = 120'000;
    std::optional<std::int64_t> max_messages;
    WhenFull when_full = WhenFull::kDropOldest;
    QueueOrder order = QueueOrder::kFifo;
    std::int64_t lanes = 1;
    bool durable = true;
    std::int64_t workers = 8;
    double cores = 8.0;
    DistributionConfig time = DistributionConfig::constant(engine::Duration::from_ns(20'000));
};
template <class Visitor>
void describe_messages(Visitor& visit, QueueConfig& config) {
    visit(Knob{.name = "visibility_timeout",
               .doc = "How long after it was received a message that is not done is visible again.",
               .origin = "Amazon SQS VisibilityTimeout",
               .bounds = kPositiveLength},
          config.visibility_timeout);
    visit(Knob{.name = "max_receives",
               .doc =
                   "A message that was received so often and comes back is a dead letter; absent: it comes "
                   "back for ever.",
               .unit = "receives",
               .origin = "Amazon SQS: no redrive policy",
               .bounds = {1, 1000}},
          config.max_receives);
    visit(Knob{.name = "dead_letters", .doc = "The queue to which dead letters go; absent: they are gone."},
          config.dead_letters);
    visit(Knob{.name = "delay",
               .doc = "How long after it was published a message may be received.",
               .origin = "Amazon SQS DelaySeconds",
               .bounds = kAnyLength},
          config.delay);
    visit(Knob{.name = "retention",
               .doc = "How long a message is kept at most, whatever its state.",
               .origin = "Amazon SQS MessageRetentionPeriod: 4 days",
               .bounds = kPositiveLength},
          config.retention);
    visit(Knob{.name = "max_in_flight",
               .doc = "Messages that are in flight at most; while so many are, none is received.",
               .unit = "messages",
               .origin = "Amazon SQS, a standard queue",
               .bounds = {1, 4e9}},
          config.max_in_flight);
}
template <class Visitor>
void describe(Visitor& visit, QueueConfig& config) {
    describe_messages(visit, config);
    visit(Knob{.name = "max_messages",
               .doc = "Messages that wait at most, those in flight not counted; absent: no limit.",
               .unit = "messages",
               .origin = "Amazon SQS; RabbitMQ max-length",
               .bounds = {1, 1e9}},
          config.max_messages);
    visit(Knob{.name = "when_full",
               .doc = "What happens when one more is published: the oldest that waits in the least urgent "
                      "lane is dropped, the new one is rejected, or its publisher waits for room (block).",
               .origin = "RabbitMQ overflow: drop-head"},
          config.when_full);
    visit(Knob{.name = "order",
               .doc = "Which message of a lane is received first: the one that waits longest (fifo), or the "
                      "youngest (lifo).",
               .origin = "Amazon SQS, as far as it can"},
          config.order);
    visit(Knob{.name = "lanes",
               .doc = "How many there are: a message is received only while none of a lane of a lower number "
                      "is visible.",
               .unit = "lanes",
               .origin = "no priorities",
               .bounds = {1, MessageStore::kLanesMost}},
          config.lanes);
    visit(Knob{.name = "durable",
               .doc = "Whether its messages are still there after a crash.",
               .origin = "Amazon SQS keeps several copies"},
          config.durable);
    describe_broker(visit, config,
                    {.workers = "one for each core",
                     .time = "assumed: 50,000 messages a second and core",
                     .time_doc = "CPU time to store a message, and again to hand it out."});
}

} // namespace shaketable::models
