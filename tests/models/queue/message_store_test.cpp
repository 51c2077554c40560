// What a queue keeps, receive by receive; times in whole seconds.
#include "models/queue/message_store.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shaketable::models::message_store_test {
namespace {

engine::Time at(std::int64_t seconds) { return engine::Time() + engine::Duration::from_seconds(seconds); }
engine::Duration length(std::int64_t seconds) { return engine::Duration::from_seconds(seconds); }

/// A store whose messages are numbered from 1.
struct Numbered {
    explicit Numbered(const MessageStore::Rules& rules = {}) : store(rules) {}

    void publish(std::int64_t second, std::uint8_t lane = 0) {
        store.publish({.key = {++published}, .published = at(second), .lane = lane}, at(second));
    }
    Receipt receive(std::int64_t second) { return store.receive(at(second)).value(); }
    [[nodiscard]] std::uint64_t number(const Receipt& receipt) const {
        return store.message(receipt).key.bits;
    }
    /// The numbers of all that are visible, in the order in which they are received.
    std::vector<std::uint64_t> receive_all(std::int64_t second) {
        std::vector<std::uint64_t> numbers;
        while (const auto receipt = store.receive(at(second)))
            numbers.push_back(number(*receipt));
        return numbers;
    }

    MessageStore store;
    std::uint64_t published = 0;
};
using Numbers = std::vector<std::uint64_t>;

TEST(MessageStore, IsReceivedInTheOrderOfPublication) {
    Numbered queue;
    for (int message = 0; message < 3; ++message)
        queue.publish(0);
    EXPECT_EQ(queue.receive_all(1), (Numbers{1, 2, 3}));
    EXPECT_EQ(queue.store.in_flight(), 3U);
    EXPECT_EQ(queue.store.visible(), 0U);
}

TEST(MessageStore, LastInFirstOutTakesTheYoungest) {
    Numbered queue({.order = QueueOrder::kLifo});
    for (int message = 0; message < 3; ++message)
        queue.publish(0);
    EXPECT_EQ(queue.number(queue.receive(1)), 3U);
    queue.publish(1);
    EXPECT_EQ(queue.receive_all(1), (Numbers{4, 2, 1}));
}

TEST(MessageStore, WhatIsDeletedDoesNotComeBack) {
    Numbered queue;
    queue.publish(0);
    const auto ended = queue.store.succeed(queue.receive(1));
    EXPECT_TRUE(ended.is_deleted);
    EXPECT_FALSE(ended.is_again);
    EXPECT_EQ(queue.store.size(), 0U);
    EXPECT_EQ(queue.store.next_due(), engine::Time::latest());
}

TEST(MessageStore, WhatIsNotDeletedIsVisibleAgainAfterItsTimeOut) {
    Numbered queue({.visibility_timeout = length(30)});
    queue.publish(0);
    (void)queue.receive(5);
    EXPECT_EQ(queue.store.next_due(), at(35));
    EXPECT_EQ(queue.store.settle(at(34)).timed_out.size(), 0U);
    EXPECT_EQ(queue.store.receive(at(34)), std::nullopt);
    EXPECT_EQ(queue.store.settle(at(35)).timed_out.size(), 1U);
    EXPECT_EQ(queue.receive(35).receive, 2U);
}

TEST(MessageStore, ThatComesBackIsBehindThoseThatWait) {
    Numbered queue;
    queue.publish(0);
    const Receipt first = queue.receive(0);
    queue.publish(1);
    EXPECT_TRUE(queue.store.fail(first, true).is_visible);
    EXPECT_EQ(queue.receive_all(2), (Numbers{2, 1}));
    Numbered stack({.order = QueueOrder::kLifo});
    stack.publish(0);
    stack.publish(0);
    (void)stack.store.fail(stack.receive(0), true);
    EXPECT_EQ(stack.receive_all(2), (Numbers{1, 2})) << "behind means received later";
}

TEST(MessageStore, AFailedReceiveLeftAloneWaitsForItsTimeOut) {
    Numbered queue({.visibility_timeout = length(30)});
    queue.publish(0);
    EXPECT_FALSE(queue.store.fail(queue.receive(0), false).is_visible);
    EXPECT_EQ(queue.store.in_flight(), 1U);
    EXPECT_EQ(queue.store.settle(at(30)).timed_out.size(), 1U);
    EXPECT_EQ(queue.store.visible(), 1U);
}

TEST(MessageStore, SlowWorkIsDoneTwice) {
    Numbered queue({.visibility_timeout = length(30)});
    queue.publish(0);
    const Receipt slow = queue.receive(0);
    (void)queue.store.settle(at(30));
    const Receipt second = queue.receive(31);
    const auto late = queue.store.succeed(slow);
    EXPECT_FALSE(late.is_deleted) << "its receipt is not the latest";
    EXPECT_FALSE(late.is_again);
    const auto again = queue.store.succeed(second);
    EXPECT_TRUE(again.is_deleted);
    EXPECT_TRUE(again.is_again);
}

TEST(MessageStore, AnEarlierReceiveThatEndsAfterTheDeletionIsAgain) {
    Numbered queue({.visibility_timeout = length(30)});
    queue.publish(0);
    const Receipt slow = queue.receive(0);
    (void)queue.store.settle(at(30));
    EXPECT_TRUE(queue.store.succeed(queue.receive(31)).is_deleted);
    queue.publish(32);
    EXPECT_EQ(queue.number(slow), 1U) << "its place is kept";
    EXPECT_TRUE(queue.store.succeed(slow).is_again);
    EXPECT_EQ(queue.receive_all(33), (Numbers{2}));
}

TEST(MessageStore, LateSuccessBeforeAnybodyElseReceivedDeletes) {
    Numbered queue({.visibility_timeout = length(30)});
    queue.publish(0);
    const Receipt slow = queue.receive(0);
    (void)queue.store.settle(at(30));
    EXPECT_TRUE(queue.store.succeed(slow).is_deleted);
    EXPECT_EQ(queue.store.visible(), 0U);
}

TEST(MessageStore, IsADeadLetterWhenItsReceivesAreUsedUp) {
    Numbered queue({.visibility_timeout = length(30), .receives_most = 2});
    queue.publish(0);
    EXPECT_TRUE(queue.store.fail(queue.receive(0), true).is_visible);
    (void)queue.store.fail(queue.receive(1), false);
    const auto due = queue.store.settle(at(31));
    EXPECT_EQ(due.timed_out.size(), 1U);
    ASSERT_EQ(due.dead.size(), 1U);
    EXPECT_EQ(due.dead.front().key.bits, 1U);
    EXPECT_EQ(queue.store.size(), 0U);
    queue.publish(40);
    (void)queue.store.fail(queue.receive(40), true);
    EXPECT_TRUE(queue.store.fail(queue.receive(40), true).dead.has_value()) << "the second, returned at once";
}

TEST(MessageStore, IsNotReceivedBeforeItsDelay) {
    Numbered queue({.delay = length(10)});
    queue.publish(0);
    EXPECT_EQ(queue.store.waiting(), 1U);
    EXPECT_EQ(queue.store.receive(at(9)), std::nullopt);
    EXPECT_EQ(queue.store.next_due(), at(10));
    EXPECT_EQ(queue.store.settle(at(10)).visible, 1U);
    EXPECT_EQ(queue.receive_all(10), (Numbers{1}));
}

TEST(MessageStore, IsGoneAfterItsRetentionWhateverItsState) {
    Numbered queue({.visibility_timeout = length(1000), .retention = length(60)});
    queue.publish(0);
    queue.publish(1);
    const Receipt in_flight = queue.receive(2);
    EXPECT_EQ(queue.store.next_due(), at(60));
    EXPECT_EQ(queue.store.settle(at(60)).expired.size(), 1U);
    EXPECT_EQ(queue.store.in_flight(), 0U);
    EXPECT_EQ(queue.store.oldest(), at(1));
    EXPECT_FALSE(queue.store.succeed(in_flight).is_deleted);
    EXPECT_EQ(queue.store.settle(at(61)).expired.size(), 1U);
    EXPECT_EQ(queue.store.oldest(), std::nullopt);
}

TEST(MessageStore, NoMoreAreInFlightThanAllowed) {
    Numbered queue({.in_flight_most = 2});
    for (int message = 0; message < 3; ++message)
        queue.publish(0);
    const Receipt first = queue.receive(0);
    (void)queue.receive(0);
    EXPECT_FALSE(queue.store.may_receive());
    EXPECT_EQ(queue.store.receive(at(0)), std::nullopt);
    (void)queue.store.succeed(first);
    EXPECT_EQ(queue.receive_all(0), (Numbers{3}));
}

TEST(MessageStore, ALaneWaitsForThoseOfLowerNumbers) {
    Numbered queue;
    for (const int lane : {1, 0, 7, 1, 0})
        queue.publish(0, static_cast<std::uint8_t>(lane));
    EXPECT_EQ(queue.receive_all(0), (Numbers{2, 5, 1, 4, 3}));
}

TEST(MessageStore, DropsTheOldestOfTheLeastUrgentLane) {
    Numbered queue;
    for (const int lane : {0, 1, 1})
        queue.publish(0, static_cast<std::uint8_t>(lane));
    EXPECT_EQ(queue.store.drop_oldest()->key.bits, 2U);
    EXPECT_EQ(queue.store.drop_oldest()->key.bits, 3U);
    EXPECT_EQ(queue.store.drop_oldest()->key.bits, 1U);
    EXPECT_EQ(queue.store.drop_oldest(), std::nullopt);
}

TEST(MessageStore, ForgetsReceivesAndKeepsMessages) {
    Numbered queue({.visibility_timeout = length(30)});
    queue.publish(0);
    queue.publish(0);
    const Receipt slow = queue.receive(0);
    (void)queue.receive(0);
    (void)queue.store.settle(at(30));
    (void)queue.store.succeed(queue.receive(31)); // while the first receive of it is under way
    EXPECT_EQ(queue.store.message(slow).key.bits, 1U);
    queue.store.forget_receives();
    EXPECT_EQ(queue.store.size(), 1U);
    EXPECT_EQ(queue.receive_all(32), (Numbers{2}));
}

TEST(MessageStore, ACopyGoesItsOwnWay) {
    Numbered queue;
    for (int message = 0; message < 1000; ++message)
        queue.publish(0);
    Numbered copy = queue;
    for (int message = 0; message < 500; ++message)
        (void)copy.store.succeed(copy.receive(1));
    EXPECT_EQ(queue.store.size(), 1000U);
    EXPECT_EQ(copy.store.size(), 500U);
    EXPECT_EQ(queue.number(queue.receive(1)), 1U);
    EXPECT_EQ(copy.number(copy.receive(1)), 501U);
}

TEST(MessageStore, PlacesAreUsedAgain) {
    Numbered queue;
    for (int round = 0; round < 10'000; ++round) {
        queue.publish(round);
        (void)queue.store.succeed(queue.receive(round));
    }
    EXPECT_LT(queue.store.bytes(), 10'000U);
}

// --- against a plain list ------------------------------------------------------------------------------

/// The same, looked through from the beginning each time: first in first out, one lane, no retention.
class PlainQueue {
  public:
    explicit PlainQueue(const MessageStore::Rules& rules) : rules_(rules) {}

    void publish(std::uint64_t number, engine::Time now) {
        messages_.push_back({.number = number, .visible_from = now + rules_.delay, .order = ++orders_});
    }
    std::uint64_t receive(engine::Time now) {
        Entry* first = nullptr;
        for (Entry& entry : messages_)
            if (!entry.in_flight && entry.visible_from <= now &&
                (first == nullptr || entry.order < first->order))
                first = &entry;
        if (first == nullptr)
            return 0;
        first->in_flight = true;
        first->visible_from = now + rules_.visibility_timeout;
        ++first->receives;
        return first->number;
    }
    void erase(std::uint64_t number) {
        std::erase_if(messages_, [&](const Entry& entry) { return entry.number == number; });
    }
    std::uint32_t settle(engine::Time now) {
        std::uint32_t dead = 0;
        for (;;) { // the first to time out comes back first
            Entry* next = nullptr;
            for (Entry& entry : messages_)
                if (entry.in_flight && entry.visible_from <= now &&
                    (next == nullptr || entry.received_order() < next->received_order()))
                    next = &entry;
            if (next == nullptr)
                return dead;
            next->in_flight = false;
            next->order = ++orders_;
            if (next->receives >= rules_.receives_most) {
                erase(next->number);
                ++dead;
            }
        }
    }
    [[nodiscard]] std::size_t size() const { return messages_.size(); }

  private:
    struct Entry {
        std::uint64_t number = 0;
        engine::Time visible_from = {};
        std::uint64_t order = 0;
        std::uint32_t receives = 0;
        bool in_flight = false;
        [[nodiscard]] std::pair<engine::Time, std::uint64_t> received_order() const {
            return {visible_from, order};
        }
    };
    MessageStore::Rules rules_;
    std::vector<Entry> messages_;
    std::uint64_t orders_ = 0;
};

TEST(MessageStore, DoesAsAPlainListDoes) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        engine::Draws draws(engine::Key::from_seed(seed));
        const MessageStore::Rules rules{.visibility_timeout = length(7), .receives_most = 3};
        Numbered queue(rules);
        PlainQueue plain(rules);
        std::vector<Receipt> receipts;
        for (std::int64_t second = 0; second < 400; ++second) {
            const std::uint32_t dead = plain.settle(at(second));
            EXPECT_EQ(queue.store.settle(at(second)).dead.size(), dead);
            const std::uint64_t what = draws.next() % 3;
            if (what == 0) {
                queue.publish(second);
                plain.publish(queue.published, at(second));
            } else if (what == 1) {
                const auto receipt = queue.store.receive(at(second));
                const std::uint64_t expected = plain.receive(at(second));
                ASSERT_EQ(receipt ? queue.number(*receipt) : 0, expected)
                    << "seed " << seed << " at " << second;
                if (receipt)
                    receipts.push_back(*receipt);
            } else if (!receipts.empty()) {
                const std::size_t chosen = draws.next() % receipts.size();
                const std::uint64_t number = queue.number(receipts[chosen]);
                if (queue.store.succeed(receipts[chosen]).is_deleted)
                    plain.erase(number);
                receipts.erase(receipts.begin() + static_cast<std::ptrdiff_t>(chosen));
            }
            ASSERT_EQ(queue.store.size(), plain.size()) << "seed " << seed << " at " << second;
        }
    }
}

