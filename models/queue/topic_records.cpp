#include "models/queue/topic_records.hpp"

#include "models/call.hpp"
#include "models/queue/delivery.hpp"
#include "models/server.hpp"

#include <algorithm>

namespace shaketable::models {

namespace {

constexpr engine::Duration kTopicSampledEvery = engine::Duration::from_seconds(1);
constexpr std::uint32_t kArgumentBits = 20; // a partition, or a replica
constexpr std::uint32_t kGroupBits = 8;

bool is_topic_up(const Instance& here) {
    return here.crashes == 0 && here.host_crashes == 0 && here.hangs == 0;
}

Instance& instance_of_topic(Run& run, std::uint32_t topic) {
    return run.instance(run.scenario.components[run.scenario.topics[topic].component].first_instance);
}

void go_on_behind(Run& run, const TopicAt& at, const RecordInWork& record) {
    at.state.log.go_on(record.group, record.partition);
    --at.state.lags[record.group];
    TopicGroupState& of = at.state.groups[record.group];
    of.partitions[record.partition].attempts = 0;
    if (at.plan.commit_interval == engine::Duration()) {
        at.state.log.commit(record.group, record.partition);
    } else if (!of.will_commit) {
        of.will_commit = true;
        expect_turn(run, at, at.plan.commit_interval, {.what = TopicEvent::kCommit, .group = record.group});
    }
}

void give_up_record(Run& run, const TopicAt& at, const RecordInWork& record, const Message& message) {
    run.meter(at.here, kRecordsGivenUp).count();
    go_on_behind(run, at, record);
    if (at.plan.dead_letters == kNone)
        return;
    Message dead_letter = message;
    dead_letter.stored = run.now();
    dead_letter.source = run.component_of(at.here).model_index;
    dead_letter.source_place = static_cast<std::uint16_t>(record.partition);
    dead_letter.source_is_topic = true;
    add_dead_letter(run, at.plan.dead_letters, dead_letter);
}

void count_record(Run& run, const TopicAt& at, const RecordInWork& record) {
    std::uint64_t& done_before = at.state.groups[record.group].partitions[record.partition].done_before;
    const bool is_again = record.offset < done_before;
    run.meter(at.here, is_again ? kRecordsDoneAgain : kRecordsDone).count();
    if (is_again && !at.plan.groups[record.group].idempotent)
        run.meter(at.here, kDoubledRecords).count();
    if (!is_again)
        run.meter(at.here, kRecordAge).time(run.now() - record.published);
    done_before = std::max(done_before, record.offset + 1);
}

/// What comes of a record where its group has not been assigned anew since.
void conclude_record(Run& run, const TopicAt& at, const RecordInWork& record, const Message& message,
                     bool is_done) {
    PartitionInWork& work = at.state.groups[record.group].partitions[record.partition];
    work.is_in_work = false;
    if (at.state.log.position(record.group, record.partition) != record.offset)
        work.attempts = 0; // it has expired
    else if (is_done)
        go_on_behind(run, at, record);
    else if (work.attempts >= at.plan.attempts_most)
        give_up_record(run, at, record, message);
    else if (at.plan.retry_pause > engine::Duration()) {
        work.not_before = run.now() + at.plan.retry_pause;
        expect_turn(run, at, at.plan.retry_pause,
                    {.what = TopicEvent::kRetry, .group = record.group, .argument = record.partition});
    }
    offer(run, at, record.group, record.partition);
}

/// A member that was at a record for too long, and has left, asks for messages again.
void rejoin(Run& run, const TopicAt& at, const RecordInWork& record) {
    MemberOfGroup& member = at.state.groups[record.group].members[record.owner];
    if (member.is_in || member.is_leaving || is_dead(member_of_group(run, at, record.group, record.owner)))
        return;
    member.is_in = true;
    begin_rebalance(run, at, record.group);
}

Progress execute_end_of_record(Run& run, FrameRef frame, const Op& op) {
    const TopicAt at = topic_at(run, run.instance_of(frame));
    const RecordInWork record = run.world.queues.records[frame.index];
    const Message message{.key = frame->key, .session = run.session_of(frame), .published = record.published};
    const bool is_done = op.a != 0;
    end_frame(run, frame);
    if (is_done)
        count_record(run, at, record);
    if (record.generation == at.state.groups[record.group].generation)
        conclude_record(run, at, record, message, is_done);
    else
        rejoin(run, at, record);
    leave_if_idle(run, at, record.group, record.owner);
    measure_topic(run, at);
    return Progress::kSuspended;
}

Progress execute_address_owner(Run& run, FrameRef frame, const Op& op) {
    edge_state(run, run.instance_of(frame), run.scenario.edges[op.a]).next_replica =
        run.world.queues.records[frame.index].owner;
    ++frame->op;
    return Progress::kNext;
}

void append(Run& run, const TopicAt& at, std::uint32_t partition, const TopicRecord& record) {
    at.state.log.append(partition, record);
    run.meter(at.here, kAppended).count();
    for (std::uint32_t group = 0; group < at.state.log.groups(); ++group) {
        ++at.state.lags[group];
        offer(run, at, group, partition);
    }
    measure_topic(run, at);
}

Progress execute_append(Run& run, FrameRef frame, const Op& op) {
    const TopicAt at = topic_at(run, run.instance_of(frame));
    const std::uint64_t turn = op.a != 0 ? engine::mix(run.session_of(frame)) : at.state.turn++;
    const auto partition = static_cast<std::uint32_t>(turn % at.state.log.partitions());
    ++frame->op;
    append(run, at, partition, {.key = frame->key, .session = run.session_of(frame), .published = run.now()});
    return Progress::kNext;
}

} // namespace

bool may_append_again(Run& run, std::uint32_t topic) { return is_topic_up(instance_of_topic(run, topic)); }

TopicAt topic_at(Run& run, Instance& here) {
    const std::uint32_t index = run.component_of(here).model_index;
    return {here, run.world.queues.topics[index], run.scenario.topics[index]};
}

void expect_turn(Run& run, const TopicAt& at, engine::Duration in, const TopicTurn& turn) {
    const std::uint32_t packed = static_cast<std::uint32_t>(turn.what) << (kArgumentBits + kGroupBits) |
                                 turn.group << kArgumentBits | turn.argument;
    run.queue().push_after(in, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kModel),
                                               .detail = static_cast<std::uint16_t>(at.here.component),
                                               .index = run.index_of(at.here),
                                               .epoch = packed});
}

