#include "models/database/lock_manager.hpp"

#include "engine/assert.hpp"
#include "engine/random.hpp"

#include <algorithm>
#include <bit>

namespace shaketable::models {

// The short ones are inline, as they are what a statement's uncontended locks consist of.

inline std::size_t LockManager::bucket_of(LockTarget target) const {
    return engine::mix(target.row_of ^ (target.table_of << 48U)) & (buckets_.size() - 1);
}

inline std::uint32_t LockManager::find_lock(LockTarget target) const {
    if (is_table(target))
        return target.table_of < tables_.size() ? tables_[target.table_of] : kNobody;
    if (buckets_.empty())
        return kNobody;
    std::uint32_t lock = buckets_[bucket_of(target)];
    while (lock != kNobody && locks_[lock].target != target)
        lock = locks_[lock].next;
    return lock;
}

void LockManager::grow_buckets() {
    buckets_.assign(std::max<std::size_t>(16, buckets_.size() * 2), kNobody);
    std::vector<bool> is_elsewhere(locks_.size());
    for (std::uint32_t lock = free_lock_; lock != kNobody; lock = locks_[lock].next)
        is_elsewhere[lock] = true;
    for (std::uint32_t lock = 0; lock < locks_.size(); ++lock)
        if (!is_elsewhere[lock] && !is_table(locks_[lock].target)) {
            std::uint32_t& bucket = buckets_[bucket_of(locks_[lock].target)];
            locks_[lock].next = bucket;
            bucket = lock;
        }
}

void LockManager::add_free_lock() {
    free_lock_ = static_cast<std::uint32_t>(locks_.size());
    locks_.emplace_back();
}

void LockManager::add_free_grant() {
    free_grant_ = static_cast<std::uint32_t>(grants_.size());
    grants_.emplace_back();
}

inline std::uint32_t LockManager::make_lock(LockTarget target) {
    if (free_lock_ == kNobody)
        add_free_lock();
    const std::uint32_t made = free_lock_; // idle, and so as good as new
    free_lock_ = locks_[made].next;
    locks_[made].target = target;
    if (is_table(target)) {
        tables_.resize(std::max<std::size_t>(tables_.size(), target.table_of + 1), kNobody);
        tables_[target.table_of] = made;
        return made;
    }
    if (++in_buckets_ > buckets_.size())
        grow_buckets(); // which puts the new one where it belongs
    else {
        std::uint32_t& bucket = buckets_[bucket_of(target)];
        locks_[made].next = bucket;
        bucket = made;
    }
    return made;
}

inline void LockManager::free_lock_if_idle(std::uint32_t lock) {
    Lock& freed = locks_[lock];
    if (!freed.target.is_row() || !is_idle(freed))
        return;
    std::uint32_t* place = &buckets_[bucket_of(freed.target)];
    while (*place != lock)
        place = &locks_[*place].next;
    *place = freed.next;
    freed.next = free_lock_;
    free_lock_ = lock;
    --in_buckets_;
}

inline std::uint32_t LockManager::grant_of(std::uint32_t holder, std::uint32_t lock) const {
    std::uint32_t grant = holders_[holder].first_grant;
    while (grant != kNobody && grants_[grant].lock != lock)
        grant = grants_[grant].next_of_holder;
    return grant;
}

inline std::uint32_t LockManager::make_grant(std::uint32_t holder, std::uint32_t lock_index) {
    if (free_grant_ == kNobody)
        add_free_grant();
    const std::uint32_t made = free_grant_;
    free_grant_ = grants_[made].next_of_holder;
    Lock& lock = locks_[lock_index];
    Grant& grant = grants_[made];
    grant.lock = lock_index;
    grant.holder = holder;
    grant.modes = 0;
    grant.next_of_lock = lock.first_grant;
    grant.previous_of_lock = kNobody;
    grant.next_of_holder = holders_[holder].first_grant;
    if (lock.first_grant != kNobody)
        grants_[lock.first_grant].previous_of_lock = made;
    lock.first_grant = made;
    holders_[holder].first_grant = made;
    return made;
}

inline void LockManager::grant(std::uint32_t holder, std::uint32_t lock_index, std::uint32_t granted,
                               unsigned mode) {
    if (granted == kNobody)
        granted = make_grant(holder, lock_index);
    Lock& lock = locks_[lock_index];
    grants_[granted].modes |= only(mode);
    lock.held_modes |= only(mode);
    ++lock.held[mode];
}

inline bool LockManager::is_held_against(const Lock& lock, ModeSet own, unsigned mode) const {
    const ModeSet against = conflicts(lock, mode) & lock.held_modes;
    for (unsigned left = against; left != 0; left &= left - 1)
        if (const auto held = static_cast<unsigned>(std::countr_zero(left));
            lock.held[held] > ((own & only(held)) != 0 ? 1U : 0U))
            return true;
    return false;
}

bool LockManager::request(std::uint32_t holder, LockTarget target, unsigned mode) {
    if (holder >= holders_.size())
        holders_.resize(holder + 1);
    SHAKETABLE_ASSERT(holders_[holder].waits_for == kNobody);
    std::uint32_t index = find_lock(target);
    if (index == kNobody) {
        index = make_lock(target);
        grant(holder, index, kNobody, mode);
        return true;
    }
    const Lock& lock = locks_[index];
    const std::uint32_t granted = grant_of(holder, index);
    const ModeSet own = granted == kNobody ? ModeSet{0} : grants_[granted].modes;
    if ((own & only(mode)) != 0)
        return true;
    ModeSet ahead = 0;
    std::uint32_t before = lock.first_waiter;
    for (; before != kNobody; before = holders_[before].next_waiter) {
        if ((conflicts(lock, holders_[before].mode) & own) != 0)
            break; // it has to wait for us anyway
        ahead |= only(holders_[before].mode);
    }
    if ((conflicts(lock, mode) & ahead) == 0 && !is_held_against(lock, own, mode)) {
        grant(holder, index, granted, mode);
        return true;
    }
    wait(holder, index, mode, before);
    return false;
}

void LockManager::own(std::uint32_t holder, LockTarget target) {
    if (find_lock(target) != kNobody)
        return;
    if (holder >= holders_.size())
        holders_.resize(holder + 1);
    grant(holder, make_lock(target), kNobody, static_cast<unsigned>(RowLock::kForUpdate));
}

void LockManager::wait(std::uint32_t holder, std::uint32_t lock_index, unsigned mode, std::uint32_t before) {
    Lock& lock = locks_[lock_index];
    Holder& waiter = holders_[holder];
    waiter.waits_for = lock_index;
    waiter.mode = mode;
    waiter.next_waiter = before;
    waiter.previous_waiter = before == kNobody ? lock.last_waiter : holders_[before].previous_waiter;
    (waiter.previous_waiter == kNobody ? lock.first_waiter : holders_[waiter.previous_waiter].next_waiter) =
        holder;
    (before == kNobody ? lock.last_waiter : holders_[before].previous_waiter) = holder;
}

void LockManager::leave_queue(std::uint32_t holder) {
    Holder& waiter = holders_[holder];
    Lock& lock = locks_[waiter.waits_for];
    (waiter.previous_waiter == kNobody ? lock.first_waiter : holders_[waiter.previous_waiter].next_waiter) =
        waiter.next_waiter;
    (waiter.next_waiter == kNobody ? lock.last_waiter : holders_[waiter.next_waiter].previous_waiter) =
        waiter.previous_waiter;
    waiter.waits_for = kNobody;
}

/// From the first on: each whom neither what is held nor an earlier one who still waits keeps out.
void LockManager::wake_waiters(std::uint32_t lock_index, std::vector<std::uint32_t>& granted) {
    ModeSet ahead = 0;
    std::uint32_t waiter = locks_[lock_index].first_waiter;
    while (waiter != kNobody) {
        const Lock& lock = locks_[lock_index];
        const std::uint32_t next = holders_[waiter].next_waiter;
        const unsigned mode = holders_[waiter].mode;
        const std::uint32_t held = grant_of(waiter, lock_index);
        const ModeSet own = held == kNobody ? ModeSet{0} : grants_[held].modes;
        if ((conflicts(lock, mode) & ahead) == 0 && !is_held_against(lock, own, mode)) {
            leave_queue(waiter);
            grant(waiter, lock_index, held, mode);
            granted.push_back(waiter);
        } else {
            ahead |= only(mode);
        }
        waiter = next;
    }
}

void LockManager::stop_waiting(std::uint32_t holder, std::vector<std::uint32_t>& granted) {
    if (!waits(holder))
        return;
    const std::uint32_t lock = holders_[holder].waits_for;
    leave_queue(holder);
    wake_waiters(lock, granted);
    free_lock_if_idle(lock);
}

void LockManager::release_all(std::uint32_t holder, std::vector<std::uint32_t>& granted) {
    if (holder >= holders_.size())
        return;
    stop_waiting(holder, granted);
    std::uint32_t next = holders_[holder].first_grant;
    holders_[holder].first_grant = kNobody;
    while (next != kNobody) {
        const std::uint32_t given_back = next;
        Grant& grant = grants_[given_back];
        const std::uint32_t lock_index = grant.lock;
        Lock& lock = locks_[lock_index];
        for (unsigned modes = grant.modes; modes != 0; modes &= modes - 1)
            if (const auto mode = static_cast<unsigned>(std::countr_zero(modes)); --lock.held[mode] == 0)
                lock.held_modes = static_cast<ModeSet>(lock.held_modes & ~only(mode));
        (grant.previous_of_lock == kNobody ? lock.first_grant
                                           : grants_[grant.previous_of_lock].next_of_lock) =
            grant.next_of_lock;
        if (grant.next_of_lock != kNobody)
            grants_[grant.next_of_lock].previous_of_lock = grant.previous_of_lock;
        next = grant.next_of_holder;
        grant.next_of_holder = free_grant_;
        free_grant_ = given_back;
        if (lock.first_waiter != kNobody)
            wake_waiters(lock_index, granted);
        free_lock_if_idle(lock_index);
    }
}

std::size_t LockManager::locks() const {
    std::size_t in_use = 0;
    for (const Lock& lock : locks_) // those in the free list are idle
        in_use += is_idle(lock) ? 0U : 1U;
    return in_use;
}

bool LockManager::waits(std::uint32_t holder) const {
    return holder < holders_.size() && holders_[holder].waits_for != kNobody;
}

LockTarget LockManager::awaited(std::uint32_t holder) const {
    return locks_[holders_[holder].waits_for].target;
}

bool LockManager::holds(std::uint32_t holder, LockTarget target, unsigned mode) const {
    const std::uint32_t lock = find_lock(target);
    if (lock == kNobody || holder >= holders_.size())
        return false;
    const std::uint32_t granted = grant_of(holder, lock);
    return granted != kNobody && (grants_[granted].modes & only(mode)) != 0;
}

std::vector<std::uint32_t> LockManager::holders(LockTarget target, ModeSet modes) const {
    std::vector<std::uint32_t> found;
    const std::uint32_t lock = find_lock(target);
    if (lock == kNobody)
        return found;
    for (std::uint32_t grant = locks_[lock].first_grant; grant != kNobody;
         grant = grants_[grant].next_of_lock)
        if ((grants_[grant].modes & modes) != 0)
            found.push_back(grants_[grant].holder);
    return found;
}

std::vector<std::uint32_t> LockManager::blockers(std::uint32_t holder) const {
    std::vector<std::uint32_t> found;
    if (!waits(holder))
        return found;
    const Holder& waiter = holders_[holder];
    const Lock& lock = locks_[waiter.waits_for];
    const ModeSet against = conflicts(lock, waiter.mode);
    for (std::uint32_t grant = lock.first_grant; grant != kNobody; grant = grants_[grant].next_of_lock)
        if (grants_[grant].holder != holder && (grants_[grant].modes & against) != 0)
            found.push_back(grants_[grant].holder);
    for (std::uint32_t ahead = waiter.previous_waiter; ahead != kNobody;
         ahead = holders_[ahead].previous_waiter)
        if ((only(holders_[ahead].mode) & against) != 0 &&
            std::find(found.begin(), found.end(), ahead) == found.end())
            found.push_back(ahead);
    return found;
}

// Depth first: `path` is the way from the holder to where the search is.
std::vector<std::uint32_t> LockManager::deadlock_of(std::uint32_t holder) const {
    struct Place {
        std::uint32_t at;
        std::vector<std::uint32_t> to;
    };
    std::vector<bool> seen(holders_.size());
    std::vector<Place> path = {{holder, blockers(holder)}};
    while (!path.empty()) {
        if (path.back().to.empty()) {
            path.pop_back();
            continue;
        }
        const std::uint32_t next = path.back().to.back();
        path.back().to.pop_back();
        if (next == holder) {
            std::vector<std::uint32_t> cycle;
            for (const Place& place : path)
                cycle.push_back(place.at);
            return cycle;
        }
        if (!seen[next]) {
            seen[next] = true;
            path.push_back({next, blockers(next)});
        }
    }
    return {};
}

std::size_t LockManager::bytes() const {
    return (tables_.capacity() + buckets_.capacity()) * sizeof(std::uint32_t) +
           locks_.capacity() * sizeof(Lock) + grants_.capacity() * sizeof(Grant) +
           holders_.capacity() * sizeof(Holder);
}

} // namespace shaketable::models
