#include "models/database/row_changes.hpp"

#include "engine/assert.hpp"

namespace shaketable::models {

void RowChanges::take_snapshot(std::uint64_t transaction) {
    const bool is_new = snapshots_.emplace(transaction, commits_).second;
    SHAKETABLE_ASSERT(is_new);
    ages_.insert(commits_);
}

bool RowChanges::changed_since_snapshot(std::uint64_t transaction, LockTarget row) const {
    const auto snapshot = snapshots_.find(transaction);
    if (snapshot == snapshots_.end())
        return false;
    const auto last = last_commit_.find(row);
    return last != last_commit_.end() && last->second > snapshot->second;
}

void RowChanges::change(std::uint64_t transaction, LockTarget row) {
    uncommitted_[transaction].push_back(row);
}

void RowChanges::end(std::uint64_t transaction, bool committed) {
    drop_snapshot(transaction);
    const auto changes = uncommitted_.find(transaction);
    if (changes != uncommitted_.end()) {
        if (committed && !snapshots_.empty()) {
            ++commits_;
            for (const LockTarget row : changes->second) {
                committed_.push_back({.row = row, .commit = commits_});
                last_commit_[row] = commits_;
            }
        }
        uncommitted_.erase(changes);
    }
    drop_what_nobody_needs();
}

void RowChanges::drop_snapshot(std::uint64_t transaction) {
    const auto snapshot = snapshots_.find(transaction);
    if (snapshot == snapshots_.end())
        return;
    ages_.erase(ages_.find(snapshot->second));
    snapshots_.erase(snapshot);
}

void RowChanges::drop_what_nobody_needs() {
    while (!committed_.empty() && (ages_.empty() || committed_.front().commit <= *ages_.begin())) {
        const auto last = last_commit_.find(committed_.front().row);
        if (last != last_commit_.end() && last->second == committed_.front().commit)
            last_commit_.erase(last);
        committed_.pop_front();
    }
}

std::size_t RowChanges::bytes() const {
    std::size_t rows = committed_.size() + last_commit_.size();
    for (const auto& [transaction, changes] : uncommitted_)
        rows += changes.size();
    return rows * sizeof(Change) + snapshots_.size() * 2 * sizeof(std::uint64_t);
}

} // namespace shaketable::models
