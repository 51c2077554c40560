// What a topic keeps, record by record; times in whole seconds.
#include "models/queue/partitioned_log.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace shaketable::models::partitioned_log_test {
namespace {

engine::Time at(std::int64_t seconds) { return engine::Time() + engine::Duration::from_seconds(seconds); }

struct Topic {
    Topic(std::uint32_t partitions, std::uint32_t groups) : log(partitions, groups) {
        for (std::uint32_t group = 0; group < groups; ++group)
            (void)log.assign(group, {0});
    }
    void append(std::uint32_t partition, std::uint64_t number, std::int64_t second = 0) {
        log.append(partition, {.key = {number}, .published = at(second)});
    }
    /// The number of the record that the group does next there; 0: there is none.
    [[nodiscard]] std::uint64_t next(std::uint32_t group, std::uint32_t partition) const {
        const auto record = log.next(group, partition);
        return record ? record->key.bits : 0;
    }
    PartitionedLog log;
};

TEST(PartitionedLog, EachPartitionIsReadInItsOrder) {
    Topic topic(2, 1);
    topic.append(0, 1);
    topic.append(1, 2);
    topic.append(0, 3);
    EXPECT_EQ(topic.next(0, 0), 1U);
    EXPECT_EQ(topic.next(0, 1), 2U);
    topic.log.go_on(0, 0);
    EXPECT_EQ(topic.next(0, 0), 3U);
    topic.log.go_on(0, 0);
    EXPECT_EQ(topic.next(0, 0), 0U);
    EXPECT_EQ(topic.log.lag(0), 1U);
}

TEST(PartitionedLog, APoisonRecordHoldsUpItsPartitionOnly) {
    Topic topic(2, 1);
    for (std::uint64_t number = 1; number <= 10; ++number)
        topic.append(number % 2, number);
    // Nobody goes on in partition 1; all of partition 0 is done.
    while (topic.next(0, 0) != 0)
        topic.log.go_on(0, 0);
    EXPECT_EQ(topic.next(0, 1), 1U);
    EXPECT_EQ(topic.log.lag(0), 5U);
}

TEST(PartitionedLog, GroupsReadTheSameRecordsEachAtItsOwnPace) {
    Topic topic(1, 2);
    topic.append(0, 1);
    topic.append(0, 2);
    topic.log.go_on(0, 0);
    EXPECT_EQ(topic.next(0, 0), 2U);
    EXPECT_EQ(topic.next(1, 0), 1U);
    EXPECT_EQ(topic.log.lag(0), 1U);
    EXPECT_EQ(topic.log.lag(1), 2U);
}

TEST(PartitionedLog, DoesAgainWhatWasNotCommitted) {
    Topic topic(1, 1);
    for (std::uint64_t number = 1; number <= 5; ++number)
        topic.append(0, number);
    topic.log.go_on(0, 0);
    topic.log.go_on(0, 0);
    topic.log.commit(0, 0);
    topic.log.go_on(0, 0);
    topic.log.go_on(0, 0);
    EXPECT_EQ(topic.next(0, 0), 5U);
    EXPECT_EQ(topic.log.assign(0, {1}), 2U) << "records 3 and 4";
    EXPECT_EQ(topic.next(0, 0), 3U);
    EXPECT_EQ(topic.log.owner(0, 0), 1U);
}

/// Kafka's RangeAssignor: the first members get one more where it does not come out even.
TEST(PartitionedLog, DividesPartitionsInRanges) {
    Topic topic(7, 1);
    (void)topic.log.assign(0, {10, 20, 30});
    const std::vector<std::uint32_t> expected = {10, 10, 10, 20, 20, 30, 30};
    for (std::uint32_t partition = 0; partition < 7; ++partition)
        EXPECT_EQ(topic.log.owner(0, partition), expected[partition]);
    (void)topic.log.assign(0, {});
    EXPECT_EQ(topic.log.owner(0, 0), PartitionedLog::kNobody);
}

TEST(PartitionedLog, MoreMembersThanPartitionsAreIdle) {
    Topic topic(2, 1);
    (void)topic.log.assign(0, {1, 2, 3});
    EXPECT_EQ(topic.log.owner(0, 0), 1U);
    EXPECT_EQ(topic.log.owner(0, 1), 2U);
}

TEST(PartitionedLog, ExpiredRecordsAreLostToWhoHasNotDoneThem) {
    Topic topic(1, 2);
    for (std::uint64_t number = 1; number <= 4; ++number)
        topic.append(0, number, static_cast<std::int64_t>(number));
    topic.log.go_on(0, 0);
    topic.log.go_on(0, 0);
    EXPECT_EQ(topic.log.expire(at(4)), 1U + 3U) << "record 3 of the first group, 1 to 3 of the second";
    EXPECT_EQ(topic.next(0, 0), 4U);
    EXPECT_EQ(topic.next(1, 0), 4U);
    EXPECT_EQ(topic.log.oldest(1), at(4));
}

TEST(PartitionedLog, AGroupIsLostWhosePlaceHasExpired) {
    Topic topic(1, 2);
    for (std::uint64_t number = 1; number <= 6; ++number)
        topic.append(0, number, static_cast<std::int64_t>(number));
    for (int done = 0; done < 4; ++done)
        topic.log.go_on(0, 0);
    (void)topic.log.expire(at(4));
    EXPECT_FALSE(topic.log.is_lost(0, 0)) << "it is at record 5; but its last commit is lost";
    EXPECT_TRUE(topic.log.is_lost(1, 0));
    (void)topic.log.assign(0, {0});
    EXPECT_TRUE(topic.log.is_lost(0, 0));
    EXPECT_EQ(topic.log.find_place(0, 0, true), 3U) << "records 4 to 6";
    EXPECT_FALSE(topic.log.is_lost(0, 0));
    EXPECT_EQ(topic.next(0, 0), 0U);
    EXPECT_EQ(topic.log.find_place(1, 0, false), 0U);
    EXPECT_FALSE(topic.log.is_lost(1, 0));
    EXPECT_EQ(topic.next(1, 0), 4U);
}

TEST(PartitionedLog, AGroupThatHasCommittedSinceIsNotLostAgain) {
    Topic topic(1, 1);
    topic.append(0, 1, 1);
    topic.append(0, 2, 2);
    (void)topic.log.expire(at(2));
    topic.log.commit(0, 0);
    (void)topic.log.assign(0, {0});
    EXPECT_TRUE(topic.log.is_lost(0, 0)) << "a place that is not found can't be committed";
    (void)topic.log.find_place(0, 0, false);
    topic.log.commit(0, 0);
    (void)topic.log.assign(0, {0});
    EXPECT_FALSE(topic.log.is_lost(0, 0));
}

TEST(PartitionedLog, CommitsAsFarAsItIsTold) {
    Topic topic(1, 1);
    for (std::uint64_t number = 1; number <= 5; ++number)
        topic.append(0, number);
    for (int done = 0; done < 4; ++done)
        topic.log.go_on(0, 0);
    topic.log.commit(0, 0, 2);
    topic.log.commit(0, 0, 1);
    EXPECT_EQ(topic.log.committed(0, 0), 2U) << "never back";
    EXPECT_EQ(topic.log.assign(0, {0}), 2U);
    EXPECT_EQ(topic.next(0, 0), 3U);
}

TEST(PartitionedLog, ForgetsWhatAllHaveCommitted) {
    Topic topic(1, 1);
    for (std::uint64_t number = 1; number <= 100'000; ++number) {
        topic.append(0, number);
        topic.log.go_on(0, 0);
        topic.log.commit(0, 0);
    }
    EXPECT_LT(topic.log.bytes(), 20'000U);
    EXPECT_EQ(topic.log.committed(0, 0), 100'000U);
}

TEST(PartitionedLog, ARingThatGrowsKeepsItsRecords) {
    Topic topic(1, 1);
    std::uint64_t done = 0;
    for (std::uint64_t number = 1; number <= 5'000; ++number) {
        topic.append(0, number);
        if (number % 3 == 0) { // falls behind, wraps round and grows
            EXPECT_EQ(topic.next(0, 0), ++done);
            topic.log.go_on(0, 0);
            topic.log.commit(0, 0);
        }
    }
    for (; topic.next(0, 0) != 0; topic.log.go_on(0, 0))
        EXPECT_EQ(topic.next(0, 0), ++done);
    EXPECT_EQ(done, 5'000U);
}

TEST(PartitionedLog, ACopyGoesItsOwnWay) {
    Topic topic(1, 1);
    for (std::uint64_t number = 1; number <= 1'000; ++number)
        topic.append(0, number);
    Topic copy = topic;
    copy.log.go_on(0, 0);
    copy.append(0, 1'001);
    EXPECT_EQ(topic.log.lag(0), 1'000U);
    EXPECT_EQ(copy.log.lag(0), 1'000U);
    EXPECT_EQ(topic.next(0, 0), 1U);
    EXPECT_EQ(copy.next(0, 0), 2U);
}

} // namespace
} // namespace shaketable::models::partitioned_log_test
