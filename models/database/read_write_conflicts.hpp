// Serializable snapshot isolation: which serializable transactions read what others changed beside them.
//
// Two transactions are concurrent if neither's snapshot shows the other. One that read a row of which it did
// not see a concurrent one's change has an rw-conflict out to that one, which has it in: in any serial order
// it comes before. A cycle of such orders is an anomaly, and every cycle has a pivot, a transaction with a
// conflict in and one out, of which the one at the end of the conflict out commits first of the three (Fekete
// and others, 2005). So where that is so, one of the three fails, mostly the pivot: at once if it is the one
// that acts, else it is doomed, and fails with its next statement or its commit. That a pivot need not be
// part of a cycle makes false positives, here as in PostgreSQL.
//
// What a transaction has read (its SIREAD marks: rows, or whole tables) outlives its commit until no
// transaction that is concurrent with it is left. The rules, and who fails, are PostgreSQL's, one by one:
// OnConflict_CheckForSerializationFailure, PreCommit_CheckForSerializationFailure and ReleasePredicateLocks.
//
// Transactions are known by their ids, of which no two are ever alike; those that are not serializable are
// unknown here. A plain value. Sources: Cahill, Roehm and Fekete, Serializable Isolation for Snapshot
// Databases, SIGMOD 2008; Ports and Grittner, Serializable Snapshot Isolation in PostgreSQL, VLDB 2012;
// PostgreSQL 15's src/backend/storage/lmgr/README-SSI and predicate.c.
#pragma once

#include "models/database/lock_manager.hpp"

#include <cstdint>
#include <map>
#include <set>

namespace shaketable::models {

class ReadWriteConflicts {
  public:
    /// The transaction's snapshot is taken.
    void begin(std::uint64_t transaction);
    // Whether it may go on; else it has to be rolled back.
    /// It reads a row, or a whole table.
    [[nodiscard]] bool read(std::uint64_t transaction, LockTarget what);
    /// It changes a row, of which it has the lock, or inserts into a table.
    [[nodiscard]] bool write(std::uint64_t transaction, LockTarget what);
    /// It is about to commit, or to be prepared. After that it can't fail any more.
    [[nodiscard]] bool prepare(std::uint64_t transaction);
    /// It has been committed, which it was prepared for, or rolled back. Of others: nothing happens.
    void end(std::uint64_t transaction, bool committed);

    /// Transactions that are kept, those that are committed among them.
    [[nodiscard]] std::size_t transactions() const { return parties_.size(); }
    [[nodiscard]] std::size_t bytes() const;

  private:
    enum class State : std::uint8_t { kActive, kPrepared, kCommitted };
    struct Party {
        State state = State::kActive;
        bool is_doomed = false;
        bool has_written = false;
        std::uint64_t snapshot = 0; // this and what follows: of clock_
        std::uint64_t prepared_at = 0;
        std::uint64_t committed_at = 0;
        bool has_earlier_out = false; // a conflict out to one that was committed before this one
        std::set<std::uint64_t> in = {};
        std::set<std::uint64_t> out = {};
        std::set<LockTarget> reads = {};
        std::set<LockTarget> writes = {};

        [[nodiscard]] bool is_prepared() const { return state != State::kActive; }
        [[nodiscard]] bool is_committed() const { return state == State::kCommitted; }
        [[nodiscard]] bool only_read() const { return is_committed() && !has_written; } // known at its end
    };
    using Places = std::map<LockTarget, std::set<std::uint64_t>>;

    [[nodiscard]] const Party& party(std::uint64_t transaction) const;
    [[nodiscard]] bool is_concurrent(const Party& self, std::uint64_t other) const;
    [[nodiscard]] bool conflicts_in(std::uint64_t writer, LockTarget what);
    [[nodiscard]] bool add_conflict(std::uint64_t reader, std::uint64_t writer, std::uint64_t acts);
    [[nodiscard]] bool is_dangerous(const Party& reader, const Party& writer) const;
    void remove_conflicts_at_commit(std::uint64_t transaction);
    void forget(std::uint64_t transaction);
    void forget_what_nobody_meets();

    std::uint64_t clock_ = 0; // counts commits and preparations
    std::map<std::uint64_t, Party> parties_;
    std::multiset<std::uint64_t> open_;                // the snapshots of those that are not committed
    std::map<std::uint64_t, std::uint64_t> by_commit_; // committed ones, by their place on the clock
    Places readers_;
    Places writers_;
};

} // namespace shaketable::models
