// How a service takes messages from a queue or a topic. Configuration only; models/queue/delivery.hpp says
// what it means.
#pragma once

#include "models/describe.hpp"

#include <array>
#include <optional>

namespace shaketable::models {

/// Where a group goes on whose place in the log has been deleted.
enum class OffsetReset : std::uint8_t { kEarliest, kLatest };
constexpr auto enum_names(OffsetReset) { return std::array<std::string_view, 2>{"earliest", "latest"}; }

/// What becomes of a message whose work has failed.
enum class OnFailure : std::uint8_t { kWait, kReturn };
constexpr auto enum_names(OnFailure) { return std::array<std::string_view, 2>{"wait", "return"}; }

struct ConsumerConfig {
    std::string endpoint;
    std::optional<std::int64_t> prefetch;
    std::optional<std::int64_t> batch;
    OnFailure on_failure = OnFailure::kWait;
    std::optional<OffsetReset> offset_reset;
    bool idempotent = false;
};
template <class Visitor>
void describe(Visitor& visit, ConsumerConfig& config) {
    visit(Knob{.name = "endpoint",
               .doc = "The endpoint of the service whose steps are done for each message.",
               .required = true},
          config.endpoint);
    visit(Knob{.name = "prefetch",
               .doc =
                   "Messages that one replica has at most, those it works on and those that wait in it for "
                   "a worker, all of them in flight; absent: as many as it has workers.",
               .unit = "messages",
               .origin = "a worker asks for a message when it has done the one before",
               .bounds = {1, 1'000'000}},
          config.prefetch);
    visit(Knob{.name = "batch",
               .doc =
                   "Messages that it takes at a time. Of a queue it asks again when it has room for so many; "
                   "of a partition of a topic when it has done them, one after the other; absent: of a "
                   "queue 1, of a topic 500.",
               .unit = "messages",
               .origin = "Amazon SQS MaxNumberOfMessages (at most 10 there); Apache Kafka max.poll.records",
               .bounds = {1, 1'000'000}},
          config.batch);
    visit(Knob{.name = "on_failure",
               .doc = "Of a queue: what becomes of a message whose work has failed: it is left until its "
                      "visibility "
                      "time-out is over (wait), or visible again at once (return).",
               .origin = "Amazon SQS: whoever does not delete; RabbitMQ: basic.nack and a closed connection "
                         "return it"},
          config.on_failure);
    visit(Knob{.name = "offset_reset",
               .doc = "Of a topic: where it goes on if its place has been deleted: with the oldest message "
                      "that is left (earliest), or behind all that there are (latest); absent: latest.",
               .origin = "Apache Kafka auto.offset.reset"},
          config.offset_reset);
    visit(Knob{.name = "idempotent",
               .doc = "Whether it does no harm when a message is worked on once more.",
               .origin = "most code is not"},
          config.idempotent);
}

} // namespace shaketable::models
