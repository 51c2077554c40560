#include "models/database/replication.hpp"

#include "models/cpu.hpp"
#include "models/database/events.hpp"
#include "models/database/failover.hpp"
#include "models/database/transactions.hpp"
#include "models/process.hpp"
#include "models/server.hpp"
#include "models/server_metrics.hpp"
#include "models/transit.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr engine::Label kApply = engine::label("apply");
constexpr engine::Label kStream = engine::label("stream");

const GroupMember& plan_of(const Member& member) { return member.plan.members[member.number]; }

/// The edge between the member and whoever is the primary: the replica's own, or, of a primary of former
/// days, the present one's.
std::uint32_t edge_of(const Member& replica) {
    const std::uint32_t own = plan_of(replica).edge;
    return own != kNone ? own : replica.plan.members[replica.group.primary].edge;
}

engine::Duration latency_of(Run& run, const Member& replica, std::uint64_t position, std::uint64_t leg) {
    engine::Draws draws(replica.group.log.at(position).key.child(kStream, replica.number), {}, leg);
    return run.scenario.networks[run.world.network].latencies[edge_of(replica)].sample_duration(
        draws, run.world.clamped);
}

/// The position of which an event knows the low 32 bits, not far from `near`.
std::uint64_t widened(std::uint32_t low, std::uint64_t near) {
    const auto away = static_cast<std::int32_t>(low - static_cast<std::uint32_t>(near));
    return near + static_cast<std::uint64_t>(static_cast<std::int64_t>(away));
}

void confirm(Run& run, const Member& replica, std::uint64_t position) {
    if (plan_of(replica).synchronous == Synchronous::kOff || replica.is_primary())
        return;
    schedule_group_event(run, run.now() + latency_of(run, replica, position, 1), replica,
                         GroupEvent::kConfirmed, position);
}

std::uint64_t confirmed_by_all(const GroupPlan& plan, const GroupState& group) {
    std::uint64_t least = group.log.end();
    for (std::uint32_t number = 0; number < group.members.size(); ++number)
        if (number != group.primary && plan.members[number].synchronous != Synchronous::kOff)
            least = std::min(least, group.members[number].confirmed);
    return least;
}

void receive(Run& run, const Instance& here, const Member& at, std::uint32_t low) {
    MemberState& state = at.state();
    const std::uint64_t position = widened(low, state.received);
    if (!is_up(here) || at.is_primary() || position <= state.received)
        return;
    state.received = position;
    if (plan_of(at).synchronous == Synchronous::kReceived)
        confirm(run, at, position);
    apply_more(run, at);
}

void hear_confirmation(Run& run, const Member& of, std::uint32_t low) {
    MemberState& state = of.state();
    state.confirmed = std::max(state.confirmed, widened(low, state.confirmed));
    release_commits(run, of.plan, of.group);
}

/// Whether the frame, whose transaction's writes are in the log now, waits for a replica.
bool publish(Run& run, FrameRef frame) {
    Transaction& of = run.world.transactions[run.transaction_of(frame)];
    if (of.rows_written == 0)
        return false;
    const Member primary = member_of(run, run.instance_of(frame));
    SHAKETABLE_ASSERT(primary.is_primary()); // a former one's process has died
    GroupState& group = primary.group;
    group.log.append({.key = frame->key,
                      .committed_at = run.now(),
                      .session = run.session_of(frame),
                      .tables = of.tables_written,
                      .rows = of.rows_written});
    of.rows_written = 0;
    of.tables_written = 0;
    MemberState& own = primary.state();
    own.sent = own.received = own.started = own.applied = own.confirmed = group.log.end();
    for (std::uint32_t number = 0; number < group.members.size(); ++number) {
        const Member member{primary.plan, group, number};
        if (member.is_primary())
            continue;
        show_unapplied(run, member);
        send_log(run, member);
    }
    trim_log(run, primary.plan, group);
    if (confirmed_by_all(primary.plan, group) >= group.log.end())
        return false;
    run.world.timers.cancel(frame.index); // it is committed here: no time-out ends it any more
    begin_wait(frame, FrameState::kWaiting);
    group.waiting.push_back(
        {.frame = frame.index, .epoch = frame->epoch, .position = group.log.end(), .since = run.now()});
    return true;
}

