#include "models/queue/topic_records.hpp"

#include "models/queue/topic_groups.hpp"

#include "models/call.hpp"
#include "models/queue/delivery.hpp"
#include "models/server.hpp"

#include <algorithm>
#include <utility>

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

/// What the group has done of the partition is committed as its member asks for records next, once the commit
/// interval is over.
void expect_commit(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t partition) {
    TopicGroupState& of = at.state.groups[group];
    if (at.plan.commit_interval == engine::Duration()) {
        of.partitions[partition].commits_when_asked = true;
    } else if (!of.will_commit) {
        of.will_commit = true;
        expect_turn(run, at, at.plan.commit_interval, {.what = TopicEvent::kCommit, .group = group});
    }
}

void go_on_behind(Run& run, const TopicAt& at, const RecordInWork& record) {
    at.state.log.go_on(record.group, record.partition);
    --at.state.lags[record.group];
    at.state.groups[record.group].partitions[record.partition].attempts = 0;
    expect_commit(run, at, record.group, record.partition);
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

void count_record(Run& run, const TopicAt& at, const RecordInWork& record, engine::Key request) {
    TopicGroupState& of = at.state.groups[record.group];
    std::uint64_t& done_before = of.partitions[record.partition].done_before;
    const bool was_done = record.offset < done_before;
    const bool is_new = !at.plan.knows_requests || of.done.add(request, run.now());
    const bool is_again = was_done || !is_new;
    if (!was_done && !is_new)
        run.meter(at.here, kAppendedTwice).count();
    run.meter(at.here, is_again ? kRecordsDoneAgain : kRecordsDone).count();
    if (is_again && !at.plan.groups[record.group].idempotent)
        run.meter(at.here, kDoubledRecords).count();
    if (!is_again)
        run.meter(at.here, kRecordAge).time(run.now() - record.published);
    done_before = std::max(done_before, record.offset + 1);
}

/// How the work on a record has ended.
struct RecordEnd {
    Message message = {};
    bool is_done = false;
    engine::Duration way_back = {}; // if not: until the topic is asked for it again
};

/// A frame that hands out the record; it has yet to set off.
FrameRef frame_of_record(Run& run, const TopicAt& at, const RecordInWork& record, std::uint32_t attempts) {
    const TopicRecord& what = at.state.log.records(record.partition).at(record.offset);
    const FrameRef frame =
        make_frame(run, run.index_of(at.here), at.plan.groups[record.group].first_ops[place_of(record.way)]);
    begin_background(run, frame, what.key);
    frame->lineage = attempts == 1 ? 0 : static_cast<std::uint32_t>(engine::mix(attempts)) | 1U;
    if (run.scenario.has_sessions)
        run.set_session(frame, what.session);
    run.world.queues.records[frame.index] = record;
    run.world.queues.records[frame.index].published = what.published;
    run.meter(at.here, kFetched).count();
    run.meter(at.here, kRetriedRecords).count(attempts > 1 ? 1 : 0);
    return frame;
}

/// Hands out the next record of those that the partition's member has taken, or takes.
void hand_out_taken(Run& run, const TopicAt& at, const RecordInWork& of_partition, bool is_there) {
    const std::uint32_t group = of_partition.group;
    const std::uint32_t partition = of_partition.partition;
    const TopicGroupState& of = at.state.groups[group];
    PartitionInWork& work = at.state.groups[group].partitions[partition];
    const std::uint64_t offset = at.state.log.position(group, partition);
    ++work.attempts;
    const RecordInWork record{.group = group,
                              .partition = partition,
                              .offset = offset,
                              .owner = at.state.log.owner(group, partition),
                              .generation = of.generation,
                              .taken_until = work.taken_until,
                              .way = {.is_there = is_there, .answer_stays = offset + 1 < work.taken_until}};
    const FrameRef frame = frame_of_record(run, at, record, work.attempts);
    work.is_in_work = true;
    work.frame = frame.index;
    work.lost_at = engine::Time::latest();
    advance(run, frame);
}

/// It has failed, and will be tried again: its member goes back to it and asks anew.
void take_again(Run& run, const TopicAt& at, const RecordInWork& record, engine::Duration way_back) {
    PartitionInWork& work = at.state.groups[record.group].partitions[record.partition];
    work.taken_until = record.offset;
    const engine::Duration pause = at.plan.retry_pause + way_back;
    if (pause == engine::Duration())
        return;
    work.not_before = run.now() + pause;
    expect_turn(run, at, pause,
                {.what = TopicEvent::kRetry, .group = record.group, .argument = record.partition});
}

/// The owner of the record asks for more: if it had left its group, it is let in again.
void ask_for_more(Run& run, const TopicAt& at, const RecordInWork& record) {
    const MemberOfGroup& member = at.state.groups[record.group].members[record.owner];
    if (!member.is_in && !member.is_leaving && !is_silent(run, at, record.group, record.owner))
        let_in(run, at, record.group, record.owner);
}

/// What comes of a record where its group has not been assigned anew since.
void conclude_record(Run& run, const TopicAt& at, const RecordInWork& record, const RecordEnd& end) {
    PartitionInWork& work = at.state.groups[record.group].partitions[record.partition];
    work.is_in_work = false;
    if (at.state.log.position(record.group, record.partition) != record.offset)
        work.attempts = 0; // it has expired
    else if (end.is_done)
        go_on_behind(run, at, record);
    else if (work.attempts >= at.plan.attempts_most)
        give_up_record(run, at, record, end.message);
    else
        take_again(run, at, record, end.way_back);
    if (at.state.log.position(record.group, record.partition) < work.taken_until &&
        !is_dead(member_of_group(run, at, record.group, record.owner))) {
        hand_out_taken(run, at, record, true);
        return;
    }
    offer(run, at, record.group, record.partition);
    ask_for_more(run, at, record);
}

/// A member that was at its records for too long, and has left, does not know it before it has done them all
/// and asks for more. Then it is in its group again.
void go_on_in_vain(Run& run, const TopicAt& at, const RecordInWork& record, bool is_done) {
    const MemberOfGroup& member = at.state.groups[record.group].members[record.owner];
    if (member.is_in || is_silent(run, at, record.group, record.owner))
        return;
    RecordInWork next = record;
    ++next.offset;
    next.way = {.is_there = true, .answer_stays = next.offset + 1 < next.taken_until};
    const bool has_next =
        next.offset < next.taken_until && next.offset >= at.state.log.records(record.partition).first();
    if (is_done && has_next)
        advance(run, frame_of_record(run, at, next, 1));
    else
        ask_for_more(run, at, record);
}

Progress execute_end_of_record(Run& run, FrameRef frame, const Op& op) {
    const TopicAt at = topic_at(run, run.instance_of(frame));
    const RecordInWork record = run.world.queues.records[frame.index];
    RecordEnd end{
        .message = {.key = frame->key, .session = run.session_of(frame), .published = record.published},
        .is_done = op.a != 0};
    if (!end.is_done && record.way.answer_stays)
        end.way_back = leg_latency(
            run, frame, run.scenario.call_sites[at.plan.groups[record.group].fetch_site], Leg::kAnswer);
    end_frame(run, frame);
    if (end.is_done)
        count_record(run, at, record, end.message.key);
    if (record.generation == at.state.groups[record.group].generation)
        conclude_record(run, at, record, end);
    else
        go_on_in_vain(run, at, record, end.is_done);
    leave_if_idle(run, at, record.group, record.owner);
    assign_if_done(run, at, record.group);
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

namespace {

/// Its place was deleted.
void find_lost_place(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t partition) {
    const std::uint64_t skipped =
        at.state.log.find_place(group, partition, at.plan.groups[group].skips_to_end);
    at.state.lags[group] -= skipped;
    at.state.groups[group].partitions[partition].attempts = 0;
    run.meter(at.here, kRecordsSkipped).count(skipped);
    expect_commit(run, at, group, partition);
}

} // namespace

void offer(Run& run, const TopicAt& at, std::uint32_t group, std::uint32_t partition) {
    const TopicGroupState& of = at.state.groups[group];
    PartitionInWork& work = at.state.groups[group].partitions[partition];
    const std::uint32_t owner = at.state.log.owner(group, partition);
    if (work.is_in_work || owner == kNone || !is_topic_up(at.here))
        return;
    const bool is_asked = !is_dead(member_of_group(run, at, group, owner));
    if (is_asked && of.members[owner].is_in && std::exchange(work.commits_when_asked, false))
        at.state.log.commit(group, partition);
    if (of.is_rebalancing || run.now() < work.not_before)
        return;
    if (is_asked && at.state.log.is_lost(group, partition))
        find_lost_place(run, at, group, partition);
    const std::uint64_t waiting = at.state.log.lag(group, partition);
    if (waiting == 0)
        return;
    if (!is_asked) {
        watch_member(run, at, group, owner);
        return;
    }
    if (of.members[owner].is_leaving)
        return;
    work.asked_at = run.now();
    work.taken_from = at.state.log.position(group, partition);
    work.taken_until = work.taken_from + std::min<std::uint64_t>(waiting, at.plan.groups[group].batch);
    hand_out_taken(run, at, {.group = group, .partition = partition}, false);
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
