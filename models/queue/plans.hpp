// What is compiled of queues.
#pragma once

#include "models/queue/message_store.hpp"
#include "models/queue_config.hpp"

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
    std::vector<ConsumerPlan> consumers = {};
};

/// A service that consumes a topic: a group of its own.
struct TopicGroupPlan {
    std::uint32_t component = 0;
    std::uint32_t first_op = 0; // of what the topic does to hand out a record
    bool idempotent = false;
};

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
    std::vector<TopicGroupPlan> groups = {};
};

} // namespace shaketable::models