TopicTurn turn_of(std::uint32_t epoch) {
    return {.what = static_cast<TopicEvent>(epoch >> (kArgumentBits + kGroupBits)),
            .group = epoch >> kArgumentBits & ((1U << kGroupBits) - 1),
            .argument = epoch & ((1U << kArgumentBits) - 1)};
}

const Instance& member_of_group(const Run& run, const TopicAt& at, std::uint32_t group,
                                std::uint32_t replica) {
    const std::uint32_t component = at.plan.groups[group].component;
    return run.instance(run.scenario.components[component].first_instance + replica);
}

bool is_dead(const Instance& member) { return member.crashes > 0 || member.host_crashes > 0; }

void offer(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t partition) {
    TopicGroupState& of = at.state.groups[group];
    PartitionInWork& work = of.partitions[partition];
    const std::uint32_t owner = at.state.log.owner(group, partition);
    const std::optional<TopicRecord> record = at.state.log.next(group, partition);
    if (!record || work.is_in_work || of.is_rebalancing || owner == kNone || !is_topic_up(at.here) ||
        run.now() < work.not_before)
        return;
    if (is_dead(member_of_group(run, at, group, owner))) {
        watch_member(run, at, group, owner);
        return;
    }
    if (of.members[owner].is_leaving)
        return;
    const FrameRef frame = make_frame(run, run.index_of(at.here), at.plan.groups[group].first_op);
    begin_background(run, frame, record->key);
    ++work.attempts;
    frame->lineage = work.attempts == 1 ? 0 : static_cast<std::uint32_t>(engine::mix(work.attempts)) | 1U;
    if (run.scenario.has_sessions)
        run.set_session(frame, record->session);
    work.is_in_work = true;
    work.frame = frame.index;
    work.since = run.now();
    run.world.queues.records[frame.index] = {.group = group,
                                             .partition = partition,
                                             .offset = at.state.log.position(group, partition),
                                             .owner = owner,
                                             .generation = of.generation,
                                             .published = record->published};
    run.meter(at.here, kFetched).count();
    run.meter(at.here, kRetriedRecords).count(work.attempts > 1 ? 1 : 0);
    advance(run, frame);
}

void watch_member(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    MemberOfGroup& of = at.state.groups[group].members[replica];
    if (of.is_watched || !of.is_in)
        return;
    of.is_watched = true;
    expect_turn(run, at, at.plan.session_timeout,
                {.what = TopicEvent::kMemberGone, .group = group, .argument = replica});
}

void leave_if_idle(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t replica) {
    TopicGroupState& of = at.state.groups[group];
    MemberOfGroup& member = of.members[replica];
    if (!member.is_leaving || !member.is_in)
        return;
    for (std::uint32_t partition = 0; partition < at.state.log.partitions(); ++partition)
        if (of.partitions[partition].is_in_work && at.state.log.owner(group, partition) == replica)
            return;
    member.is_in = false;
    begin_rebalance(run, at, group);
}

void offer_all(Run& run, const TopicAt& at, std::uint32_t group) {
    for (std::uint32_t partition = 0; partition < at.state.log.partitions(); ++partition)
        offer(run, at, group, partition);
}

void measure_topic(Run& run, const TopicAt& at) {
    std::uint64_t lag = 0;
    for (std::uint32_t group = 0; group < at.state.log.groups(); ++group)
        lag += at.state.lags[group];
    run.meter(at.here, kLag).set(run.now(), static_cast<std::int64_t>(lag));
    if (!at.state.is_sampled && lag > 0) {
        at.state.is_sampled = true;
        expect_turn(run, at, kTopicSampledEvery, {.what = TopicEvent::kSample});
    }
}

void append_again(Run& run, std::uint32_t topic, const Message& dead_letter) {
    append(run, topic_at(run, instance_of_topic(run, topic)), dead_letter.source_place,
           {.key = dead_letter.key, .session = dead_letter.session, .published = run.now()});
}

Op append_op(bool by_session) { return Op{.execute = execute_append, .a = by_session ? 1U : 0U}; }
Op address_owner_op(std::uint32_t edge) { return Op{.execute = execute_address_owner, .a = edge}; }
Op end_of_record_op(bool is_done) { return Op{.execute = execute_end_of_record, .a = is_done ? 1U : 0U}; }

} // namespace shaketable::models
