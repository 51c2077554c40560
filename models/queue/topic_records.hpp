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
/// The replica of the group's service.
[[nodiscard]] const Instance& member_of_group(const Run& run, const TopicAt& at, std::uint32_t group,
                                              std::uint32_t replica);
[[nodiscard]] bool is_dead(const Instance& member);
/// Hands out the next record of the partition, if it can be now.
void offer(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t partition);
void offer_all(Run& run, const TopicAt& at, std::uint32_t group);
void measure_topic(Run& run, const TopicAt& at);
/// The owner is dead: its group will notice when its session time-out is over.
void watch_member(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica);
/// A member that is leaving does so if it has nothing in work.
void leave_if_idle(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica);
/// The group stands still until it is assigned anew.
void begin_rebalance(Run& run, const TopicAt& at, std::uint32_t group);

} // namespace shaketable::models