Progress execute_publish(Run& run, FrameRef frame, const Op&) {
    if (publish(run, frame))
        return Progress::kSuspended;
    ++frame->op;
    return Progress::kNext;
}

void resume_publish(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    begin_wait(frame, FrameState::kRunning);
    ++frame->op;
    advance(run, frame);
}

/// A statement of its own is committed with its end.
Progress execute_write(Run& run, FrameRef frame, const Op& op) {
    Transaction& of = run.world.transactions[run.transaction_of(frame)];
    of.rows_written += op.b;
    of.tables_written |= std::uint64_t{1} << op.a;
    if (!of.of_client)
        return execute_publish(run, frame, op);
    ++frame->op;
    return Progress::kNext;
}

Progress execute_begin_in_group(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    const Member at = member_of(run, here);
    const bool writes = op.b != 0;
    if (writes && !at.is_primary()) {
        fail_frame(run, frame, Outcome::kError); // PostgreSQL: "in a read-only transaction"
        return Progress::kSuspended;
    }
    if (!writes && !at.is_primary() && frame->has_session &&
        at.group.log.last_write(run.session_of(frame), op.a).position > at.state().applied) {
        frame->stale = true;
        run.meter(here, kStaleReads).count();
    }
    ++frame->op;
    return Progress::kNext;
}

/// What the frame applies.
std::vector<MemberState::Applying>::iterator find_applying(MemberState& state, FrameRef frame) {
    return std::find_if(state.applying.begin(), state.applying.end(),
                        [&](const auto& one) { return one.frame == frame.index; });
}

Progress execute_apply(Run& run, FrameRef frame, const Op&) {
    Instance& here = run.instance_of(frame);
    const Member at = member_of(run, here);
    const LogRecord& record = at.group.log.at(find_applying(at.state(), frame)->position);
    engine::Draws draws(record.key, kApply, at.number);
    const engine::Duration row =
        run.scenario.distributions[plan_of(at).apply].sample_duration(draws, run.world.clamped);
    start_computing(run, here, frame, engine::round_to_duration(static_cast<double>(row.ns()) * record.rows));
    return Progress::kSuspended;
}

/// What is applied up to there is visible.
void advance_applied(Run& run, const Instance& here, const Member& at, std::uint64_t done) {
    MemberState& state = at.state();
    state.applied_early.push_back(done);
    for (;;) {
        const auto next =
            std::find(state.applied_early.begin(), state.applied_early.end(), state.applied + 1);
        if (next == state.applied_early.end())
            break;
        state.applied_early.erase(next);
        ++state.applied;
        run.meter(here, kReplicationLag).time(run.now() - at.group.log.at(state.applied).committed_at);
    }
    show_unapplied(run, at);
}

void resume_apply(Run& run, FrameRef frame, const Op&, std::uint16_t) {
    Instance& here = run.instance_of(frame);
    const Member at = member_of(run, here);
    MemberState& state = at.state();
    const auto own = find_applying(state, frame);
    const std::uint64_t before = state.applied;
    const std::uint64_t done = own->position;
    state.applying.erase(own);
    advance_applied(run, here, at, done);
    end_frame(run, frame);
    if (plan_of(at).synchronous == Synchronous::kApplied && state.applied > before)
        confirm(run, at, state.applied);
    apply_more(run, at);
    trim_log(run, at.plan, at.group);
    finish_promotion(run, at);
}

} // namespace

bool is_member(const Run& run, const Instance& here) {
    const std::uint32_t database = run.component_of(here).model_index;
    return database != kNone && run.scenario.databases[database].group != kNone;
}

Member member_of(const Run& run, const Instance& here) {
    const DatabasePlan& database = plan_of(run, here);
    return {run.scenario.groups[database.group], run.world.groups[database.group], database.member};
}

Instance& instance_of_member(const Run& run, const GroupPlan& plan, std::uint32_t number) {
    return run.instance(run.scenario.components[plan.members[number].component].first_instance);
}