/// Amazon's example: its retention goes on counting where it was stored first.
TEST(MessageStore, ADeadLetterKeepsTheTimeAtWhichItWasStored) {
    Numbered queue({.retention = length(10)});
    queue.publish(5);
    queue.store.take_in({.key = {77}, .stored = at(2), .source = 0}, at(6));
    queue.publish(7);
    EXPECT_EQ(queue.store.oldest(), at(2));
    EXPECT_EQ(queue.store.next_due(), at(12));
    const MessageStore::Due due = queue.store.settle(at(12));
    ASSERT_EQ(due.expired.size(), 1U);
    EXPECT_EQ(due.expired.front().key.bits, 77U);
    EXPECT_EQ(queue.store.oldest(), at(5));
    EXPECT_EQ(queue.store.settle(at(17)).expired.size(), 2U) << "those beside it in their order";
    EXPECT_EQ(queue.store.oldest(), std::nullopt);
}

TEST(MessageStore, DeadLettersAreTakenOutInTheirOrderAndNothingElseIs) {
    Numbered queue;
    queue.store.take_in({.key = {71}, .stored = at(2), .source = 0}, at(6));
    queue.publish(6);
    queue.store.take_in({.key = {72}, .stored = at(1), .source = 1, .source_is_topic = true}, at(6));
    queue.store.take_in({.key = {73}, .stored = at(3), .source = 0}, at(6));
    EXPECT_EQ(queue.number(queue.receive(7)), 71U) << "in flight, and so not there";
    ASSERT_NE(queue.store.next_dead_letter(), nullptr);
    EXPECT_EQ(queue.store.next_dead_letter()->key.bits, 72U);
    EXPECT_EQ(queue.store.take_dead_letter().source, 1U);
    EXPECT_EQ(queue.store.take_dead_letter().key.bits, 73U);
    EXPECT_EQ(queue.store.next_dead_letter(), nullptr);
    EXPECT_EQ(queue.store.visible(), 1U);
}

} // namespace
} // namespace shaketable::models::message_store_test
