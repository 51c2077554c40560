// Who is in a topic's groups, and when they are assigned anew.
//
// A member is heard of as long as its process runs, does not hang and is not cut off: its heartbeats arrive.
// Of one that has been silent for the session time-out, or has not asked for records for the maximal poll
// interval, the partitions go to the others; it is let in again when it asks, or is heard of again. A group
// that is to be assigned anew stands still: its members first end what they have taken, and commit it, as a
// consumer does that finds the rebalance when it polls (ConsumerCoordinator, onJoinPrepare); what those have
// done who are silent and have not committed is done again. A request that was lost is sent again after
// request.timeout.ms.
// Source: Apache Kafka documentation, consumer configuration (session.timeout.ms, max.poll.interval.ms,
// request.timeout.ms), and "The Eager Rebalancing Protocol".
#pragma once

#include "models/queue/topic_records.hpp"

namespace shaketable::models {

/// The replica of the group's service.
[[nodiscard]] const Instance& member_of_group(const Run& run, const TopicAt& at, std::uint32_t group,
                                              std::uint32_t replica);
[[nodiscard]] bool is_dead(const Instance& member);
/// Whether nothing is heard of it.
[[nodiscard]] bool is_silent(const Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica);
/// The owner is silent: its group will notice when its session time-out is over.
void watch_member(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica);
/// The session time-out of a replica that was silent is over.
void drop_if_silent(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica);
/// A member that is leaving does so if it has nothing in work.
void leave_if_idle(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica);
/// It is a member from now on, with nothing of what it may have had before.
void let_in(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica);
/// Each second: who is silent, who is heard of again, who has not asked for records for so long that he
/// leaves, and whose request was lost.
void look_after_members(Run& run, const TopicAt& at, std::uint32_t group);
/// The group stands still until it is assigned anew.
void begin_rebalance(Run& run, const TopicAt& at, std::uint32_t group);
/// Assigns it, if that is due and its members have ended what they had taken.
void assign_if_done(Run& run, const TopicAt& at, std::uint32_t group);

} // namespace shaketable::models
