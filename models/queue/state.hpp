// What changes of queues during a run.
#pragma once

#include "engine/paged.hpp"
#include "models/frame.hpp"
#include "models/queue/done_keys.hpp"
#include "models/queue/plans.hpp"
#include "models/queue/topic_state.hpp"

#include <vector>

namespace shaketable::models {

/// A replica that consumes a queue, as the queue knows it.
struct ConsumerEnd {
    std::uint32_t consumer = 0; // in QueuePlan::consumers
    std::uint32_t replica = 0;
    std::uint32_t has = 0;   // messages that it was sent and has not ended
    std::uint32_t era = 0;   // how often it was started again
    bool is_leaving = false; // it asks for no more
};

struct QueueState {
    MessageStore store{MessageStore::Rules{}};
    DoneKeys done = {};     // if QueuePlan::knows_requests
    FrameList blocked = {}; // publishers that wait for room
    std::vector<ConsumerEnd> ends = {};
    std::uint32_t turn = 0;                            // of the ends: whose it is next
    engine::Time wakes_at = engine::Time::latest();    // of the pending event
    bool is_sampled = false;                           // the event that measures its age is pending
    engine::Time waits_since = engine::Time::latest(); // that some message waits, without a break
};

/// What a frame at a queue has to do with its messages: one that hands out a message, or a publisher.
struct Delivery {
    Receipt receipt = {};
    std::uint32_t end = 0; // in QueueState::ends
    std::uint32_t era = 0;
};

/// As the run begins; `scenario` says how many replicas consume it.
[[nodiscard]] QueueState empty_queue(const QueuePlan& plan, const Scenario& scenario);

struct QueuesState {
    std::vector<QueueState> of = {}; // by Component::model_index
    std::vector<TopicState> topics = {};
    engine::Paged<Delivery> deliveries = {};  // by frame, where there are queues
    engine::Paged<RecordInWork> records = {}; // the same of topics
};

} // namespace shaketable::models
