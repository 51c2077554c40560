// Random histories of transactions under snapshots, judged by what serializable means: the order in which
// those that were committed depend on each other has no cycle (Adya's direct serialization graph).
#include "models/database/read_write_conflicts.hpp"
#include "models/database/row_changes.hpp"
#include "tests/support/die.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace shaketable::models::read_write_conflicts_test {
namespace {

constexpr std::uint64_t kRows = 4; // of one table
constexpr std::size_t kSlots = 4;  // transactions at a time

LockTarget row_at(std::uint64_t row) { return LockTarget::row(0, row); }

/// Plays a history. Versions are numbered by the transactions that made them; 0 made all in the beginning.
class History {
  public:
    History(std::uint64_t seed, bool serializable) : die_(seed), serializable_(serializable) {
        for (std::vector<std::uint64_t>& row : versions_)
            row.push_back(0);
    }

    void play(int steps) {
        for (int step = 0; step < steps; ++step)
            act(slots_[die_.below(kSlots)]);
        for (std::optional<Open>& slot : slots_)
            if (slot)
                end(slot, false);
    }

    [[nodiscard]] bool has_cycle() const {
        std::map<std::uint64_t, std::set<std::uint64_t>> after = edges();
        bool shrinks = true;
        while (shrinks) { // whoever comes before nobody is in no cycle
            shrinks = false;
            for (auto one = after.begin(); one != after.end();) {
                std::erase_if(one->second, [&](std::uint64_t next) { return !after.contains(next); });
                const bool is_last = one->second.empty();
                one = is_last ? after.erase(one) : std::next(one);
                shrinks = shrinks || is_last;
            }
        }
        return !after.empty();
    }

    [[nodiscard]] std::size_t left() const {
        return changes_.kept() + changes_.snapshots() + changes_.writers() + conflicts_.transactions();
    }

    int committed = 0;
    int failed = 0;

  private:
    struct Open {
        std::uint64_t id = 0;
        std::array<std::uint64_t, kRows> snapshot = {}; // places in versions_
        std::set<std::uint64_t> writes = {};
        bool is_prepared = false;
    };

    void act(std::optional<Open>& slot) {
        if (!slot) {
            begin(slot);
            return;
        }
        if (slot->is_prepared) {
            end(slot, true);
            return;
        }
        const std::uint64_t what = die_.below(12);
        const bool may = what < 4    ? read(*slot, die_.below(kRows))
                         : what < 5  ? scan(*slot)
                         : what < 9  ? write(*slot, die_.below(kRows))
                         : what < 11 ? prepare(*slot)
                                     : false;
        failed += may || what == 11 ? 0 : 1;
        if (!may)
            end(slot, false);
    }

    void begin(std::optional<Open>& slot) {
        slot = Open{.id = ++begun_};
        for (std::uint64_t row = 0; row < kRows; ++row)
            slot->snapshot[row] = versions_[row].size() - 1;
        changes_.take_snapshot(slot->id);
        if (serializable_)
            conflicts_.begin(slot->id);
    }

    bool read(const Open& by, std::uint64_t row) {
        note_read(by, row);
        return !serializable_ || conflicts_.read(by.id, row_at(row));
    }
    bool scan(const Open& by) {
        for (std::uint64_t row = 0; row < kRows; ++row)
            note_read(by, row);
        return !serializable_ || conflicts_.read(by.id, LockTarget::table(0));
    }
    void note_read(const Open& by, std::uint64_t row) {
        if (!by.writes.contains(row))
            reads_[by.id].insert({row, by.snapshot[row]});
    }

    bool write(Open& by, std::uint64_t row) {
        const bool changed = versions_[row].size() - 1 > by.snapshot[row];
        EXPECT_EQ(changes_.changed_since_snapshot(by.id, row_at(row)), changed);
        if (changed)
            return false;
        for (const std::optional<Open>& other : slots_)
            if (other && other->id != by.id && other->writes.contains(row))
                return true; // it would have to wait: another time
        if (serializable_ && !conflicts_.write(by.id, row_at(row)))
            return false;
        changes_.change(by.id, row_at(row));
        by.writes.insert(row);
        return true;
    }

