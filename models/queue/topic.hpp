// A topic server: a service whose endpoints append to a PartitionedLog, and which hands its records to those
// who consume, each service a group of its own.
//
// Of each partition a group has one record at a time in work, at the replica that owns it, so records of a
// partition are done in order and one that fails is tried again before any behind it. The replica, a member
// of the group, takes several at a time: the first comes over the network, those behind it are there when
// their turn comes, and the answer to the last asks for more. What is done is committed as it asks, so in the
// midst of what was taken nothing is (KafkaConsumer.poll). A group stands still while it is assigned anew
// (eager rebalancing): when a replica that was dead is started again or a new one comes, when one leaves,
// when one has been dead for the session time-out, and when one has not asked for the maximal poll interval;
// it goes through what it has in vain, and is a member again as it asks for more. Then each partition goes on
// from its last commit. Each partition has its own requests, as if a member had a consumer for each. The log
// outlives a crash, but what members have taken is handed out by it, and so waits for it.
#pragma once

#include "models/component_model.hpp"
#include "models/metric.hpp"
#include "models/run.hpp"
#include "models/server_metrics.hpp"

#include <vector>

namespace shaketable::models {

/// Behind ServerMetric's.
enum TopicMetric : std::uint32_t {
    kAppended = kServerMetrics,
    kFetched,
    kRetriedRecords,
    kRecordsDone,
    kRecordsDoneAgain,
    kAppendedTwice,
    kDoubledRecords,
    kRecordsGivenUp,
    kRecordsExpired,
    kRecordsSkipped,
    kRebalances,
    kRebalancing,
    kLag,
    kOldestLagging,
    kRecordAge,
    kTopicMetrics
};
[[nodiscard]] std::vector<MetricSpec> topic_metrics();
[[nodiscard]] const ComponentModel& topic_model();

/// At the topic: appends a record, to the partition of its session or the next in turn.
[[nodiscard]] Op append_op(bool by_session);
/// Of a delivery, before its call over this edge, and after it.
[[nodiscard]] Op address_owner_op(std::uint32_t edge);
[[nodiscard]] Op end_of_record_op(bool is_done);

/// Whether this topic, in Scenario::topics, is at work.
[[nodiscard]] bool may_append_again(Run& run, std::uint32_t topic);
/// A dead letter of this topic is appended to its partition again.
void append_again(Run& run, std::uint32_t topic, const Message& dead_letter);

/// The process of an instance is started again: its groups are assigned anew.
void join_groups(Run& run, const Instance& consumer);
/// It takes no more records, and leaves its groups when it has done what it has in work.
void leave_groups(Run& run, const Instance& consumer);

} // namespace shaketable::models
