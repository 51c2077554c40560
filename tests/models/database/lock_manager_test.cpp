#include "models/database/lock_manager.hpp"

#include "engine/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace {

using namespace shaketable::models;

const LockTarget kOrders = LockTarget::table(0);
using Holders = std::vector<std::uint32_t>;

// The PostgreSQL manual, Table 13.2, as printed there: x where the requested mode (line) conflicts with a
// held one.
constexpr std::array<std::string_view, 8> kManual = {
    ".......x", // ACCESS SHARE
    "......xx", // ROW SHARE
    "....xxxx", // ROW EXCLUSIVE
    "...xxxxx", // SHARE UPDATE EXCLUSIVE
    "..xx.xxx", // SHARE
    "..xxxxxx", // SHARE ROW EXCLUSIVE
    ".xxxxxxx", // EXCLUSIVE
    "xxxxxxxx", // ACCESS EXCLUSIVE
};
// Table 13.3.
constexpr std::array<std::string_view, 4> kManualRows = {"...x", "..xx", ".xxx", "xxxx"};

Holders released(LockManager& locks, std::uint32_t holder) {
    Holders granted;
    locks.release_all(holder, granted);
    return granted;
}

TEST(LockManager, HasTheManualsConflictsBetweenTableLocks) {
    for (unsigned held = 0; held < 8; ++held)
        for (unsigned asked = 0; asked < 8; ++asked) {
            LockManager locks;
            ASSERT_TRUE(locks.request(1, kOrders, held));
            EXPECT_EQ(locks.request(2, kOrders, asked), kManual[asked][held] == '.') << held << " " << asked;
        }
}

TEST(LockManager, HasTheManualsConflictsBetweenRowLocks) {
    for (unsigned held = 0; held < 4; ++held)
        for (unsigned asked = 0; asked < 4; ++asked) {
            LockManager locks;
            ASSERT_TRUE(locks.request(1, LockTarget::row(0, 7), held));
            EXPECT_EQ(locks.request(2, LockTarget::row(0, 7), asked), kManualRows[asked][held] == '.');
            EXPECT_TRUE(locks.request(3, LockTarget::row(0, 8), asked)) << "another row";
        }
}

TEST(LockManager, LetsAWaitingAccessExclusiveStopEveryLaterSelect) {
    LockManager locks;
    ASSERT_TRUE(locks.request(1, kOrders, TableLock::kAccessShare)); // a long report
    EXPECT_FALSE(locks.request(2, kOrders, TableLock::kAccessExclusive));
    EXPECT_FALSE(locks.request(3, kOrders, TableLock::kAccessShare));
    EXPECT_FALSE(locks.request(4, kOrders, TableLock::kAccessShare));
    EXPECT_EQ(locks.blockers(3), Holders{2});
    EXPECT_EQ(released(locks, 1), Holders{2});
    EXPECT_EQ(released(locks, 2), (Holders{3, 4}));
}

TEST(LockManager, LetsThoseGoOnWhenTheOneInFrontGivesUp) {
    LockManager locks;
    ASSERT_TRUE(locks.request(1, kOrders, TableLock::kAccessShare));
    ASSERT_FALSE(locks.request(2, kOrders, TableLock::kAccessExclusive));
    ASSERT_FALSE(locks.request(3, kOrders, TableLock::kAccessShare));
    Holders granted;
    locks.stop_waiting(2, granted); // its lock_timeout
    EXPECT_EQ(granted, Holders{3});
    EXPECT_FALSE(locks.waits(2));
}

TEST(LockManager, PutsWhoHasTheTargetBeforeTheOneThatWaitsForIt) {
    LockManager locks;
    ASSERT_TRUE(locks.request(1, kOrders, TableLock::kAccessShare));
    ASSERT_FALSE(locks.request(2, kOrders, TableLock::kAccessExclusive));
    EXPECT_TRUE(locks.request(1, kOrders, TableLock::kRowExclusive)) << "or both would wait for each other";
}

TEST(LockManager, FindsTheCycleOfADeadlock) {
    LockManager locks;
    for (std::uint32_t holder = 0; holder < 3; ++holder)
        ASSERT_TRUE(locks.request(holder, LockTarget::row(0, holder), RowLock::kForUpdate));
    ASSERT_FALSE(locks.request(0, LockTarget::row(0, 1), RowLock::kForUpdate));
    ASSERT_FALSE(locks.request(1, LockTarget::row(0, 2), RowLock::kForUpdate));
    EXPECT_TRUE(locks.deadlock_of(0).empty());
    ASSERT_FALSE(locks.request(2, LockTarget::row(0, 0), RowLock::kForUpdate));
    EXPECT_EQ(locks.deadlock_of(2), (Holders{2, 0, 1}));
    ASSERT_FALSE(locks.request(3, LockTarget::row(0, 0), RowLock::kForUpdate));
    EXPECT_TRUE(locks.deadlock_of(3).empty()) << "it waits for those in it, and is not in it";
    EXPECT_EQ(released(locks, 2), Holders{1}) << "the victim";
}

