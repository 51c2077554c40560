#include "models/database/read_write_conflicts.hpp"

#include "engine/assert.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

LockTarget table_around(LockTarget what) {
    return LockTarget{.table_of = what.table_of, .row_of = LockTarget::kWholeTable};
}

template <class Places>
void leave_place(Places& places, LockTarget what, std::uint64_t transaction) {
    const auto place = places.find(what);
    place->second.erase(transaction);
    if (place->second.empty())
        places.erase(place);
}

} // namespace

const ReadWriteConflicts::Party& ReadWriteConflicts::party(std::uint64_t transaction) const {
    const auto found = parties_.find(transaction);
    SHAKETABLE_ASSERT(found != parties_.end());
    return found->second;
}

void ReadWriteConflicts::begin(std::uint64_t transaction) {
    const bool is_new = parties_.emplace(transaction, Party{.snapshot = clock_}).second;
    SHAKETABLE_ASSERT(is_new);
    open_.insert(clock_);
}

bool ReadWriteConflicts::is_concurrent(const Party& self, std::uint64_t other) const {
    const Party& with = party(other);
    return !with.is_doomed && (!with.is_committed() || with.committed_at > self.snapshot);
}

bool ReadWriteConflicts::read(std::uint64_t transaction, LockTarget what) {
    Party& self = parties_.at(transaction);
    if (self.is_doomed)
        return false;
    if (self.writes.contains(what) && what.is_row())
        return true; // its own version
    if (self.reads.contains(what) || self.reads.contains(table_around(what)))
        return true; // whoever has changed it since then has found the mark
    self.reads.insert(what);
    readers_[what].insert(transaction);
    const auto writers = writers_.find(what);
    if (writers == writers_.end())
        return true;
    for (const std::uint64_t writer : writers->second)
        if (writer != transaction && is_concurrent(self, writer) &&
            !add_conflict(transaction, writer, transaction))
            return false;
    return true;
}

bool ReadWriteConflicts::write(std::uint64_t transaction, LockTarget what) {
    Party& self = parties_.at(transaction);
    if (self.is_doomed)
        return false;
    self.has_written = true;
    const LockTarget table = table_around(what);
    if ((what.is_row() && !conflicts_in(transaction, what)) || !conflicts_in(transaction, table))
        return false;
    for (const LockTarget changed : {what, table})
        if (self.writes.insert(changed).second)
            writers_[changed].insert(transaction);
    return true;
}

/// From those who have read it.
bool ReadWriteConflicts::conflicts_in(std::uint64_t writer, LockTarget what) {
    const auto readers = readers_.find(what);
    if (readers == readers_.end())
        return true;
    const Party& self = party(writer);
    for (const std::uint64_t reader : readers->second)
        if (reader != writer && is_concurrent(self, reader) && !add_conflict(reader, writer, writer))
            return false;
    return true;
}

/// Whether the one that acts, which is either of the two, may go on.
bool ReadWriteConflicts::add_conflict(std::uint64_t reader, std::uint64_t writer, std::uint64_t acts) {
    Party& from = parties_.at(reader);
    Party& to = parties_.at(writer);
    if (from.out.contains(writer))
        return true;
    if (is_dangerous(from, to)) {
        if (acts == writer || to.is_prepared()) // a writer that is prepared can't be rolled back any more
            return false;
        to.is_doomed = true;
    }
    from.out.insert(writer);
    to.in.insert(reader);
    return true;
}

