// What changes of topics during a run.
#pragma once

#include "models/queue/done_keys.hpp"
#include "models/queue/partitioned_log.hpp"
#include "models/queue/plans.hpp"

#include <vector>

namespace shaketable::models {

/// A replica of a service that consumes a topic.
struct MemberOfGroup {
    bool is_in = true;       // it gets partitions as they are assigned
    bool is_leaving = false; // when it has done what it has in work
    bool is_new = false;     // since the last assignment: it has nothing to commit
    bool was_silent = false; // and has been dropped for it
    bool is_watched = false; // it is dead, and the event of its session time-out is pending
};

/// What a group has in work of one partition.
struct PartitionInWork {
    bool is_in_work = false;
    bool commits_when_asked = false; // as its member asks for records next: a commit is overdue
    std::uint32_t frame = 0;         // that hands it out
    engine::Time asked_at = {};      // for the records that its member has: these offsets
    std::uint64_t taken_from = 0;
    std::uint64_t taken_until = 0;
    engine::Time lost_at = engine::Time::latest(); // the request for it, as far as is known
    engine::Time not_before = {};                  // after a failure
    std::uint32_t attempts = 0;                    // at the record at its position
    std::uint64_t done_before = 0; // all offsets below have been done at least once, but for the given up
};

struct TopicGroupState {
    std::vector<MemberOfGroup> members = {};      // by replica
    std::vector<PartitionInWork> partitions = {}; // by partition
    DoneKeys done = {};                           // if TopicPlan::knows_requests
    std::uint32_t generation = 0;                 // of its assignment
    bool is_rebalancing = false;
    bool assigns_when_done = false; // with what members have taken
    bool will_commit = false;       // the event is pending
};

struct TopicState {
    PartitionedLog log;
    std::vector<TopicGroupState> groups = {};
    std::vector<std::uint64_t> lags = {}; // by group: records that it has not done
    std::uint64_t turn = 0;               // of the partitions: to which what has no key goes next
    bool is_sampled = false;              // the event is pending
};

/// A record that a frame at the topic hands out.
struct RecordInWork {
    std::uint32_t group = 0;
    std::uint32_t partition = 0;
    std::uint64_t offset = 0;
    std::uint32_t owner = 0; // replica
    std::uint32_t generation = 0;
    std::uint64_t taken_until = 0; // the offset behind those that its owner took with it
    engine::Time published = {};
    RecordWay way = {};
};

struct Scenario;
/// As the run begins; `scenario` says how many replicas consume it.
[[nodiscard]] TopicState empty_topic(const TopicPlan& plan, const Scenario& scenario);

} // namespace shaketable::models
