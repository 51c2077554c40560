#include "models/queue/delivery.hpp"

#include "models/call.hpp"
#include "models/queue/queue.hpp"
#include "models/server.hpp"

namespace shaketable::models {

namespace {

constexpr engine::Duration kSampledEvery = engine::Duration::from_seconds(1);

Instance& instance_of_queue(Run& run, std::uint32_t queue) {
    return run.instance(run.scenario.components[run.scenario.queues[queue].component].first_instance);
}

void push_queue_event(Run& run, const Instance& here, engine::Time at, QueueEvent what) {
    run.queue().push(at, engine::Payload{.kind = static_cast<std::uint8_t>(EventKind::kModel),
                                         .detail = static_cast<std::uint16_t>(here.component),
                                         .index = run.index_of(here),
                                         .epoch = static_cast<std::uint32_t>(what)});
}

// --- messages and those who wait for them ----------------------------------------------------------------

/// The publisher's request goes on, or fails.
void tell_publisher(Run& run, const MessageWaiter& waiter, Outcome outcome) {
    if (waiter.frame == kNone || run.frame(waiter.frame)->epoch != waiter.epoch)
        return;
    const FrameRef frame = run.frame(waiter.frame);
    begin_wait(frame, FrameState::kRunning);
    if (is_overdue(run, frame)) {
        stop_frame(run, frame);
    } else if (outcome != Outcome::kOk) {
        fail_frame(run, frame, outcome);
    } else {
        ++frame->op;
        run.instance_of(frame).model->resume(run, frame);
    }
}

void bury(Run& run, const Instance& here, Message message) {
    run.meter(here, kDeadLetters).count();
    tell_publisher(run, message.waiter, Outcome::kCalleeError);
    const std::uint32_t other = queue_plan(run, here).dead_letters;
    if (other == kNone)
        return;
    message.source = run.component_of(here).model_index;
    message.source_place = message.lane;
    message.source_is_topic = false;
    add_dead_letter(run, other, message);
}

/// Whether the frame still hands out this receive of a message.
bool hands_out(const Run& run, const Instance& here, FrameRef frame, const Receipt& receipt) {
    return frame->state == FrameState::kCalling && frame->instance == run.index_of(here) &&
           run.world.queues.deliveries[frame.index].receipt == receipt;
}

void settle(Run& run, Instance& here) {
    const MessageStore::Due due = queue_state(run, here).store.settle(run.now());
    run.meter(here, kVisibilityTimeouts).count(due.timed_out.size());
    run.meter(here, kExpiredMessages).count(due.expired.size());
    for (const Message& message : due.expired)
        tell_publisher(run, message.waiter, Outcome::kCalleeError);
    for (const Message& message : due.dead)
        bury(run, here, message);
    for (const auto& [holder, receipt] : due.timed_out) { // one whose answer will never come ends here
        const FrameRef frame = run.frame(holder);
        if (hands_out(run, here, frame, receipt) && !is_present_child(run, frame))
            time_out(run, frame);
    }
}

// --- publishing ------------------------------------------------------------------------------------------

bool is_full(const QueuePlan& plan, const QueueState& state) {
    return state.store.waiting() >= plan.messages_most;
}

/// Stores the publisher's message; its frame goes on, or waits for the message's end.
Progress keep_message(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    const bool awaits = op.b != 0;
    Message message{.key = frame->key,
                    .session = run.session_of(frame),
                    .published = run.now(),
                    .lane = static_cast<std::uint8_t>(op.a)};
    if (awaits) {
        begin_wait(frame, FrameState::kWaiting);
        message.waiter = {.frame = frame.index, .epoch = frame->epoch};
    } else {
        ++frame->op;
    }
    queue_state(run, here).store.publish(message, run.now());
    run.meter(here, kPublished).count();
    return awaits ? Progress::kSuspended : Progress::kNext;
}

void wait_for_room(Run& run, FrameRef frame) {
    const Instance& here = run.instance_of(frame);
    begin_wait(frame, FrameState::kWaiting);
    push_back(run, queue_state(run, here).blocked, frame);
    run.meter(here, kBlockedPublishers).raise(run.now());
    yield_worker(run, frame);
}

Progress execute_store_message(Run& run, FrameRef frame, const Op& op) {
    Instance& here = run.instance_of(frame);
    QueueState& state = queue_state(run, here);
    const QueuePlan& plan = queue_plan(run, here);
    if (is_full(plan, state) && plan.when_full == WhenFull::kBlock) {
        wait_for_room(run, frame);
        return Progress::kSuspended;
    }
    if (is_full(plan, state)) {
        const std::optional<Message> dropped =
            plan.when_full == WhenFull::kDropOldest ? state.store.drop_oldest() : std::nullopt;
        if (!dropped) {
            run.meter(here, kTurnedAwayMessages).count();
            fail_frame(run, frame, Outcome::kQueueFull);
            return Progress::kSuspended;
        }
        run.meter(here, kDroppedMessages).count();
        tell_publisher(run, dropped->waiter, Outcome::kQueueFull);
    }
    const Progress progress = keep_message(run, frame, op);
    if (progress == Progress::kSuspended)
        yield_worker(run, frame);
    tend_queue(run, here);
    return progress;
}

void let_publishers_in(Run& run, const Instance& here) {
    QueueState& state = queue_state(run, here);
    while (state.blocked.length > 0 && !is_full(queue_plan(run, here), state)) {
        const FrameRef frame = pop_front(run, state.blocked);
        run.meter(here, kBlockedPublishers).lower(run.now());
        begin_wait(frame, FrameState::kRunning);
        if (is_overdue(run, frame))
            stop_frame(run, frame);
        else if (keep_message(run, frame, run.op_of(frame)) == Progress::kNext)
            here.model->resume(run, frame);
    }
}

// --- deliveries ------------------------------------------------------------------------------------------

const ConsumerPlan& consumer_of(const QueuePlan& plan, const ConsumerEnd& end) {
    return plan.consumers[end.consumer];
}

/// Whether the replica has asked for messages.
bool has_asked(const Run& run, const QueuePlan& plan, const ConsumerEnd& end) {
    const ConsumerPlan& consumer = consumer_of(plan, end);
    const Instance& there =
        run.instance(run.scenario.components[consumer.component].first_instance + end.replica);
    return !end.is_leaving && end.has + consumer.batch <= consumer.prefetch && there.crashes == 0 &&
           there.host_crashes == 0;
}

/// The next whose turn it is; kNone: nobody has asked.
std::uint32_t next_end(const Run& run, const QueuePlan& plan, QueueState& state) {
    const auto ends = static_cast<std::uint32_t>(state.ends.size());
    for (std::uint32_t passed = 0; passed < ends; ++passed) {
        const std::uint32_t end = state.turn;
        state.turn = end + 1 == ends ? 0 : end + 1;
        if (has_asked(run, plan, state.ends[end]))
            return end;
    }
    return kNone;
}

std::uint32_t lineage_of_receive(std::uint32_t receive) {
    return receive == 1 ? 0 : static_cast<std::uint32_t>(engine::mix(receive)) | 1U;
}

void hand_out(Run& run, Instance& here, std::uint32_t place_of_end) {
    QueueState& state = queue_state(run, here);
    ConsumerEnd& end = state.ends[place_of_end];
    const FrameRef frame =
        make_frame(run, run.index_of(here), consumer_of(queue_plan(run, here), end).first_op);
    const std::optional<Receipt> receipt = state.store.receive(run.now(), frame.index);
    SHAKETABLE_ASSERT(receipt);
    ++end.has;
    const Message& message = state.store.message(*receipt);
    begin_background(run, frame, message.key);
    frame->lineage = lineage_of_receive(receipt->receive);
    if (run.scenario.has_sessions)
        run.set_session(frame, message.session);
    run.world.queues.deliveries[frame.index] = {.receipt = *receipt, .end = place_of_end, .era = end.era};
    run.meter(here, kReceived).count();
    run.meter(here, kRedelivered).count(receipt->receive > 1 ? 1 : 0);
    advance(run, frame);
}

/// A replica that has asked gets as many as it has asked for, or as there are. Whether there were both.
bool hand_out_a_batch(Run& run, Instance& here) {
    QueueState& state = queue_state(run, here);
    if (!state.store.may_receive())
        return false;
    const QueuePlan& plan = queue_plan(run, here);
    const std::uint32_t end = next_end(run, plan, state);
    if (end == kNone)
        return false;
    for (std::uint32_t left = consumer_of(plan, state.ends[end]).batch; left > 0; --left)
        if (state.store.may_receive())
            hand_out(run, here, end);
    return true;
}

Progress execute_address(Run& run, FrameRef frame, const Op& op) {
    const Instance& here = run.instance_of(frame);
    const ConsumerEnd& end = queue_state(run, here).ends[run.world.queues.deliveries[frame.index].end];
    edge_state(run, here, run.scenario.edges[op.a]).next_replica = end.replica;
    ++frame->op;
    return Progress::kNext;
}

void count_done(Run& run, const Instance& here, const Message& message, bool was_done, bool idempotent) {
    const bool is_new =
        !queue_plan(run, here).knows_requests || queue_state(run, here).done.add(message.key, run.now());
    const bool is_again = was_done || !is_new;
    run.meter(here, is_again ? kDoneAgain : kDoneFirst).count();
    if (!was_done && !is_new)
        run.meter(here, kPublishedTwice).count();
    if (is_again && !idempotent)
        run.meter(here, kDoubledEffects).count();
    if (!is_again)
        run.meter(here, kMessageAge).time(run.now() - message.published);
}

Progress execute_end_of_delivery(Run& run, FrameRef frame, const Op& op) {
    Instance& here = run.instance_of(frame);
    QueueState& state = queue_state(run, here);
    const Delivery delivery = run.world.queues.deliveries[frame.index];
    ConsumerEnd& end = state.ends[delivery.end];
    if (end.era == delivery.era)
        --end.has;
    const ConsumerPlan& consumer = consumer_of(queue_plan(run, here), end);
    const Message message = state.store.message(delivery.receipt);
    const bool is_done = op.a != 0;
    const MessageStore::Ended ended = is_done ? state.store.succeed(delivery.receipt)
                                              : state.store.fail(delivery.receipt, consumer.comes_back);
    end_frame(run, frame);
    if (is_done)
        count_done(run, here, message, ended.is_again, consumer.idempotent);
    if (ended.is_deleted)
        tell_publisher(run, message.waiter, Outcome::kOk);
    if (ended.dead)
        bury(run, here, *ended.dead);
    tend_queue(run, here);
    return Progress::kSuspended;
}

template <class Visit>
void for_each_end_of(Run& run, const Instance& consumer, Visit visit) {
    for (const QueuePlan& plan : run.scenario.queues) {
        Instance& here = run.instance(run.scenario.components[plan.component].first_instance);
        for (ConsumerEnd& end : queue_state(run, here).ends)
            if (consumer_of(plan, end).component == consumer.component && end.replica == consumer.replica)
                visit(here, end);
    }
}

/// Whatever the store does next by itself is an event.
void expect_due(Run& run, const Instance& here) {
    QueueState& state = queue_state(run, here);
    const engine::Time due = state.store.next_due();
    if (due >= state.wakes_at || due >= engine::Time::latest())
        return;
    state.wakes_at = due;
    push_queue_event(run, here, due, QueueEvent::kDue);
}

void expect_sample(Run& run, const Instance& here) {
    QueueState& state = queue_state(run, here);
    if (state.is_sampled || state.store.size() == 0)
        return;
    state.is_sampled = true;
    push_queue_event(run, here, run.now() + kSampledEvery, QueueEvent::kSample);
}

} // namespace

bool is_queue_at_work(const Instance& queue) {
    return queue.crashes == 0 && queue.host_crashes == 0 && queue.hangs == 0;
}

QueueState& queue_state(Run& run, const Instance& queue) {
    return run.world.queues.of[run.component_of(queue).model_index];
}

const QueuePlan& queue_plan(const Run& run, const Instance& queue) {
    return run.scenario.queues[run.component_of(queue).model_index];
}

void measure_queue(Run& run, const Instance& queue) {
    QueueState& state = queue_state(run, queue);
    const MessageStore& store = state.store;
    const bool waited = state.waits_since < engine::Time::latest();
    if (!waited && store.waiting() > 0) {
        state.waits_since = run.now();
    } else if (waited && store.waiting() == 0) {
        run.meter(queue, kBacklogLasted).time(run.now() - state.waits_since);
        state.waits_since = engine::Time::latest();
    }
    run.meter(queue, kBacklog).set(run.now(), store.waiting());
    run.meter(queue, kInFlight).set(run.now(), store.in_flight());
}

void tend_queue(Run& run, Instance& queue) {
    if (is_queue_at_work(queue)) {
        settle(run, queue);
        do
            let_publishers_in(run, queue);
        while (hand_out_a_batch(run, queue));
        expect_due(run, queue); // else it is looked at when it is back
    }
    measure_queue(run, queue);
    expect_sample(run, queue);
}

void add_dead_letter(Run& run, std::uint32_t queue, Message message) {
    message.waiter = {};
    message.lane = 0;
    Instance& there = instance_of_queue(run, queue);
    queue_state(run, there).store.take_in(message, run.now());
    run.meter(there, kPublished).count();
    tend_queue(run, there);
}

bool may_take_back(Run& run, std::uint32_t queue) {
    const Instance& there = instance_of_queue(run, queue);
    return is_queue_at_work(there) && !is_full(queue_plan(run, there), queue_state(run, there));
}

void take_back(Run& run, std::uint32_t queue, const Message& dead_letter) {
    Instance& there = instance_of_queue(run, queue);
    const Message message{.key = dead_letter.key,
                          .session = dead_letter.session,
                          .published = dead_letter.published,
                          .lane = static_cast<std::uint8_t>(dead_letter.source_place)};
    queue_state(run, there).store.publish(message, run.now());
    run.meter(there, kPublished).count();
    tend_queue(run, there);
}

void sample_queue(Run& run, Instance& queue) {
    QueueState& state = queue_state(run, queue);
    state.is_sampled = false;
    const std::optional<engine::Time> oldest = state.store.oldest();
    run.meter(queue, kOldestAge).set(run.now(), oldest ? (run.now() - *oldest).ns() / 1'000'000 : 0);
    expect_sample(run, queue);
}

void ask_for_messages(Run& run, const Instance& consumer) {
    for_each_end_of(run, consumer, [&](Instance& queue, ConsumerEnd& end) {
        end.has = 0;
        ++end.era;
        end.is_leaving = false;
        tend_queue(run, queue);
    });
}

void stop_asking(Run& run, const Instance& consumer) {
    for_each_end_of(run, consumer, [](Instance&, ConsumerEnd& end) { end.is_leaving = true; });
}

Op publish_op(std::uint32_t lane, bool awaits) {
    return Op{.execute = execute_store_message, .a = lane, .b = awaits ? 1U : 0U};
}
Op address_op(std::uint32_t edge) { return Op{.execute = execute_address, .a = edge}; }
Op end_of_delivery_op(bool is_done) { return Op{.execute = execute_end_of_delivery, .a = is_done ? 1U : 0U}; }

} // namespace shaketable::models
