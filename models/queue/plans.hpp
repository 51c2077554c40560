// What is compiled of queues.
#pragma once

#include "models/queue/message_store.hpp"
#include "models/queue_config.hpp"

#include <array>
#include <vector>

namespace shaketable::models {

/// A service that consumes a queue.
struct ConsumerPlan {
    std::uint32_t component = 0;
    std::uint32_t first_op = 0; // of what the queue does to hand out a message
    std::uint32_t prefetch = 1; // messages of a replica
    std::uint32_t batch = 1;
    bool comes_back = false; // a message whose work has failed is visible at once
    bool idempotent = false;
};

struct QueuePlan {
    std::uint32_t component = 0;
    MessageStore::Rules rules = {};
    std::uint32_t messages_most = MessageStore::kNone;
    WhenFull when_full = WhenFull::kDropOldest;
    std::uint32_t dead_letters = MessageStore::kNone; // in Scenario::queues; kNone: they are gone
    std::uint32_t lanes = 1;
    bool durable = true;
    bool knows_requests = false; // there may be several messages of one
    std::vector<ConsumerPlan> consumers = {};
};

/// A service that consumes a topic: a group of its own.
struct TopicGroupPlan {
    std::uint32_t component = 0;
    std::array<std::uint32_t, 4> first_ops = {}; // of what the topic does to hand out a record: place_of(way)
    std::uint32_t fetch_site = 0;                // the call of one that travels, there and back
    std::uint32_t batch = 1;                     // records that a member takes of a partition at a time
    bool skips_to_end = false; // where its place has been deleted; else it goes on with the oldest
    bool idempotent = false;
};

/// How a record and its answer travel: the first of those that were taken at a time comes over the network,
/// and the answer to the last asks for more; between the two all is at the member.
struct RecordWay {
    bool is_there = false;
    bool answer_stays = false;
};
[[nodiscard]] constexpr std::size_t place_of(RecordWay way) {
    return (way.is_there ? 2U : 0U) + (way.answer_stays ? 1U : 0U);
}

struct TopicPlan {
    std::uint32_t component = 0;
    std::uint32_t partitions = 1;
    engine::Duration retention = engine::kLongest;
    engine::Duration commit_interval = {};
    engine::Duration session_timeout = engine::kLongest;
    engine::Duration max_poll_interval = engine::kLongest;
    engine::Duration rebalance = {};
    engine::Duration retry_pause = {};
    std::uint32_t attempts_most = MessageStore::kNone;
    std::uint32_t dead_letters = MessageStore::kNone; // in Scenario::queues; kNone: they are gone
    bool knows_requests = false;
    std::vector<TopicGroupPlan> groups = {};
};

} // namespace shaketable::models
