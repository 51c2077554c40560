#include "models/queue/topic.hpp"

#include "engine/assert.hpp"
#include "models/call.hpp"
#include "models/queue/topic_groups.hpp"
#include "models/queue/topic_records.hpp"
#include "models/server.hpp"
#include "models/service.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

void commit_group(Run& run, const TopicAt& at, std::uint32_t group) {
    at.state.groups[group].will_commit = false;
    for (std::uint32_t partition = 0; partition < at.state.log.partitions(); ++partition) {
        PartitionInWork& work = at.state.groups[group].partitions[partition];
        work.commits_when_asked = work.is_in_work;
        if (work.is_in_work)
            at.state.log.commit(group, partition, work.taken_from);
        else
            at.state.log.commit(group, partition);
    }
    measure_topic(run, at);
}

/// Each second: who has not asked for too long, what has been kept for long enough, and how old the oldest
/// is.
void sample_topic(Run& run, const TopicAt& at) {
    at.state.is_sampled = false;
    if (run.now().ns() > at.plan.retention.ns()) {
        const engine::Time kept_from = engine::Time::from_ns(run.now().ns() - at.plan.retention.ns());
        run.meter(at.here, kRecordsExpired).count(at.state.log.expire(kept_from));
    }
    engine::Time oldest = run.now();
    for (std::uint32_t group = 0; group < at.state.log.groups(); ++group) {
        at.state.lags[group] = at.state.log.lag(group);
        oldest = std::min(oldest, at.state.log.oldest(group).value_or(oldest));
        look_after_members(run, at, group);
    }
    run.meter(at.here, kOldestLagging).set(run.now(), (run.now() - oldest).ns() / 1'000'000);
    measure_topic(run, at);
}

void on_topic_event(Run& run, std::uint32_t instance, std::uint16_t, std::uint32_t epoch) {
    const TopicAt at = topic_at(run, run.instance(instance));
    const auto [what, group, argument] = turn_of(epoch);
    switch (what) {
    case TopicEvent::kSample:
        sample_topic(run, at);
        return;
    case TopicEvent::kRetry:
        offer(run, at, group, argument);
        return;
    case TopicEvent::kCommit:
        commit_group(run, at, group);
        return;
    case TopicEvent::kMemberGone:
        drop_if_silent(run, at, group, argument);
        return;
    case TopicEvent::kAssign:
        at.state.groups[group].assigns_when_done = true;
        assign_if_done(run, at, group);
        measure_topic(run, at);
        return;
    }
    SHAKETABLE_ASSERT(false);
}

/// The log outlives it, and so does what is committed; what is in work is done for nobody.
void topic_crashed(Run& run, Instance& here) {
    service_crashed(run, here);
    const TopicAt at = topic_at(run, here);
    for (TopicGroupState& of : at.state.groups) {
        ++of.generation;
        for (PartitionInWork& work : of.partitions)
            work.is_in_work = false;
    }
}

void offer_everything(Run& run, Instance& here) {
    const TopicAt at = topic_at(run, here);
    for (std::uint32_t group = 0; group < at.state.log.groups(); ++group)
        offer_all(run, at, group);
}

/// Whoever had left and did records in vain has lost sight of them, and asks anew.
void topic_restarted(Run& run, Instance& here) {
    const TopicAt at = topic_at(run, here);
    for (std::uint32_t group = 0; group < at.state.log.groups(); ++group) {
        std::vector<MemberOfGroup>& members = at.state.groups[group].members;
        for (std::uint32_t replica = 0; replica < members.size(); ++replica) {
            if (members[replica].is_in || is_dead(member_of_group(run, at, group, replica)))
                continue;
            let_in(run, at, group, replica);
        }
    }
    for (std::uint32_t group = 0; group < at.state.log.groups(); ++group)
        assign_if_done(run, at, group);
    offer_everything(run, here);
}
void topic_went_on(Run& run, Instance& here) {
    dispatch(run, here);
    offer_everything(run, here);
}

/// All groups are told to go on behind everything.
void skip_records(Run& run, Instance& here) {
    const TopicAt at = topic_at(run, here);
    for (std::uint32_t group = 0; group < at.state.log.groups(); ++group) {
        ++at.state.groups[group].generation;
        for (std::uint32_t partition = 0; partition < at.state.log.partitions(); ++partition) {
            while (at.state.log.next(group, partition))
                at.state.log.go_on(group, partition);
            at.state.log.commit(group, partition);
            at.state.groups[group].partitions[partition].is_in_work = false;
        }
        at.state.lags[group] = 0;
    }
    measure_topic(run, at);
}

} // namespace

