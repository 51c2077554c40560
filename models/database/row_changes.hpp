// Which rows of a database were changed, and whether after a snapshot: what REPEATABLE READ and SERIALIZABLE
// ask before they lock a row.
//
// A snapshot shows what was committed before it was taken. A transaction that has one may neither change nor
// lock a row that another one has changed and committed since ("first updater wins"). A change is kept from
// its commit on for as long as some open snapshot is older.
//
// Transactions are known by their ids, of which no two are ever alike. A plain value. Source: PostgreSQL 15's
// manual, 13.2.2 "Repeatable Read Isolation Level", and heap_update in src/backend/access/heap/heapam.c.
#pragma once

#include "models/database/lock_manager.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <vector>

namespace shaketable::models {

class RowChanges {
  public:
    /// Requires that the transaction has none yet.
    void take_snapshot(std::uint64_t transaction);
    /// Whether somebody's change of the row was committed after the transaction's snapshot; without one: no.
    [[nodiscard]] bool changed_since_snapshot(std::uint64_t transaction, LockTarget row) const;
    /// The transaction, which has the row's lock, changes it.
    void change(std::uint64_t transaction, LockTarget row);
    /// Its changes are committed or gone, and so is its snapshot.
    void end(std::uint64_t transaction, bool committed);

    /// Committed changes that are kept.
    [[nodiscard]] std::size_t kept() const { return committed_.size(); }
    [[nodiscard]] std::size_t snapshots() const { return snapshots_.size(); }
    /// Transactions that have changed something and are not over.
    [[nodiscard]] std::size_t writers() const { return uncommitted_.size(); }
    [[nodiscard]] std::size_t bytes() const;

  private:
    struct Change {
        LockTarget row = {};
        std::uint64_t commit = 0;
    };

    void drop_snapshot(std::uint64_t transaction);
    void drop_what_nobody_needs();

    std::uint64_t commits_ = 0;                                    // that changed anything and were kept
    std::map<std::uint64_t, std::uint64_t> snapshots_;             // by transaction: commits before it
    std::multiset<std::uint64_t> ages_;                            // the same numbers
    std::map<std::uint64_t, std::vector<LockTarget>> uncommitted_; // by transaction
    std::deque<Change> committed_;                                 // in the order of their commits
    std::map<LockTarget, std::uint64_t> last_commit_;              // of the rows in committed_
};

} // namespace shaketable::models
