#include "models/queue/topic_groups.hpp"

#include "models/call.hpp"
#include "models/frames.hpp"
#include "models/transit.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr engine::Duration kRequestTimeout = engine::Duration::from_seconds(30);

std::uint32_t edge_to(const Run& run, const TopicAt& at, std::uint32_t group) {
    return run.scenario.call_sites[at.plan.groups[group].fetch_site].edge;
}

/// Ends the deliveries whose answers will never come; those whose consumers are still at them end by
/// themselves, for nobody.
void leave_records(Run& run, const TopicAt& at, std::uint32_t group) {
    for (PartitionInWork& work : at.state.groups[group].partitions) {
        if (!work.is_in_work)
            continue;
        work.is_in_work = false;
        const FrameRef frame = run.frame(work.frame);
        if (frame->state == FrameState::kCalling && !is_present_child(run, frame))
            time_out(run, frame);
    }
}

/// Whether the replica is a member of whom the group hears.
bool is_heard(const Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    return replica != kNone && at.state.groups[group].members[replica].is_in &&
           !is_silent(run, at, group, replica);
}

/// What those have done who can say so.
void commit_of_living(Run& run, const TopicAt& at, std::uint32_t group) {
    const TopicGroupState& of = at.state.groups[group];
    for (std::uint32_t partition = 0; partition < of.partitions.size(); ++partition) {
        const std::uint32_t owner = at.state.log.owner(group, partition);
        if (is_heard(run, at, group, owner) && !of.members[owner].is_new)
            at.state.log.commit(group, partition);
    }
}

void assign_group(Run& run, const TopicAt& at, std::uint32_t group) {
    TopicGroupState& of = at.state.groups[group];
    of.is_rebalancing = false;
    of.assigns_when_done = false;
    commit_of_living(run, at, group);
    ++of.generation;
    run.meter(at.here, kRebalancing).lower(run.now());
    leave_records(run, at, group);
    std::vector<std::uint32_t> members;
    for (std::uint32_t replica = 0; replica < of.members.size(); ++replica)
        if (of.members[replica].is_in)
            members.push_back(replica);
    for (MemberOfGroup& member : of.members)
        member.is_new = false;
    at.state.lags[group] += at.state.log.assign(group, members);
    for (PartitionInWork& work : of.partitions) {
        work.attempts = 0;
        work.not_before = {};
        work.commits_when_asked = false;
    }
    offer_all(run, at, group);
}

bool is_done(const Run& run, const TopicAt& at, std::uint32_t group) {
    const TopicGroupState& of = at.state.groups[group];
    for (std::uint32_t partition = 0; partition < of.partitions.size(); ++partition)
        if (of.partitions[partition].is_in_work &&
            is_heard(run, at, group, at.state.log.owner(group, partition)))
            return false;
    return true;
}

/// What is in work, and of whom nobody works on it: its request, or the answer to it, was lost.
void look_after_request(Run& run, PartitionInWork& work) {
    const FrameRef frame = run.frame(work.frame);
    if (frame->state != FrameState::kCalling || is_present_child(run, frame)) {
        work.lost_at = engine::Time::latest();
        return;
    }
    work.lost_at = std::min(work.lost_at, run.now());
    if (run.now() - work.lost_at < kRequestTimeout)
        return;
    work.lost_at = engine::Time::latest();
    time_out(run, frame);
}

} // namespace

bool is_silent(const Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    const Instance& member = member_of_group(run, at, group, replica);
    return is_dead(member) || member.hangs > 0 || is_cut_off(run, edge_to(run, at, group), member);
}

const Instance& member_of_group(const Run& run, const TopicAt& at, std::uint32_t group,
                                std::uint32_t replica) {
    const std::uint32_t component = at.plan.groups[group].component;
    return run.instance(run.scenario.components[component].first_instance + replica);
}

bool is_dead(const Instance& member) { return member.crashes > 0 || member.host_crashes > 0; }

void watch_member(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    MemberOfGroup& of = at.state.groups[group].members[replica];
    if (of.is_watched || !of.is_in)
        return;
    of.is_watched = true;
    expect_turn(run, at, at.plan.session_timeout,
                {.what = TopicEvent::kMemberGone, .group = group, .argument = replica});
}

void drop_if_silent(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    MemberOfGroup& of = at.state.groups[group].members[replica];
    of.is_watched = false;
    if (!is_silent(run, at, group, replica) || !of.is_in)
        return;
    of.is_in = false;
    of.was_silent = true;
    begin_rebalance(run, at, group);
}

void leave_if_idle(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    TopicGroupState& of = at.state.groups[group];
    MemberOfGroup& member = of.members[replica];
    if (!member.is_leaving || !member.is_in)
        return;
    for (std::uint32_t partition = 0; partition < at.state.log.partitions(); ++partition)
        if (of.partitions[partition].is_in_work && at.state.log.owner(group, partition) == replica)
            return;
    for (std::uint32_t partition = 0; partition < at.state.log.partitions(); ++partition)
        if (at.state.log.owner(group, partition) == replica)
            at.state.log.commit(group, partition);
    member.is_in = false;
    begin_rebalance(run, at, group);
}

void let_in(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    MemberOfGroup& member = at.state.groups[group].members[replica];
    member.is_in = true;
    member.is_new = true;
    member.is_leaving = false;
    begin_rebalance(run, at, group);
}

void look_after_members(Run& run, const TopicAt& at, std::uint32_t group) {
    TopicGroupState& of = at.state.groups[group];
    for (std::uint32_t replica = 0; replica < of.members.size(); ++replica) {
        MemberOfGroup& member = of.members[replica];
        const bool is_quiet = is_silent(run, at, group, replica);
        if (is_quiet)
            watch_member(run, at, group, replica);
        else if (member.was_silent && !member.is_in && !member.is_leaving)
            let_in(run, at, group, replica);
        member.was_silent = member.was_silent && is_quiet;
    }
    for (std::uint32_t partition = 0; partition < of.partitions.size(); ++partition) {
        PartitionInWork& work = of.partitions[partition];
        const std::uint32_t owner = at.state.log.owner(group, partition);
        if (!work.is_in_work || owner == kNone || is_silent(run, at, group, owner))
            continue;
        if (run.now() - work.asked_at >= at.plan.max_poll_interval && of.members[owner].is_in) {
            of.members[owner].is_in = false;
            begin_rebalance(run, at, group);
        }
        look_after_request(run, work);
    }
    assign_if_done(run, at, group);
}

void begin_rebalance(Run& run, const TopicAt& at, std::uint32_t group) {
    TopicGroupState& of = at.state.groups[group];
    if (of.is_rebalancing)
        return;
    of.is_rebalancing = true;
    run.meter(at.here, kRebalances).count();
    run.meter(at.here, kRebalancing).raise(run.now());
    expect_turn(run, at, at.plan.rebalance, {.what = TopicEvent::kAssign, .group = group});
}

void assign_if_done(Run& run, const TopicAt& at, std::uint32_t group) {
    if (at.state.groups[group].assigns_when_done && is_done(run, at, group))
        assign_group(run, at, group);
}

} // namespace shaketable::models