TopicState empty_topic(const TopicPlan& plan, const Scenario& scenario) {
    const auto groups = static_cast<std::uint32_t>(plan.groups.size());
    TopicState state{.log = PartitionedLog(plan.partitions, groups)};
    state.lags.resize(groups);
    for (std::uint32_t group = 0; group < groups; ++group) {
        const Component& consumer = scenario.components[plan.groups[group].component];
        TopicGroupState of{.members = std::vector<MemberOfGroup>(consumer.instances),
                           .partitions = std::vector<PartitionInWork>(plan.partitions)};
        std::vector<std::uint32_t> members(consumer.present);
        for (std::uint32_t replica = 0; replica < consumer.instances; ++replica) {
            of.members[replica].is_in = replica < consumer.present;
            if (of.members[replica].is_in)
                members[replica] = replica;
        }
        (void)state.log.assign(group, members);
        state.groups.push_back(std::move(of));
    }
    return state;
}

namespace {

template <class Visit>
void for_each_group_of(Run& run, const Instance& consumer, Visit visit) {
    for (const TopicPlan& plan : run.scenario.topics) {
        const TopicAt at =
            topic_at(run, run.instance(run.scenario.components[plan.component].first_instance));
        for (std::uint32_t group = 0; group < plan.groups.size(); ++group)
            if (plan.groups[group].component == consumer.component)
                visit(at, group);
    }
}

} // namespace

void join_groups(Run& run, const Instance& consumer) {
    for_each_group_of(run, consumer, [&](const TopicAt& at, std::uint32_t group) {
        let_in(run, at, group, consumer.replica);
    });
}

void leave_groups(Run& run, const Instance& consumer) {
    for_each_group_of(run, consumer, [&](const TopicAt& at, std::uint32_t group) {
        MemberOfGroup& member = at.state.groups[group].members[consumer.replica];
        if (!member.is_in)
            return;
        member.is_leaving = true;
        leave_if_idle(run, at, group, consumer.replica);
    });
}

std::int64_t undone_records(Run& run, Instance& here, std::uint32_t consumer) {
    const TopicAt at = topic_at(run, here);
    for (std::uint32_t group = 0; group < at.plan.groups.size(); ++group)
        if (at.plan.groups[group].component == consumer)
            return static_cast<std::int64_t>(at.state.lags[group]);
    return 0;
}

std::vector<MetricSpec> topic_metrics() {
    std::vector<MetricSpec> metrics = {
        {"published", MetricKind::kCounter, "messages", "Messages that were stored."},
        {"received", MetricKind::kCounter, "messages", "Messages handed to consumers, each time counted."},
        {"redelivered", MetricKind::kCounter, "messages", "Those of them that had just failed."},
        {"done", MetricKind::kCounter, "messages",
         "Messages whose work was done, the first time of a group."},
        {"done_again", MetricKind::kCounter, "messages", "Messages whose work a group did once more."},
        {"published_twice", MetricKind::kCounter, "messages",
         "Those of them that another message of the same request had done: it was published twice."},
        {"doubled_effects", MetricKind::kCounter, "messages",
         "Messages that a group did once more though it is not idempotent."},
        {"dead_letters", MetricKind::kCounter, "messages",
         "Messages that were given up: they had failed as often as allowed."},
        {"expired", MetricKind::kCounter, "messages",
         "Messages that were kept for as long as allowed, and not done, by group."},
        {"skipped", MetricKind::kCounter, "messages",
         "Messages that were still kept, and that a group skipped whose place had expired, by group."},
        {"rebalances", MetricKind::kCounter, "times", "How often a group was assigned anew."},
        {"rebalancing", MetricKind::kGauge, "groups", "Groups that stand still for it."},
        sign({"lag", MetricKind::kGauge, "messages", "Messages that groups have not done, of all."},
             {.brief = "not done", .state = "lags"}),
        sign({"oldest_age", MetricKind::kGauge, "seconds",
              "How long ago the oldest of these was published, looked at each second.", 0.001},
             {.brief = "the oldest"}),
        {"message_age", MetricKind::kTiming, "",
         "From a message's publication to the end of its work, done the first time."},
    };
    SHAKETABLE_ASSERT(kServerMetrics + metrics.size() == kTopicMetrics);
    return metrics;
}

const ComponentModel& topic_model() {
    static constexpr ComponentModel kModel = [] {
        ComponentModel model = kServiceModel;
        model.on_event = on_topic_event;
        model.crashed = topic_crashed;
        model.restarted = topic_restarted;
        model.went_on = topic_went_on;
        model.backlog_dropped = skip_records;
        model.messages_for = undone_records;
        return model;
    }();
    return kModel;
}

} // namespace shaketable::models