    bool prepare(Open& by) {
        by.is_prepared = !serializable_ || conflicts_.prepare(by.id);
        return by.is_prepared;
    }

    void end(std::optional<Open>& slot, bool commits) {
        if (commits) {
            ++committed;
            for (const std::uint64_t row : slot->writes)
                versions_[row].push_back(slot->id);
        } else {
            reads_.erase(slot->id);
        }
        changes_.end(slot->id, commits);
        conflicts_.end(slot->id, commits);
        slot.reset();
    }

    [[nodiscard]] std::map<std::uint64_t, std::set<std::uint64_t>> edges() const {
        std::map<std::uint64_t, std::set<std::uint64_t>> after;
        for (const std::vector<std::uint64_t>& row : versions_)
            for (std::size_t place = 1; place < row.size(); ++place)
                after[row[place - 1]].insert(row[place]);
        for (const auto& [reader, seen] : reads_)
            for (const auto& [row, place] : seen) {
                after[versions_[row][place]].insert(reader);
                if (place + 1 < versions_[row].size() && versions_[row][place + 1] != reader)
                    after[reader].insert(versions_[row][place + 1]);
            }
        return after;
    }

    Die die_;
    bool serializable_ = false;
    RowChanges changes_;
    ReadWriteConflicts conflicts_;
    std::array<std::optional<Open>, kSlots> slots_;
    std::uint64_t begun_ = 0;
    std::array<std::vector<std::uint64_t>, kRows> versions_;                           // committed ones
    std::map<std::uint64_t, std::set<std::pair<std::uint64_t, std::uint64_t>>> reads_; // row, version
};

constexpr support::Seeds kHistories = {.first = 1, .last = 3000};

TEST(ReadWriteConflicts, LetNoHistoryPassThatHasNoSerialOrder) {
    int committed = 0;
    int failed = 0;
    support::for_each_seed(kHistories, [&](std::uint64_t seed) {
        History history(seed, true);
        history.play(60);
        EXPECT_FALSE(history.has_cycle());
        EXPECT_EQ(history.left(), 0U);
        committed += history.committed;
        failed += history.failed;
    });
    EXPECT_GT(committed, 4 * failed / 5); // and do not merely fail all
}

TEST(ReadWriteConflicts, AreNeededForThat) {
    int cycles = 0;
    support::for_each_seed(kHistories, [&](std::uint64_t seed) {
        History history(seed, false);
        history.play(60);
        cycles += history.has_cycle() ? 1 : 0;
    });
    EXPECT_GT(cycles, 300);
}

TEST(RowChanges, AreKeptForOpenSnapshotsOnly) {
    RowChanges changes;
    changes.change(1, row_at(7));
    changes.end(1, true);
    EXPECT_EQ(changes.kept(), 0U);
    changes.take_snapshot(2);
    for (std::uint64_t writer = 3; writer < 5; ++writer) {
        changes.change(writer, row_at(7));
        changes.end(writer, true);
        changes.take_snapshot(writer + 10);
    }
    changes.change(5, row_at(8));
    changes.end(5, false);
    EXPECT_EQ(changes.kept(), 2U);
    EXPECT_TRUE(changes.changed_since_snapshot(2, row_at(7)));
    EXPECT_TRUE(changes.changed_since_snapshot(13, row_at(7)));
    EXPECT_FALSE(changes.changed_since_snapshot(14, row_at(7)));
    EXPECT_FALSE(changes.changed_since_snapshot(2, row_at(8)));
    changes.end(2, false);
    EXPECT_EQ(changes.kept(), 1U);
    EXPECT_TRUE(changes.changed_since_snapshot(13, row_at(7)));
    changes.end(13, true);
    changes.end(14, true);
    EXPECT_EQ(changes.kept(), 0U);
}

} // namespace
} // namespace shaketable::models::read_write_conflicts_test
