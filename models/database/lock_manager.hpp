// Who holds which lock, and who waits for it: PostgreSQL's lock manager, for tables and for rows.
//
// A lock is asked for by a holder (a transaction, a number of the caller's choice) in one mode. It is granted
// unless a conflicting mode is held by another, or waited for by one who came before: so a waiting ACCESS
// EXCLUSIVE stops every later SELECT. Waiters are served first come, first served. One exception, as there: a
// holder who already has the target in a mode that a waiter's request conflicts with goes before that waiter,
// who has to wait for it anyway. All locks are held until release_all.
//
// A deadlock is a cycle of holders of whom each waits for the next: for a mode that it holds, or for one that
// it waits for further ahead in the same queue.
//
// A plain value: tables and indices, no pointers. Source: PostgreSQL's manual, 13.3 "Explicit Locking", and
// the description in src/backend/storage/lmgr/README.
#pragma once

#include "models/database/lock_modes.hpp"

#include <compare>
#include <cstddef>
#include <vector>

namespace shaketable::models {

/// What is locked: a table, its indexes (all together, in the modes of tables), or a row of it; or a
/// transaction, which only its end unlocks.
struct LockTarget {
    static LockTarget table(std::uint32_t table) { return {table, kWholeTable}; }
    static LockTarget row(std::uint32_t table, std::uint64_t row) { return {table, row}; }
    static LockTarget indexes(std::uint32_t table) { return {kIndexes + table, kWholeTable}; }
    static LockTarget transaction(std::uint64_t id) { return {kTransactions, id}; }
    [[nodiscard]] bool is_row() const { return row_of != kWholeTable; }
    friend bool operator==(const LockTarget&, const LockTarget&) = default;
    friend auto operator<=>(const LockTarget&, const LockTarget&) = default;

    static constexpr std::uint64_t kWholeTable = ~std::uint64_t{0};
    static constexpr std::uint64_t kTransactions = 0xFFFFFFFF; // no table has such a number
    static constexpr std::uint64_t kIndexes = std::uint64_t{1} << 32U;
    std::uint64_t table_of = 0;
    std::uint64_t row_of = kWholeTable;
};

class LockManager {
  public:
    static constexpr std::uint32_t kNobody = 0xFFFFFFFF;

    /// Whether it is granted; else the holder waits. Requires that it does not wait already.
    [[nodiscard]] bool request(std::uint32_t holder, LockTarget target, unsigned mode);
    [[nodiscard]] bool request(std::uint32_t holder, LockTarget target, TableLock mode) {
        return request(holder, target, static_cast<unsigned>(mode));
    }
    [[nodiscard]] bool request(std::uint32_t holder, LockTarget target, RowLock mode) {
        return request(holder, target, static_cast<unsigned>(mode));
    }
    /// The holder has the target, of which nobody has heard before (else: nothing happens), for itself alone.
    void own(std::uint32_t holder, LockTarget target);
    /// The holder waits no more. Appends those who get what they waited for, in order.
    void stop_waiting(std::uint32_t holder, std::vector<std::uint32_t>& granted);
    /// The holder gives back all that it holds, and waits no more.
    void release_all(std::uint32_t holder, std::vector<std::uint32_t>& granted);

    [[nodiscard]] bool waits(std::uint32_t holder) const;
    /// What the holder waits for. Requires that it waits.
    [[nodiscard]] LockTarget awaited(std::uint32_t holder) const;
    /// Whether the holder has the target in this mode.
    [[nodiscard]] bool holds(std::uint32_t holder, LockTarget target, unsigned mode) const;
    /// Those who have the target in one of these modes.
    [[nodiscard]] std::vector<std::uint32_t> holders(LockTarget target, ModeSet modes) const;
    /// Whom the holder waits for directly, each once; empty if it does not wait.
    [[nodiscard]] std::vector<std::uint32_t> blockers(std::uint32_t holder) const;
    /// The holder and those that it waits for, each for the next, the last for the first; empty: it is in no
    /// deadlock.
    [[nodiscard]] std::vector<std::uint32_t> deadlock_of(std::uint32_t holder) const;
    /// Locks that somebody holds or waits for.
    [[nodiscard]] std::size_t locks() const;
    [[nodiscard]] std::size_t bytes() const;

  private:
    struct Lock {
        LockTarget target;
        std::uint32_t held[8] = {}; // by mode: by how many
        ModeSet held_modes = 0;
        std::uint32_t first_grant = kNobody;
        std::uint32_t first_waiter = kNobody; // holders
        std::uint32_t last_waiter = kNobody;
        std::uint32_t next = kNobody; // in its bucket, or in the free list
    };
    /// That a holder has a lock, in one mode or several.
    struct Grant {
        std::uint32_t lock = kNobody;
        std::uint32_t holder = kNobody;
        ModeSet modes = 0;
        std::uint32_t next_of_lock = kNobody;
        std::uint32_t previous_of_lock = kNobody;
        std::uint32_t next_of_holder = kNobody; // or in the free list
    };
    struct Holder {
        std::uint32_t first_grant = kNobody;
        std::uint32_t waits_for = kNobody; // a lock
        unsigned mode = 0;
        std::uint32_t next_waiter = kNobody;
        std::uint32_t previous_waiter = kNobody;
    };

    [[nodiscard]] static ModeSet conflicts(const Lock& lock, unsigned mode) {
        return lock.target.is_row() ? kRowConflicts[mode] : kTableConflicts[mode];
    }
    [[nodiscard]] static bool is_idle(const Lock& lock) {
        return lock.first_grant == kNobody && lock.first_waiter == kNobody;
    }
    [[nodiscard]] static bool is_table(LockTarget target) {
        return target.row_of == LockTarget::kWholeTable && target.table_of < LockTarget::kTransactions;
    }
    [[nodiscard]] std::size_t bucket_of(LockTarget target) const;
    [[nodiscard]] std::uint32_t find_lock(LockTarget target) const;
    [[nodiscard]] std::uint32_t make_lock(LockTarget target);
    void add_free_lock();
    void add_free_grant();
    /// Those of tables stay, as they are asked for again and again.
    void free_lock_if_idle(std::uint32_t lock);
    void grow_buckets();
    [[nodiscard]] std::uint32_t grant_of(std::uint32_t holder, std::uint32_t lock) const;
    /// Whether somebody else holds the lock in a mode that excludes this one.
    [[nodiscard]] bool is_held_against(const Lock& lock, ModeSet own, unsigned mode) const;
    /// In no mode yet.
    [[nodiscard]] std::uint32_t make_grant(std::uint32_t holder, std::uint32_t lock);
    /// `granted`: what the holder has of the lock already, or kNobody.
    void grant(std::uint32_t holder, std::uint32_t lock, std::uint32_t granted, unsigned mode);
    void wait(std::uint32_t holder, std::uint32_t lock, unsigned mode, std::uint32_t before);
    void leave_queue(std::uint32_t holder);
    void wake_waiters(std::uint32_t lock, std::vector<std::uint32_t>& granted);

    std::vector<std::uint32_t> tables_;  // the locks of tables, by table
    std::vector<std::uint32_t> buckets_; // all others
    std::vector<Lock> locks_;
    std::vector<Grant> grants_;
    std::vector<Holder> holders_;
    std::uint32_t free_lock_ = kNobody;
    std::uint32_t free_grant_ = kNobody;
    std::size_t in_buckets_ = 0;
};

} // namespace shaketable::models
