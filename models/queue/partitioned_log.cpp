#include "models/queue/partitioned_log.hpp"

#include "engine/assert.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr std::uint32_t kRingMin = 64;

} // namespace

void RecordLog::append(const TopicRecord& record) {
    if (end_ - first_ == records_.size()) {
        SharedPages<TopicRecord> larger(std::max(kRingMin, 2 * records_.size()), TopicRecord());
        for (std::uint64_t offset = first_; offset < end_; ++offset)
            larger.change(static_cast<std::uint32_t>(offset % larger.size())) = at(offset);
        records_ = std::move(larger);
    }
    records_.change(place_of(end_)) = record;
    ++end_;
}

PartitionedLog::PartitionedLog(std::uint32_t partitions, std::uint32_t groups)
    : logs_(partitions), groups_(groups, std::vector<Place>(partitions)) {
    SHAKETABLE_ASSERT(partitions > 0);
}

std::optional<TopicRecord> PartitionedLog::next(std::uint32_t group, std::uint32_t partition) const {
    const std::uint64_t position = groups_[group][partition].position;
    const RecordLog& log = logs_[partition];
    return position < log.end() ? std::optional(log.at(position)) : std::nullopt;
}

void PartitionedLog::go_on(std::uint32_t group, std::uint32_t partition) {
    SHAKETABLE_ASSERT(groups_[group][partition].position < logs_[partition].end());
    ++groups_[group][partition].position;
    groups_[group][partition].is_lost = false;
}

void PartitionedLog::commit(std::uint32_t group, std::uint32_t partition, std::uint64_t offset) {
    Place& place = groups_[group][partition];
    SHAKETABLE_ASSERT(offset <= place.position);
    if (place.is_lost || offset < place.committed)
        return;
    place.committed = offset;
    place.commit_is_lost = false;
    forget_committed(partition);
}

std::uint64_t PartitionedLog::find_place(std::uint32_t group, std::uint32_t partition, bool at_end) {
    Place& place = groups_[group][partition];
    const std::uint64_t before = place.position;
    if (at_end)
        place.position = logs_[partition].end();
    place.is_lost = false;
    return place.position - before;
}

void PartitionedLog::forget_committed(std::uint32_t partition) {
    std::uint64_t least = logs_[partition].end();
    for (const std::vector<Place>& places : groups_)
        least = std::min(least, places[partition].committed);
    if (!groups_.empty())
        logs_[partition].drop_before(std::max(least, logs_[partition].first()));
}

std::uint64_t PartitionedLog::assign(std::uint32_t group, const std::vector<std::uint32_t>& members) {
    const std::uint64_t each = members.empty() ? 0 : partitions() / members.size();
    const std::uint64_t with_one_more = members.empty() ? 0 : partitions() % members.size();
    std::uint64_t again = 0;
    std::uint32_t partition = 0;
    std::vector<Place>& places = groups_[group];
    for (Place& place : places) {
        place.owner = kNobody;
        again += place.position - place.committed;
        place.position = place.committed;
        place.is_lost = place.commit_is_lost;
    }
    for (std::size_t member = 0; member < members.size(); ++member)
        for (std::uint64_t left = each + (member < with_one_more ? 1 : 0); left > 0; --left)
            places[partition++].owner = members[member];
    return again;
}

std::uint64_t PartitionedLog::lag(std::uint32_t group) const {
    std::uint64_t lag = 0;
    for (std::uint32_t partition = 0; partition < partitions(); ++partition)
        lag += this->lag(group, partition);
    return lag;
}

std::optional<engine::Time> PartitionedLog::oldest(std::uint32_t group) const {
    std::optional<engine::Time> oldest;
    for (std::uint32_t partition = 0; partition < partitions(); ++partition)
        if (const auto record = next(group, partition); record && (!oldest || record->published < *oldest))
            oldest = record->published;
    return oldest;
}

std::uint64_t PartitionedLog::expire(engine::Time before) {
    std::uint64_t lost = 0;
    for (std::uint32_t partition = 0; partition < partitions(); ++partition) {
        RecordLog& log = logs_[partition];
        std::uint64_t first = log.first();
        while (first < log.end() && log.at(first).published < before)
            ++first;
        log.drop_before(first);
        for (std::vector<Place>& places : groups_) {
            Place& place = places[partition];
            lost += std::max(place.position, first) - place.position;
            place.is_lost = place.is_lost || place.position < first;
            place.commit_is_lost = place.commit_is_lost || place.committed < first;
            place.position = std::max(place.position, first);
            place.committed = std::max(place.committed, first);
        }
    }
    return lost;
}

std::size_t PartitionedLog::bytes() const {
    std::size_t bytes = logs_.size() * sizeof(RecordLog) + groups_.size() * logs_.size() * sizeof(Place);
    for (const RecordLog& log : logs_)
        bytes += log.bytes();
    return bytes;
}

} // namespace shaketable::models
