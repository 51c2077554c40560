// Replicas: what a primary commits is sent to them, received, and applied, later.
//
// A transaction that writes gets a place in the primary's log when it commits, before its locks go. The log
// is sent over the replica's edge, in order; where the edge is cut, it stays with the primary until that is
// mended. A replica keeps what it has received, and applies it in order: each transaction computes on the
// replica's cores, beside what is read there; with several workers some are applied side by side, and become
// visible in order. A commit waits, with its locks held, until every synchronous replica has confirmed it,
// which takes a leg there and one back. A replica that was down goes on where it was.
//
// A read is stale if what its own session (of an open load: its journey; else its user) has written to that
// table has not been applied where it is served, when it begins to be. Rows and indexes of the replica's
// tables are the primary's at all times.
//
// Sources: PostgreSQL's manual, 27.2 and 20.6.2 (synchronous_commit: "on" and "remote_apply");
// MySQL's manual, 19.1.6.3 (replica_parallel_workers, replica_preserve_commit_order).
#pragma once

#include "models/database/log.hpp"
#include "models/run.hpp"

namespace shaketable::models {

/// A server in its group.
struct Member {
    const GroupPlan& plan;
    GroupState& group;
    std::uint32_t number = 0;

    [[nodiscard]] MemberState& state() const { return group.members[number]; }
    [[nodiscard]] bool is_primary() const { return group.primary == number; }
};
/// Whether the instance is a database in a group.
[[nodiscard]] bool is_member(const Run& run, const Instance& here);
/// Requires that it is.
[[nodiscard]] Member member_of(const Run& run, const Instance& here);
[[nodiscard]] Instance& instance_of_member(const Run& run, const GroupPlan& plan, std::uint32_t number);

/// What changes a table changes it at all servers of the group: calls `change` for each of them.
template <class Change>
void for_each_server(const Run& run, const Instance& here, const Change& change) {
    if (!is_member(run, here)) {
        change(here);
        return;
    }
    const GroupPlan& plan = member_of(run, here).plan;
    for (std::uint32_t number = 0; number < plan.members.size(); ++number)
        change(instance_of_member(run, plan, number));
}

/// First of a statement in a group: notes whether what it reads is stale, or refuses to write at a replica.
[[nodiscard]] Op begin_in_group_op(std::uint32_t table, bool writes);
/// Last but one of a statement that writes so many rows of the table.
[[nodiscard]] Op write_op(std::uint32_t table, std::uint32_t rows);
/// Of a commit, before the locks go: what the transaction wrote is in the log.
[[nodiscard]] Op publish_op();
/// The program of what applies a transaction.
[[nodiscard]] Op apply_op();

/// What the log has and the member has not been sent sets off, if the way is open.
void send_log(Run& run, Member to);
/// It applies what it has received and has workers for.
void apply_more(Run& run, Member at);
/// An edge over which logs are sent may have been mended.
void resume_streams(Run& run);
/// Nobody needs the beginning of the log any more: it is dropped.
void trim_log(Run& run, const GroupPlan& plan, GroupState& group);
/// Commits that wait for nobody any more go on.
void release_commits(Run& run, const GroupPlan& plan, GroupState& group);
/// The gauge of what the member has not applied.
void show_unapplied(Run& run, const Member& of);

/// What a group's events are about: the database's own events have the top bit in their index.
enum class GroupEvent : std::uint8_t { kReceived, kConfirmed, kGone, kPromoted, kRejoined };
/// Something will happen at the member; `about`: a position or an epoch, of which the low 32 bits are kept.
void schedule_group_event(Run& run, engine::Time at, Member whom, GroupEvent what, std::uint64_t about);
/// It does.
void on_group_event(Run& run, Instance& here, std::uint32_t what, std::uint32_t about);

} // namespace shaketable::models