TEST(LockManager, FindsADeadlockBetweenTwoWhoUpgrade) {
    LockManager locks;
    ASSERT_TRUE(locks.request(0, LockTarget::row(0, 0), RowLock::kForShare));
    ASSERT_TRUE(locks.request(1, LockTarget::row(0, 0), RowLock::kForShare));
    ASSERT_FALSE(locks.request(0, LockTarget::row(0, 0), RowLock::kForUpdate));
    ASSERT_FALSE(locks.request(1, LockTarget::row(0, 0), RowLock::kForUpdate));
    EXPECT_EQ(locks.deadlock_of(1).size(), 2U);
}

/// The rules of the header, as plainly as can be.
class PlainLocks {
  public:
    bool request(std::uint32_t holder, std::uint64_t row, unsigned mode) {
        Queue& queue = queues_[row];
        const std::set<unsigned> own = queue.held[holder];
        if (own.contains(mode))
            return true;
        std::size_t place = 0;
        bool blocked = false;
        for (; place < queue.waiting.size(); ++place) {
            if (excludes(queue.waiting[place].second, own))
                break;
            blocked = blocked || excludes(mode, {queue.waiting[place].second});
        }
        if (!blocked && !is_held_against(queue, holder, mode)) {
            queue.held[holder].insert(mode);
            return true;
        }
        queue.waiting.insert(queue.waiting.begin() + static_cast<std::ptrdiff_t>(place), {holder, mode});
        return false;
    }
    std::set<std::uint32_t> release(std::uint32_t holder) {
        std::set<std::uint32_t> granted;
        for (auto& [row, queue] : queues_) {
            queue.held.erase(holder);
            std::erase_if(queue.waiting, [&](const auto& one) { return one.first == holder; });
            std::set<unsigned> ahead;
            for (std::size_t place = 0; place < queue.waiting.size();) {
                const auto [who, mode] = queue.waiting[place];
                if (!excludes(mode, ahead) && !is_held_against(queue, who, mode)) {
                    queue.held[who].insert(mode);
                    granted.insert(who);
                    queue.waiting.erase(queue.waiting.begin() + static_cast<std::ptrdiff_t>(place));
                } else {
                    ahead.insert(mode);
                    ++place;
                }
            }
        }
        return granted;
    }

  private:
    struct Queue {
        std::map<std::uint32_t, std::set<unsigned>> held;
        std::vector<std::pair<std::uint32_t, unsigned>> waiting;
    };
    static bool excludes(unsigned mode, const std::set<unsigned>& others) {
        return std::any_of(others.begin(), others.end(),
                           [&](unsigned other) { return kManual[mode][other] == 'x'; });
    }
    static bool is_held_against(const Queue& queue, std::uint32_t holder, unsigned mode) {
        return std::any_of(queue.held.begin(), queue.held.end(), [&](const auto& one) {
            return one.first != holder && excludes(mode, one.second);
        });
    }
    std::map<std::uint64_t, Queue> queues_;
};

TEST(LockManager, AgreesWithThePlainRulesOnRandomSequences) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        LockManager locks;
        PlainLocks plain;
        for (std::uint64_t step = 0; step < 300; ++step) {
            shaketable::engine::Draws draws(shaketable::engine::Key::from_seed(seed),
                                            shaketable::engine::label("step"), step);
            const auto holder = static_cast<std::uint32_t>(draws.unit() * 12.0);
            const auto table = static_cast<std::uint32_t>(draws.unit() * 3.0);
            const auto mode = static_cast<unsigned>(draws.unit() * 8.0);
            if (draws.unit() < 0.25 || locks.waits(holder)) {
                const Holders granted = released(locks, holder);
                ASSERT_EQ(std::set(granted.begin(), granted.end()), plain.release(holder))
                    << seed << " " << step;
            } else {
                ASSERT_EQ(locks.request(holder, LockTarget::table(table), mode),
                          plain.request(holder, table, mode))
                    << seed << " " << step;
            }
        }
        for (std::uint32_t holder = 0; holder < 12; ++holder)
            (void)released(locks, holder);
        EXPECT_EQ(locks.locks(), 0U) << "what nobody has or wants is forgotten";
    }
}

} // namespace
