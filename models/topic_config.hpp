// A topic: a log in partitions between those who publish and those who consume. Configuration only.
#pragma once

#include "models/queue/broker_knobs.hpp"

#include <optional>

namespace shaketable::models {

struct TopicConfig {
    static constexpr std::string_view kTag = "topic";
    static constexpr std::string_view kDoc =
        "Keeps messages in the order of their publication, in partitions each of which one consumer at a "
        "time "
        "works off, like Apache Kafka: see the step `publish`, and `consumes` of a service.";
    std::int64_t partitions = 1;
    engine::Duration retention = engine::Duration::from_seconds(7 * 86'400);
    engine::Duration commit_interval = engine::Duration::from_seconds(5);
    engine::Duration session_timeout = engine::Duration::from_seconds(45);
    engine::Duration max_poll_interval = engine::Duration::from_seconds(300);
    engine::Duration rebalance = engine::Duration::from_seconds(3);
    engine::Duration retry_pause;
    std::optional<std::int64_t> max_attempts;
    std::optional<ComponentRef> dead_letters;
    std::int64_t workers = 8;
    double cores = 8.0;
    DistributionConfig time = DistributionConfig::constant(engine::Duration::from_ns(5'000));
};
template <class Visitor>
void describe_groups(Visitor& visit, TopicConfig& config) {
    visit(Knob{.name = "commit_interval",
               .doc =
                   "How long after it was done a message is known to be done, as soon as its consumer asks "
                   "for more: a group that is assigned anew does again what came later.",
               .origin = "Apache Kafka auto.commit.interval.ms",
               .bounds = kAnyLength},
          config.commit_interval);
    visit(Knob{.name = "session_timeout",
               .doc = "How long a consumer that is dead keeps its partitions, unless it is started again.",
               .origin = "Apache Kafka session.timeout.ms",
               .bounds = kPositiveLength},
          config.session_timeout);
    visit(Knob{.name = "max_poll_interval",
               .doc = "How long a consumer may be at what it has taken at a time (its `batch`) before its "
                      "group is assigned anew.",
               .origin = "Apache Kafka max.poll.interval.ms",
               .bounds = kPositiveLength},
          config.max_poll_interval);
    visit(
        Knob{.name = "rebalance",
             .doc = "How long all of a group stand still while partitions are assigned anew: a consumer has "
                    "come or gone.",
             .origin = "Apache Kafka group.initial.rebalance.delay.ms; all stand still, as by RangeAssignor",
             .bounds = kAnyLength},
        config.rebalance);
    visit(Knob{.name = "retry_pause",
               .doc = "How long after it failed a message is tried again; its partition waits.",
               .origin = "at once",
               .bounds = kAnyLength},
          config.retry_pause);
    visit(Knob{.name = "max_attempts",
               .doc =
                   "A message that has failed so often is given up, and its partition goes on; absent: it is "
                   "tried for ever.",
               .unit = "attempts",
               .origin = "a consumer that seeks back to what has failed",
               .bounds = {1, 1000}},
          config.max_attempts);
}
template <class Visitor>
void describe(Visitor& visit, TopicConfig& config) {
    visit(Knob{.name = "partitions",
               .doc = "How many there are: so many messages are in work at a time, at most.",
               .unit = "partitions",
               .origin = "Apache Kafka num.partitions",
               .bounds = {1, 10'000}},
          config.partitions);
    visit(Knob{.name = "retention",
               .doc = "How long a message is kept, done or not.",
               .origin = "Apache Kafka log.retention.hours: 7 days",
               .bounds = kPositiveLength},
          config.retention);
    describe_groups(visit, config);
    visit(Knob{.name = "dead_letters",
               .doc = "The queue to which messages go that are given up; absent: they are gone."},
          config.dead_letters);
    describe_broker(
        visit, config,
        {.workers = "Apache Kafka num.io.threads",
         .time = "assumed: 200,000 messages a second and core",
         .time_doc = "CPU time to store a message, and again to hand out what is taken at a time."});
}

} // namespace shaketable::models
