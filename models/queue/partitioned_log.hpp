// The records of one topic, as Apache Kafka keeps them: partitions, each a log whose records have offsets,
// and consumer groups, each of which has come so far in every partition.
//
// A record is read where its group is (its position); reading does not delete. A group's position in a
// partition goes on one record at a time, so a record that can't be done holds up all behind it in its
// partition, and none in others. What has been done is known for good once it is committed: a group that is
// assigned anew goes on from there, and does again what was done since. Partitions are divided among the
// members of a group as Kafka's RangeAssignor does. A group whose place has been deleted by retention is
// lost: it stands at the oldest record that is left, and may skip to the end (auto.offset.reset). Source:
// Apache Kafka documentation, "Design" (log, consumer position) and the consumer's configuration.
//
// A plain value that knows nothing of frames or randomness. Copies share memory page by page until they
// differ. An operation costs a constant time, some of them amortised; 24 bytes a record that some group has
// not committed. Records that all have are forgotten, as nothing here reads them again.
#pragma once

#include "engine/random.hpp"
#include "engine/time.hpp"
#include "models/shared_pages.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace shaketable::models {

struct TopicRecord {
    engine::Key key = {};
    std::uint64_t session = 0;
    engine::Time published = {};
};

/// A queue of records by offset: the first may be dropped, the last is added.
class RecordLog {
  public:
    [[nodiscard]] std::uint64_t first() const { return first_; }
    [[nodiscard]] std::uint64_t end() const { return end_; }
    /// Requires first() <= offset < end().
    [[nodiscard]] const TopicRecord& at(std::uint64_t offset) const { return records_[place_of(offset)]; }
    void append(const TopicRecord& record);
    /// Requires first() <= offset <= end(): those before it are gone.
    void drop_before(std::uint64_t offset) { first_ = offset; }
    [[nodiscard]] std::size_t bytes() const { return records_.bytes(); }

  private:
    [[nodiscard]] std::uint32_t place_of(std::uint64_t offset) const {
        return static_cast<std::uint32_t>(offset % records_.size());
    }
    SharedPages<TopicRecord> records_; // a ring
    std::uint64_t first_ = 0;
    std::uint64_t end_ = 0;
};

class PartitionedLog {
  public:
    static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

    PartitionedLog(std::uint32_t partitions, std::uint32_t groups);

    [[nodiscard]] std::uint32_t partitions() const { return static_cast<std::uint32_t>(logs_.size()); }
    [[nodiscard]] std::uint32_t groups() const { return static_cast<std::uint32_t>(groups_.size()); }

    void append(std::uint32_t partition, const TopicRecord& record) { logs_[partition].append(record); }
    [[nodiscard]] const RecordLog& records(std::uint32_t partition) const { return logs_[partition]; }

    /// Where the group is in the partition: the record that it does next, if there is one.
    [[nodiscard]] std::uint64_t position(std::uint32_t group, std::uint32_t partition) const {
        return groups_[group][partition].position;
    }
    [[nodiscard]] std::uint64_t committed(std::uint32_t group, std::uint32_t partition) const {
        return groups_[group][partition].committed;
    }
    /// Who of the group reads the partition.
    [[nodiscard]] std::uint32_t owner(std::uint32_t group, std::uint32_t partition) const {
        return groups_[group][partition].owner;
    }
    [[nodiscard]] std::optional<TopicRecord> next(std::uint32_t group, std::uint32_t partition) const;
    /// The record at its position is done, or given up: it goes on with the next.
    void go_on(std::uint32_t group, std::uint32_t partition);
    /// What it has done so far, or before this offset, will not be done again.
    void commit(std::uint32_t group, std::uint32_t partition) {
        commit(group, partition, position(group, partition));
    }
    void commit(std::uint32_t group, std::uint32_t partition, std::uint64_t offset);
    /// Whether the place where the group was in the partition has been deleted, and it has done nothing there
    /// since.
    [[nodiscard]] bool is_lost(std::uint32_t group, std::uint32_t partition) const {
        return groups_[group][partition].is_lost;
    }
    /// It goes on where it stands, or behind all that there is. Returns how many records it skips.
    std::uint64_t find_place(std::uint32_t group, std::uint32_t partition, bool at_end);
    /// Divides the partitions among these members, in order; each goes on from what is committed. Returns how
    /// many records will be done again.
    std::uint64_t assign(std::uint32_t group, const std::vector<std::uint32_t>& members);
    /// Records that the group has not done.
    [[nodiscard]] std::uint64_t lag(std::uint32_t group) const;
    [[nodiscard]] std::uint64_t lag(std::uint32_t group, std::uint32_t partition) const {
        return logs_[partition].end() - position(group, partition);
    }
    /// When the oldest record that the group has not done was published; nothing: it has done all.
    [[nodiscard]] std::optional<engine::Time> oldest(std::uint32_t group) const;

    /// Records that were published before are gone. Returns how many some group had not done, each counted
    /// once for each such group.
    std::uint64_t expire(engine::Time before);

    [[nodiscard]] std::size_t bytes() const;

  private:
    struct Place {
        std::uint64_t position = 0;
        std::uint64_t committed = 0;
        std::uint32_t owner = kNobody;
        bool is_lost = false; // the position
        bool commit_is_lost = false;
    };
    void forget_committed(std::uint32_t partition);

    std::vector<RecordLog> logs_;            // by partition
    std::vector<std::vector<Place>> groups_; // by group, by partition
};

} // namespace shaketable::models
