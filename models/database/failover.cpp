#include "models/database/failover.hpp"

#include "models/process.hpp"
#include "models/server_metrics.hpp"

#include <algorithm>
#include <optional>

namespace shaketable::models {

namespace {

Instance& instance_of(const Run& run, const Member& member) {
    return instance_of_member(run, member.plan, member.number);
}

/// Who is up and has received most.
std::optional<std::uint32_t> best_replica(const Run& run, const GroupPlan& plan, const GroupState& group) {
    std::optional<std::uint32_t> best;
    for (std::uint32_t number = 0; number < group.members.size(); ++number) {
        const MemberState& member = group.members[number];
        if (number == group.primary || member.has_left || member.has_diverged ||
            !is_up(instance_of_member(run, plan, number)))
            continue;
        if (!best || member.received > group.members[*best].received)
            best = number;
    }
    return best;
}

void begin_promotion(Run& run, const GroupPlan& plan, GroupState& group) {
    group.is_promoting = false;
    const auto best = best_replica(run, plan, group);
    if (!best)
        return; // whoever comes back first will be asked
    group.is_promoting = true;
    group.promotion_is_due = false;
    group.promoted = *best;
    schedule_group_event(run, run.now() + plan.promotion, {plan, group, *best}, GroupEvent::kPromoted,
                         group.members[*best].epoch);
}

/// Of the transactions behind a position: those whose clients were not told that they are committed.
std::uint64_t unconfirmed_behind(const GroupState& group, std::uint64_t position) {
    return static_cast<std::uint64_t>(
        std::count_if(group.waiting.begin(), group.waiting.end(),
                      [&](const auto& wait) { return wait.position > position; }));
}

void promote(Run& run, const Member& to) {
    GroupState& group = to.group;
    MemberState& state = to.state();
    const Instance& old = instance_of_member(run, to.plan, group.primary);
    run.meter(instance_of(run, to), kLostWrites).count(group.log.end() - state.received);
    run.meter(instance_of(run, to), kLostUnconfirmed).count(unconfirmed_behind(group, state.received));
    group.log.cut_behind(state.received);
    for (MemberState& member : group.members)
        if (member.received > state.received) {
            member.has_diverged = true;
            member.received = member.started = member.applied = state.received;
        }
    run.meter(old, kIsPrimary).set(run.now(), 0);
    run.meter(instance_of(run, to), kIsPrimary).set(run.now(), 1);
    run.meter(instance_of(run, to), kPromotions).count();
    group.members[group.primary].is_read = false;
    group.primary = to.number;
    group.is_promoting = false;
    group.primary_is_gone = false;
    group.waiting.clear();
    ++group.term;
    run.fact(instance_of(run, to), run.component_of(instance_of(run, to)).label.bits, What::kPromoted);
    for (std::uint32_t number = 0; number < group.members.size(); ++number) {
        const Member member{to.plan, group, number};
        member.state().sent = member.state().confirmed = member.state().received;
        show_unapplied(run, member);
        send_log(run, member);
    }
    trim_log(run, to.plan, group);
}

/// It follows the primary from where it is.
void follow(Run& run, const Member& member) {
    MemberState& state = member.state();
    state.is_read = true;
    state.sent = state.received;
    send_log(run, member);
    apply_more(run, member);
}

} // namespace

void member_went_down(Run& run, Instance& here) {
    const Member member = member_of(run, here);
    MemberState& state = member.state();
    ++state.epoch;
    state.applying.clear();
    state.applied_early.clear();
    state.started = state.applied;
    if (member.plan.fails_over)
        schedule_group_event(run, run.now() + member.plan.detection, member, GroupEvent::kGone, state.epoch);
}

void member_came_up(Run& run, Instance& here) {
    const Member member = member_of(run, here);
    MemberState& state = member.state();
    ++state.epoch;
    if (state.has_diverged) {
        state.has_left = true;
        schedule_group_event(run, run.now() + member.plan.rejoin, member, GroupEvent::kRejoined, state.epoch);
    } else if (member.is_primary()) {
        member.group.primary_is_gone = false;
        member.group.is_promoting = false;
        resume_streams(run);
    } else {
        follow(run, member);
        if (member.group.primary_is_gone && !member.group.is_promoting)
            begin_promotion(run, member.plan, member.group);
    }
}

void member_is_gone(Run& run, Member whom, std::uint32_t epoch) {
    if (whom.state().epoch != epoch)
        return;
    if (whom.is_primary()) {
        whom.group.primary_is_gone = true;
        if (!whom.group.is_promoting)
            begin_promotion(run, whom.plan, whom.group);
    } else {
        whom.state().is_read = false;
        if (whom.group.is_promoting && whom.group.promoted == whom.number)
            begin_promotion(run, whom.plan, whom.group);
    }
}

void promotion_is_due(Run& run, Member whom, std::uint32_t epoch) {
    if (!whom.group.is_promoting || whom.group.promoted != whom.number || whom.state().epoch != epoch)
        return;
    whom.group.promotion_is_due = true;
    finish_promotion(run, whom);
}

void finish_promotion(Run& run, Member whom) {
    const GroupState& group = whom.group;
    if (group.is_promoting && group.promotion_is_due && group.promoted == whom.number &&
        whom.state().applied == whom.state().received)
        promote(run, whom);
}

void member_rejoins(Run& run, Member whom, std::uint32_t epoch) {
    MemberState& state = whom.state();
    if (state.epoch != epoch)
        return;
    state.has_left = false;
    state.has_diverged = false;
    state.received = state.started = state.applied = state.confirmed = whom.group.log.end();
    show_unapplied(run, whom);
    follow(run, whom);
    release_commits(run, whom.plan, whom.group); // what waited for it alone
}

} // namespace shaketable::models