bool ReadWriteConflicts::is_dangerous(const Party& reader, const Party& writer) const {
    // The writer as a pivot, whose own conflict out was to one that was committed, or at least prepared,
    // first.
    if (writer.is_committed() && writer.has_earlier_out)
        return true;
    const auto commits_first = [&](std::uint64_t third) {
        const Party& last = party(third);
        return last.is_prepared() && (!reader.is_committed() || last.prepared_at <= reader.committed_at) &&
               (!writer.is_committed() || last.prepared_at <= writer.committed_at) &&
               (!reader.only_read() || last.prepared_at <= reader.snapshot);
    };
    if (std::any_of(writer.out.begin(), writer.out.end(), commits_first))
        return true;
    // The reader as a pivot, and the writer as the one that was committed first.
    if (!writer.is_prepared() || reader.only_read())
        return false;
    return std::any_of(reader.in.begin(), reader.in.end(), [&](std::uint64_t third) {
        const Party& first = party(third);
        return !first.is_doomed && (!first.is_committed() || first.committed_at >= writer.prepared_at) &&
               (!first.only_read() || first.snapshot >= writer.prepared_at);
    });
}

bool ReadWriteConflicts::prepare(std::uint64_t transaction) {
    Party& self = parties_.at(transaction);
    if (self.is_doomed)
        return false;
    for (const std::uint64_t near : self.in) {
        Party& pivot = parties_.at(near);
        if (pivot.is_committed() || pivot.is_doomed)
            continue;
        const bool has_conflict_in = std::any_of(pivot.in.begin(), pivot.in.end(), [&](std::uint64_t far) {
            return far == transaction || (!party(far).is_committed() && !party(far).is_doomed);
        });
        if (!has_conflict_in)
            continue;
        if (pivot.is_prepared())
            return false;
        pivot.is_doomed = true;
    }
    self.state = State::kPrepared;
    self.prepared_at = ++clock_;
    return true;
}

void ReadWriteConflicts::end(std::uint64_t transaction, bool committed) {
    const auto found = parties_.find(transaction);
    if (found == parties_.end() || found->second.is_committed())
        return;
    Party& self = found->second;
    open_.erase(open_.find(self.snapshot));
    if (committed) {
        SHAKETABLE_ASSERT(self.is_prepared());
        self.state = State::kCommitted;
        self.committed_at = ++clock_;
        by_commit_.emplace(self.committed_at, transaction);
        remove_conflicts_at_commit(transaction);
    } else {
        forget(transaction);
    }
    forget_what_nobody_meets();
}

void ReadWriteConflicts::remove_conflicts_at_commit(std::uint64_t transaction) {
    Party& self = parties_.at(transaction);
    for (auto other = self.out.begin(); other != self.out.end();) {
        Party& writer = parties_.at(*other);
        if (!writer.is_committed()) {
            ++other;
            continue;
        }
        self.has_earlier_out = self.has_earlier_out || self.has_written;
        writer.in.erase(transaction);
        other = self.out.erase(other);
    }
    for (auto other = self.in.begin(); other != self.in.end();) {
        Party& reader = parties_.at(*other);
        if (!reader.is_committed()) {
            ++other;
            continue;
        }
        reader.out.erase(transaction);
        other = self.in.erase(other);
    }
}

void ReadWriteConflicts::forget(std::uint64_t transaction) {
    const auto found = parties_.find(transaction);
    const Party& self = found->second;
    for (const std::uint64_t writer : self.out)
        parties_.at(writer).in.erase(transaction);
    for (const std::uint64_t reader : self.in)
        parties_.at(reader).out.erase(transaction);
    for (const LockTarget what : self.reads)
        leave_place(readers_, what, transaction);
    for (const LockTarget what : self.writes)
        leave_place(writers_, what, transaction);
    parties_.erase(found);
}

void ReadWriteConflicts::forget_what_nobody_meets() {
    while (!by_commit_.empty() && (open_.empty() || by_commit_.begin()->first <= *open_.begin())) {
        forget(by_commit_.begin()->second);
        by_commit_.erase(by_commit_.begin());
    }
}

std::size_t ReadWriteConflicts::bytes() const {
    std::size_t targets = 0;
    for (const auto& [transaction, of] : parties_)
        targets += of.reads.size() + of.writes.size() + of.in.size() + of.out.size();
    return parties_.size() * sizeof(Party) + 2 * targets * sizeof(LockTarget);
}

} // namespace shaketable::models