void send_log(Run& run, Member to) {
    MemberState& state = to.state();
    const std::uint64_t end = to.group.log.end();
    if (to.is_primary() || state.sent >= end || state.has_left ||
        !is_up(instance_of_member(run, to.plan, to.number)) ||
        !is_up(instance_of_member(run, to.plan, to.group.primary)))
        return;
    const Way way = way_over(run, edge_of(to));
    if (!way.is_open)
        return;
    state.sent = end;
    state.arrives_at = std::max(state.arrives_at, run.now() + latency_of(run, to, end, 0) + way.delay);
    schedule_group_event(run, state.arrives_at, to, GroupEvent::kReceived, end);
}

void apply_more(Run& run, Member at) {
    MemberState& state = at.state();
    Instance& here = instance_of_member(run, at.plan, at.number);
    while (state.started < state.received && state.applying.size() < plan_of(at).workers && is_up(here)) {
        const FrameRef frame = make_frame(run, run.index_of(here), plan_of(at).program);
        const std::uint64_t position = ++state.started;
        state.applying.push_back({.frame = frame.index, .position = position});
        begin_background(run, frame, at.group.log.at(position).key.child(kApply, at.number));
        advance(run, frame);
    }
}

void resume_streams(Run& run) {
    for (std::uint32_t group = 0; group < run.scenario.groups.size(); ++group)
        for (std::uint32_t number = 0; number < run.scenario.groups[group].members.size(); ++number)
            send_log(run, {run.scenario.groups[group], run.world.groups[group], number});
}

void trim_log(Run& run, const GroupPlan& plan, GroupState& group) {
    std::uint64_t least = group.log.end();
    for (const MemberState& member : group.members)
        if (!member.has_left && !member.has_diverged)
            least = std::min(least, member.applied);
    std::uint64_t last = group.log.first() - 1;
    while (last < least && group.log.at(last + 1).committed_at + plan.longest_pin <= run.now())
        ++last;
    group.log.drop_until(last);
}

void release_commits(Run& run, const GroupPlan& plan, GroupState& group) {
    const std::uint64_t confirmed = confirmed_by_all(plan, group);
    while (!group.waiting.empty() && group.waiting.front().position <= confirmed) {
        const CommitWait over = group.waiting.front();
        group.waiting.pop_front();
        const FrameRef frame = run.frame(over.frame);
        if (frame->epoch != over.epoch)
            continue;
        run.meter(run.instance_of(frame), kCommitWait).time(run.now() - over.since);
        wake_at(run, frame, run.now(), Wake::kWaitOver);
    }
}

void show_unapplied(Run& run, const Member& of) {
    run.meter(instance_of_member(run, of.plan, of.number), kUnapplied)
        .set(run.now(), static_cast<std::int64_t>(of.group.log.end() -
                                                  std::min(of.state().applied, of.group.log.end())));
}

void schedule_group_event(Run& run, engine::Time at, Member whom, GroupEvent what, std::uint64_t about) {
    push_database_event(run, at, whom.plan.members[whom.number].component, DatabaseEvent::kGroup,
                        static_cast<std::uint32_t>(what) << 16U | whom.group.term,
                        static_cast<std::uint32_t>(about));
}

void on_group_event(Run& run, Instance& here, std::uint32_t what, std::uint32_t about) {
    const Member member = member_of(run, here);
    const bool is_of_this_term = static_cast<std::uint16_t>(what) == member.group.term;
    switch (static_cast<GroupEvent>(what >> 16U & 0xFFU)) {
    case GroupEvent::kReceived:
        if (is_of_this_term)
            receive(run, here, member, about);
        return;
    case GroupEvent::kConfirmed:
        if (is_of_this_term)
            hear_confirmation(run, member, about);
        return;
    case GroupEvent::kGone:
        member_is_gone(run, member, about);
        return;
    case GroupEvent::kPromoted:
        promotion_is_due(run, member, about);
        return;
    case GroupEvent::kRejoined:
        member_rejoins(run, member, about);
        return;
    }
    SHAKETABLE_ASSERT(false);
}

Op begin_in_group_op(std::uint32_t table, bool writes) {
    return Op{.execute = execute_begin_in_group, .a = table, .b = writes ? 1U : 0U};
}
Op write_op(std::uint32_t table, std::uint32_t rows) {
    return Op{.execute = execute_write, .resume = resume_publish, .a = table, .b = rows};
}
Op publish_op() { return Op{.execute = execute_publish, .resume = resume_publish}; }
Op apply_op() { return Op{.execute = execute_apply, .resume = resume_apply}; }

} // namespace shaketable::models
