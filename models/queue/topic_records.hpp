// The records of a topic in work: handed out, done, tried again, given up.
#pragma once

#include "models/queue/topic.hpp"

namespace shaketable::models {

/// Events of a topic; with their group and their partition or replica they are an event's epoch.
enum class TopicEvent : std::uint32_t { kSample, kRetry, kCommit, kMemberGone, kAssign };
struct TopicTurn {
    TopicEvent what = TopicEvent::kSample;
    std::uint32_t group = 0;
    std::uint32_t argument = 0;
};

struct TopicAt {
    Instance& here;
    TopicState& state;
    const TopicPlan& plan;
};
[[nodiscard]] TopicAt topic_at(Run& run, Instance& here);

void expect_turn(Run& run, const TopicAt& at, engine::Duration in, const TopicTurn& turn);
[[nodiscard]] TopicTurn turn_of(std::uint32_t epoch);
/// Hands out the next record of the partition, if it can be now.
void offer(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t partition);
void offer_all(Run& run, const TopicAt& at, std::uint32_t group);
void measure_topic(Run& run, const TopicAt& at);

} // namespace shaketable::models
